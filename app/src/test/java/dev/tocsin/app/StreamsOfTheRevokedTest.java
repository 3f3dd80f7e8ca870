package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.testing.SharedPostgres;
import dev.tocsin.time.WallClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is not let in any more reads nothing more, on whichever node they do. */
class StreamsOfTheRevokedTest {
  /** 5 s are promised; the rest is for a busy machine. */
  private static final Duration PROMISED = Duration.ofSeconds(7);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static RunningNode first;
  private static RunningNode second;
  private static ApiClient owner;

  @BeforeAll
  static void start() {
    var database = SharedPostgres.freshDatabase(folder);
    first = node(1, database);
    second = node(2, database);
    owner = first.owner();
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  @Test
  void aSessionThatIsEndedTakesItsStreamsOnEveryNodeWithIt() throws Exception {
    var session = token(first.nobody().post("/session", credentials()).expect(200));
    var streams = open(session);
    var id = "";
    for (var each : first.nobody().as(session).get("/sessions").json().get("items")) {
      id = each.get("current").asBoolean() ? each.get("id").asText() : id;
    }

    owner.delete("/sessions/" + id).expect(204);

    assertTheyEnd(streams);
    assertThat(first.nobody().as(session).get("/session").status()).isEqualTo(401);
    assertThat(second.nobody().as(session).get("/session").status()).isEqualTo(401);
  }

  @Test
  void aTokenThatIsDeletedTakesItsStreamsOnEveryNodeWithIt() throws Exception {
    var created = owner.post("/tokens", Map.of("name", "a", "role", "viewer")).expect(201);
    var streams = open(token(created));

    owner.delete("/tokens/" + created.text("id")).expect(204);

    assertTheyEnd(streams);
  }

  @Test
  void whoSignsOutOnOneNodeReadsNothingMoreOnTheOther() throws Exception {
    var session = token(second.nobody().post("/session", credentials()).expect(200));
    var streams = open(session);

    second.nobody().as(session).delete("/session").expect(204);

    assertTheyEnd(streams);
  }

  @Test
  void whoIsStillLetInGoesOnReading() throws Exception {
    var kept = owner.post("/tokens", Map.of("name", "kept", "role", "viewer")).expect(201);
    var gone = owner.post("/tokens", Map.of("name", "gone", "role", "viewer")).expect(201);
    var streams = open(token(kept));
    var others = open(token(gone));

    owner.delete("/tokens/" + gone.text("id")).expect(204);

    assertTheyEnd(others);
    assertThat(streams).noneMatch(CompletableFuture::isDone);
    owner.delete("/tokens/" + kept.text("id")).expect(204);
    assertTheyEnd(streams);
  }

  /** A stream on each node, each complete when it has ended. */
  private static List<CompletableFuture<Void>> open(String token) throws Exception {
    return Stream.of(first, second).map(node -> open(node, token)).toList();
  }

  private static CompletableFuture<Void> open(RunningNode node, String token) {
    try {
      var answer =
          HTTP.send(
              HttpRequest.newBuilder(node.uri("/api/v1/events/stream"))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().read()).isEqualTo('r');
      return CompletableFuture.runAsync(() -> drain(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void drain(InputStream body) {
    try (body) {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertTheyEnd(List<CompletableFuture<Void>> streams) throws Exception {
    CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new))
        .get(PROMISED.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Map<String, String> credentials() {
    return Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD);
  }

  private static String token(ApiClient.Answer answer) {
    return answer.text("token");
  }

  private static RunningNode node(int number, DatabaseSettings database) {
    return RunningNode.onPostgres(
        folder.resolve("node-" + number), database, Map.of(), WallClock.system());
  }
}
