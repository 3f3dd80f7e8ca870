package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.conf.ArchiveSettings;
import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.RecordedResult;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3StoreTest {
  private static final S3Store.Limits LIMITS =
      new S3Store.Limits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(2));
  private static final S3Store.Limits IMPATIENT =
      new S3Store.Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofMillis(2));
  private static final Instant END = Samples.HOUR.plus(Hours.HOUR);

  @TempDir Path folder;
  private final String prefix = UUID.randomUUID() + "/";
  private FaultyProxy proxy;
  private S3Store store;

  @BeforeEach
  void open() throws IOException {
    proxy = new FaultyProxy(S3Server.port());
    store = new S3Store(S3Server.place(prefix, proxy.port()), LIMITS);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    proxy.close();
  }

  @Test
  void keepsWholeObjectsAndGivesPartsOfThem() throws IOException {
    put(store, "results/2026/a", "0123456789".getBytes(StandardCharsets.US_ASCII));

    assertThat(store.get("results/2026/a", 100)).contains("0123456789".getBytes());
    assertThat(store.range("results/2026/a", 3, 4)).contains("3456".getBytes());
    assertThat(store.get("results/2026/b", 100)).isEmpty();
    assertThat(store.range("results/2026/b", 0, 1)).isEmpty();
    assertThatThrownBy(() -> store.range("results/2026/a", 8, 4))
        .isInstanceOf(BrokenObjectException.class);
    assertThatThrownBy(() -> store.range("results/2026/a", 80, 4))
        .isInstanceOf(BrokenObjectException.class);
    assertThatThrownBy(() -> store.get("results/2026/a", 4))
        .isInstanceOf(BrokenObjectException.class);
  }

  @Test
  void listsFoldersAndObjectsAndDeletes() throws IOException {
    for (String name : List.of("results/2026/11/a", "results/2026/12/b", "results/c", "x")) {
      put(store, name, new byte[] {1});
    }

    assertThat(store.names("results/")).containsExactly("2026/", "c");
    assertThat(store.within("results/"))
        .containsExactly("results/2026/11/a", "results/2026/12/b", "results/c");
    store.delete("results/2026/11/a");
    store.delete("results/2026/11/a");
    assertThat(store.names("results/2026/")).containsExactly("12/");
    assertThat(store.names("other/")).isEmpty();
  }

  @Test
  void sendsWhatIsLargeInPartsAndTheWholeIsTheSame() throws IOException {
    byte[] large = new byte[2 * S3Store.PART + 12_345];
    new Random(1).nextBytes(large);

    put(store, "large", large);

    assertThat(store.get("large", large.length)).contains(large);
    assertThat(store.range("large", S3Store.PART - 5L, 10))
        .contains(Arrays.copyOfRange(large, S3Store.PART - 5, S3Store.PART + 5));
    assertThat(proxy.requests()).anyMatch(request -> request.contains("partNumber=3"));
  }

  @Test
  void anUploadThatBreaksInTheMiddleLeavesNothing() throws IOException {
    byte[] large = new byte[2 * S3Store.PART];
    proxy.faults(
        request ->
            request.contains("partNumber=2")
                ? new FaultyProxy.Reset(100_000)
                : new FaultyProxy.None());

    assertThatThrownBy(() -> put(store, "large", large))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("cannot be reached");
    assertThat(store.within("")).isEmpty();
    assertThat(proxy.requests()).anyMatch(request -> request.startsWith("DELETE"));

    proxy.faults(request -> new FaultyProxy.None());
    put(store, "large", large);
    assertThat(store.within("")).containsExactly("large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "503", "reset", "half", "lost"})
  void oneFailureIsBorneAndEndsWithOneGoodSet(String kind) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    // each request fails at first and is done at the second attempt
    proxy.faults(
        request -> requests.getAndIncrement() % 2 == 0 ? fault(kind) : new FaultyProxy.None());

    archive(store);

    proxy.faults(request -> new FaultyProxy.None());
    assertOneGoodSet();
  }

  @Test
  void anHourThatFailsAtAnyRequestEndsWithOneGoodSet() throws IOException {
    for (int fails = 1; ; fails++) {
      AtomicInteger left = new AtomicInteger(fails);
      int alive = fails;
      proxy.faults(
          request ->
              left.getAndDecrement() > 0
                  ? new FaultyProxy.None()
                  : new FaultyProxy.Answer(alive % 2 == 0 ? 403 : 400, "AccessDenied"));
      try {
        archive(store);
        break;
      } catch (StoreAwayException died) {
        proxy.faults(request -> new FaultyProxy.None());
        assertThat(read().results().size()).isIn(0, 60);
      }
    }

    proxy.faults(request -> new FaultyProxy.None());
    assertOneGoodSet();
  }

  @Test
  void saysInASentenceWhatIsWrongAndNeverTheSecret() throws IOException {
    assertThat(sentence(new FaultyProxy.Answer(403, "SignatureDoesNotMatch")))
        .isEqualTo(
            "The archive s3://results/"
                + prefix
                + " refuses access (status 403, SignatureDoesNotMatch); check"
                + " tocsin.results.archive.s3.access-key and tocsin.results.archive.s3.secret-key,"
                + " and the right to list, read, write and delete there.");
    assertThat(sentence(new FaultyProxy.Answer(503, "SlowDown")))
        .endsWith("has a fault of its own (status 503, SlowDown).");
    assertThat(sentence(new FaultyProxy.Reset(0))).contains("the connection broke");
    assertThat(sentence(S3Server.place("no-such-bucket", "", proxy.port())))
        .contains("there is no such bucket (status 404, NoSuchBucket)");
    try (ServerSocket closed = new ServerSocket(0)) {
      int port = closed.getLocalPort();
      closed.close();
      assertThat(sentence(S3Server.place("", port)))
          .isEqualTo(
              "The archive s3://results/ cannot be reached at http://127.0.0.1:"
                  + port
                  + ": the connection is refused.");
    }
  }

  @Test
  void doesNotWaitForEverForAnAnswer() {
    proxy.faults(request -> new FaultyProxy.Silence());
    try (S3Store other = new S3Store(S3Server.place(prefix, proxy.port()), IMPATIENT)) {
      assertThatThrownBy(() -> other.within(""))
          .isInstanceOf(StoreAwayException.class)
          .hasMessageEndingWith("it did not answer in time.");
    }
  }

  @Test
  void resultsOfAStorageThatIsAwayAreMissingForAWhile() throws IOException {
    archive(store);
    proxy.faults(request -> new FaultyProxy.Answer(503, "SlowDown"));
    try (ArchivedResultsReader reader =
        new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(5))) {
      assertThat(reader.read(Samples.monitor(1), Samples.HOUR, END, 100).unreadable())
          .singleElement()
          .satisfies(
              missing -> {
                assertThat(missing.from()).isEqualTo(Samples.HOUR);
                assertThat(missing.to()).isEqualTo(END);
                assertThat(missing.why()).contains("SlowDown");
              });

      proxy.faults(request -> new FaultyProxy.None());
      assertThat(reader.read(Samples.monitor(1), Samples.HOUR, END, 100))
          .isEqualTo(new ArchivedResults.Part(Samples.newestFirst(anHour()), List.of()));
    }
  }

  private static FaultyProxy.Fault fault(String kind) {
    return switch (kind) {
      case "500" -> new FaultyProxy.Answer(500, "InternalError");
      case "503" -> new FaultyProxy.Answer(503, "SlowDown");
      case "reset" -> new FaultyProxy.Reset(0);
      case "half" -> new FaultyProxy.Reset(200);
      case "lost" -> new FaultyProxy.AnswerLost();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private String sentence(FaultyProxy.Fault fault) {
    proxy.faults(request -> fault);
    String sentence = sentence(S3Server.place(prefix, proxy.port()));
    proxy.faults(request -> new FaultyProxy.None());
    return sentence;
  }

  private String sentence(ArchiveSettings.S3 place) {
    try (S3Store other = new S3Store(place, LIMITS)) {
      other.within("");
      return "";
    } catch (IOException failed) {
      assertThat(failed.getMessage()).doesNotContain("hidden");
      return failed.getMessage();
    }
  }

  private void archive(S3Store to) throws IOException {
    new HourWriter(to, folder.resolve("work"), NodeName.of("eu-1"), "eu")
        .write(Samples.HOUR, new HeldResults().add(anHour()), () -> false);
  }

  private static List<RecordedResult> anHour() {
    return Samples.every(Duration.ofMinutes(1), Samples.monitor(1), Samples.HOUR, END);
  }

  private ArchivedResults.Part read() {
    try (ArchivedResultsReader reader =
        new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(5))) {
      return reader.read(Samples.monitor(1), Samples.HOUR, END, 100);
    }
  }

  private void assertOneGoodSet() throws IOException {
    assertThat(read())
        .isEqualTo(new ArchivedResults.Part(Samples.newestFirst(anHour()), List.of()));
    assertThat(store.within(""))
        .containsExactly(
            "results/2026/11/21/10/eu-1.index.json",
            "results/2026/11/21/10/eu-1.results.ndjson.gz",
            "results/2026/11/21/10/eu-1.sketches.ndjson.gz");
  }

  private void put(S3Store to, String name, byte[] content) throws IOException {
    to.put(name, Files.write(folder.resolve("content"), content));
  }
}
