package dev.tocsin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.ReadyAnswer;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, with sockets. */
class ConnectionTest {
  private static final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "wire");
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");
  private static final String HOST = "Host: a\r\n";
  private static final int LARGE = 20_000_000;

  private final CompletableFuture<HttpResponse> later = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() {
    RequestPipeline pipeline =
        new RequestPipeline(
            system,
            SecurityHeaders.PLAIN,
            question ->
                switch (question.path()) {
                  case "/ready" ->
                      question.isRead()
                          ? ReadyAnswer.of(HttpResponse.create().withEntity("ready\n"))
                          : ReadyAnswer.of(HttpResponse.create().withStatus(405));
                  case "/large" ->
                      ReadyAnswer.of(HttpResponse.create().withEntity("x".repeat(LARGE)));
                  default -> null;
                },
            Map.of(
                "/later",
                request -> {
                  asked.countDown();
                  return later;
                }),
            List.of(section()),
            Directives.reject());
    server =
        HttpServer.start(system, "127.0.0.1", 0, pipeline, InstantSource.fixed(NOW))
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    server.drain(Duration.ZERO).toCompletableFuture().join();
  }

  @AfterAll
  static void end() {
    system.terminate();
  }

  private RequestPipeline.Section section() {
    return new RequestPipeline.Section() {
      @Override
      public boolean owns(String path) {
        return path.startsWith("/s/");
      }

      @Override
      public boolean keepsTime() {
        return true; // so that it is asked on the connection's thread
      }

      @Override
      public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return switch (request.getUri().path()) {
          case "/s/echo" ->
              request
                  .entity()
                  .toStrict(20_000, system)
                  .thenApply(body -> HttpResponse.create().withEntity(body));
          case "/s/refused" -> {
            request.discardEntityBytes(system);
            yield now(HttpResponse.create().withStatus(403).withEntity("no\n"));
          }
          case "/s/flow" -> now(flowing(Source.range(1, 3).map(each -> bytes(each + "\n"))));
          case "/s/broken" ->
              now(
                  flowing(
                      Source.range(1, 3)
                          .map(
                              each -> {
                                if (each == 3) {
                                  throw new IOException("on purpose");
                                }
                                return bytes(each + "\n");
                              })));
          case "/s/endless" ->
              now(
                  flowing(
                      Source.repeat(bytes("x".repeat(8_000)))
                          .watchTermination(
                              (nothing, end) -> {
                                end.whenComplete((done, failure) -> cancelled.countDown());
                                return nothing;
                              })));
          default -> now(HttpResponse.create().withEntity(request.getUri().path()));
        };
      }
    };
  }

  private static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedStage(response);
  }

  private static HttpResponse flowing(Source<ByteString, ?> body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, body));
  }

  private static ByteString bytes(String text) {
    return ByteString.fromString(text);
  }

  /** One end of a connection, which reads answers as they are written. */
  private final class Wire implements AutoCloseable {
    private final Socket socket = new Socket("127.0.0.1", server.address().getPort());
    private final InputStream in = new BufferedInputStream(socket.getInputStream());

    Wire() throws IOException {
      socket.setSoTimeout(10_000);
    }

    Wire send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Answer read() throws IOException {
      return read(true);
    }

    Answer read(boolean withBody) throws IOException {
      String status = line();
      Map<String, String> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      StringBuilder body = new StringBuilder();
      if (withBody && headers.containsKey("Content-Length")) {
        body.append(exactly(Integer.parseInt(headers.get("Content-Length"))));
      } else if (withBody && "chunked".equals(headers.get("Transfer-Encoding"))) {
        for (int size = Integer.parseInt(line(), 16);
            size > 0;
            size = Integer.parseInt(line(), 16)) {
          body.append(exactly(size));
          line();
        }
        line();
      }
      return new Answer(status, headers, body.toString());
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("The connection ended after: " + line);
        }
        line.append((char) next);
      }
      return line.toString().stripTrailing();
    }

    private String exactly(int size) throws IOException {
      return new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
    }

    boolean isAtItsEnd() throws IOException {
      return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Answer(String status, Map<String, String> headers, String body) {}

  @Test
  void whatIsReadyIsSentWholeAndDated() throws Exception {
    try (Wire wire = new Wire()) {
      Answer first = wire.send("GET /ready HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(first.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(first.body()).isEqualTo("ready\n");
      assertThat(first.headers())
          .containsEntry("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
          .containsEntry("Content-Length", "6")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .doesNotContainKeys("Server", "Connection");
      Answer head = wire.send("HEAD /ready?a=b HTTP/1.1\r\n" + HOST + "\r\n").read(false);
      assertThat(head.headers()).isEqualTo(first.headers());
      Answer encoded = wire.send("GET /%72eady HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(encoded.body()).isEqualTo("ready\n");
    }
  }

  @Test
  void answersComeInTheOrderOfTheirRequests() throws Exception {
    try (Wire wire = new Wire()) {
      StringBuilder all = new StringBuilder("GET /later HTTP/1.1\r\n" + HOST + "\r\n");
      for (int i = 0; i < 300; i++) {
        all.append("GET /ready HTTP/1.1\r\n" + HOST + "\r\n");
        all.append("POST /s/echo HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\n");
        all.append("%05d".formatted(i));
      }
      wire.send(all.toString());
      later.complete(HttpResponse.create().withEntity("late"));
      assertThat(wire.read().body()).isEqualTo("late");
      for (int i = 0; i < 300; i++) {
        assertThat(wire.read().body()).isEqualTo("ready\n");
        assertThat(wire.read().body()).isEqualTo("%05d".formatted(i));
      }
    }
  }

  @Test
  void thousandsThatWaitForOneAreAnsweredAfterIt() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send(
          "GET /later HTTP/1.1\r\n"
              + HOST
              + "\r\n"
              + "GET /s/x HTTP/1.1\r\nHost:\r\n\r\n".repeat(5_000));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(200); // the more of them wait by now the harder it is; any number is right
      later.complete(HttpResponse.create().withEntity("late"));
      assertThat(wire.read().body()).isEqualTo("late");
      for (int i = 0; i < 5_000; i++) {
        assertThat(wire.read().body()).isEqualTo("/s/x");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json", "application/json;", "a/b/c"})
  void aTypeThatCannotBeReadIsNone(String type) throws Exception {
    try (Wire wire = new Wire()) {
      String post = "POST /s/echo HTTP/1.1\r\n" + HOST + "Content-Type: " + type;
      assertThat(wire.send(post + "\r\nContent-Length: 2\r\n\r\nhi").read().body()).isEqualTo("hi");
    }
  }

  @Test
  void aLineThatIsTooLongIsToldThoughMoreOfItComes() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("GET /" + "x".repeat(200_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(wire.read().status()).startsWith("HTTP/1.1 414");
    }
  }

  @Test
  void whatIsAnsweredIsSentThoughWhatFollowsIsBroken() throws Exception {
    try (Wire wire = new Wire()) {
      String ready = "GET /ready HTTP/1.1\r\n" + HOST + "\r\n";
      wire.send(
          ready.repeat(3)
              + "POST /ready HTTP/1.1\r\n"
              + HOST
              + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
      for (int i = 0; i < 3; i++) {
        assertThat(wire.read().body()).isEqualTo("ready\n");
      }
      assertThat(wire.read().status()).startsWith("HTTP/1.1 405");
      assertThat(wire.isAtItsEnd()).isTrue();
    }
  }

  @Test
  void aLargeAnswerIsWholeThoughItIsTheLastAndItsReaderSlow() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("GET /large HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
      Thread.sleep(2_500); // longer than a connection lingers
      assertThat(wire.read().body()).hasSize(LARGE);
      assertThat(wire.isAtItsEnd()).isTrue();
    }
  }

  @Test
  void bodiesOfEachKindArrive() throws Exception {
    String large = "b".repeat(900_000);
    try (Wire wire = new Wire()) {
      String post = "POST /s/echo HTTP/1.1\r\n" + HOST;
      assertThat(wire.send(post + "Content-Length: 0\r\n\r\n").read().body()).isEmpty();
      assertThat(wire.send(post + "Content-Length: 2\r\n\r\nhi").read().body()).isEqualTo("hi");
      assertThat(wire.send(post + "Content-Length: 900000\r\n\r\n" + large).read().body())
          .isEqualTo(large);
      assertThat(
              wire.send(post + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3\r\n!!!\r\n0\r\n\r\n")
                  .read()
                  .body())
          .isEqualTo("hi!!!");
      wire.send(post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(wire.line()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(wire.line()).isEmpty();
      assertThat(wire.send("ok").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void aBodyThatIsTooLargeWithoutSayingSoIsNotKept() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("POST /s/echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
      for (int i = 0; i < 130; i++) {
        wire.send(chunk);
      }
      assertThat(wire.read().status()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aRefusalIsReadThoughTheBodyIsStillBeingSent() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("POST /s/refused HTTP/1.1\r\n" + HOST + "Content-Length: 500000\r\n\r\n");
      assertThat(wire.read().status()).startsWith("HTTP/1.1 403");
      wire.send("x".repeat(500_000));
      assertThat(wire.send("GET /s/next HTTP/1.1\r\n" + HOST + "\r\n").read().body())
          .isEqualTo("/s/next");
    }
  }

  @Test
  void whatFlowsIsSentInChunksAndOldClientsGetItUntilTheEnd() throws Exception {
    try (Wire wire = new Wire();
        Wire old = new Wire()) {
      Answer chunked = wire.send("GET /s/flow HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(chunked.body()).isEqualTo("1\n2\n3\n");
      Answer head = wire.send("HEAD /s/flow HTTP/1.1\r\n" + HOST + "\r\n").read(false);
      assertThat(head.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(wire.send("GET /s/again HTTP/1.1\r\n" + HOST + "\r\n").read().body())
          .isEqualTo("/s/again");
      Answer whole = old.send("GET /s/flow HTTP/1.0\r\n\r\n").read();
      assertThat(whole.headers())
          .containsEntry("Connection", "close")
          .doesNotContainKey("Transfer-Encoding");
      assertThat(List.of(old.line(), old.line(), old.line())).containsExactly("1", "2", "3");
      assertThat(old.isAtItsEnd()).isTrue();
    }
  }

  @Test
  void whatBreaksOffIsNotEndedAsIfItWereWhole() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("GET /s/broken HTTP/1.1\r\n" + HOST + "\r\n");
      String all = new String(wire.in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).contains("2\r\n1\n\r\n").doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void whoLeavesEndsWhatFlowsToThem() throws Exception {
    try (Wire wire = new Wire()) {
      wire.send("GET /s/endless HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(wire.line()).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aConnectionEndsWhereItsClientWantsThat() throws Exception {
    for (String path : List.of("/ready", "/s/x")) {
      try (Wire wire = new Wire();
          Wire old = new Wire();
          Wire kept = new Wire()) {
        Answer answer =
            wire.send("GET " + path + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n").read();
        assertThat(answer.headers()).containsEntry("Connection", "close");
        assertThat(wire.isAtItsEnd()).isTrue();
        assertThat(old.send("GET " + path + " HTTP/1.0\r\n\r\n").read().headers())
            .containsEntry("Connection", "close");
        assertThat(old.isAtItsEnd()).isTrue();
        String keep = "GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        assertThat(kept.send(keep).read().headers()).containsEntry("Connection", "keep-alive");
        assertThat(kept.send(keep).read().status()).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 GET /ready HTTP/1.1\r\n\r\n",
        "400 GET /ready HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "400 GET /ready HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n",
        "400 GET /ready HTTP/1.1\r\nHost: a\r\nBad name: x\r\n\r\n",
        "400 POST /s/echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "400 POST /s/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "400 POST /s/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "400 GET /s/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "400 GET /ready HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n",
        "501 BREW /ready HTTP/1.1\r\nHost: a\r\n\r\n",
        "505 GET /ready HTTP/2.0\r\nHost: a\r\n\r\n"
      })
  void whatIsNotValidIsRefusedAndListenedToNoMore(String codeAndRequest) throws Exception {
    try (Wire wire = new Wire()) {
      Answer answer =
          wire.send(codeAndRequest.substring(4) + "GET /ready HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(answer.status()).startsWith("HTTP/1.1 " + codeAndRequest.substring(0, 3));
      assertThat(answer.headers())
          .containsEntry("Connection", "close")
          .containsEntry("Content-Type", "application/problem+json");
      assertThat(wire.isAtItsEnd()).isTrue();
    }
  }

  @Test
  void aTargetWithTwoSlashesIsAPathAndNoHost() throws Exception {
    try (Wire wire = new Wire()) {
      assertThat(wire.send("GET //s/x HTTP/1.1\r\n" + HOST + "\r\n").read().status())
          .startsWith("HTTP/1.1 404");
      assertThat(wire.send("GET http://a/s/x HTTP/1.1\r\n" + HOST + "\r\n").read().body())
          .isEqualTo("/s/x");
    }
  }

  @Test
  void drainsWithWhatIsUnderWayAnswered() throws Exception {
    try (Wire busy = new Wire();
        Wire idle = new Wire()) {
      idle.send("GET /ready HTTP/1.1\r\n" + HOST + "\r\n").read();
      busy.send("GET /later HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      CompletionStage<Void> drained = server.drain(Duration.ofSeconds(20));
      assertThat(idle.isAtItsEnd()).isTrue();
      later.complete(HttpResponse.create().withEntity("done"));
      Answer answer = busy.read();
      assertThat(answer.body()).isEqualTo("done");
      assertThat(answer.headers()).containsEntry("Connection", "close");
      assertThat(drained.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void whoDoesNotReadIsNotWrittenToWithoutBound() throws Exception {
    try (Wire wire = new Wire()) {
      byte[] requests =
          ("GET /ready HTTP/1.1\r\n" + HOST + "\r\n")
              .repeat(1_000)
              .getBytes(StandardCharsets.US_ASCII);
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 20; i++) {
                        wire.socket.getOutputStream().write(requests);
                      }
                    } catch (IOException closed) {
                      throw new java.io.UncheckedIOException(closed);
                    }
                  });
      for (int i = 0; i < 20_000; i++) {
        if (i == 0) {
          Thread.sleep(500); // 12 MB of answers wait for their reader
        }
        assertThat(wire.read().body()).isEqualTo("ready\n");
      }
      sender.join();
    }
  }
}
