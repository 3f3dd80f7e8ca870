package dev.tocsin.probe.http;

import static dev.tocsin.probe.http.Prober.SHORT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpProbeTest {
  private final Prober prober = new Prober(Trust.ofJvm());

  @AfterEach
  void nothingStays() {
    prober.close();
  }

  @Test
  void saysUpWithPhasesAndEvidence() throws Exception {
    prober.name("api.example", "127.0.0.1");
    Instant before = Instant.now();
    try (Site site = Site.plain(Site.ok("hello"))) {
      CheckResult result = prober.check("http://api.example:" + site.port() + "/");
      assertThat(result.outcome()).isEqualTo(Outcome.UP);
      assertThat(result.error()).isNull();
      assertThat(result.at()).isBetween(before, Instant.now());
      assertThat(result.evidence().address()).isEqualTo("127.0.0.1:" + site.port());
      assertThat(result.evidence().httpStatus()).isEqualTo(200);
      assertThat(result.evidence().headers()).containsExactly("Content-Length: 5");
      assertThat(result.evidence().body()).isEqualTo("hello");
      assertThat(result.evidence().certificateEnds()).isNull();
      assertThat(result.phases().tls()).isNull();
      assertThat(
              List.of(
                  result.phases().dns(),
                  result.phases().connect(),
                  result.phases().firstByte(),
                  result.phases().body()))
          .allSatisfy(phase -> assertThat(phase).isBetween(0L, result.phases().total()));
    }
  }

  @Test
  void timesEachPhaseByItself() throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              Site.linger(socket, 150);
              Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
              Site.linger(socket, 300);
              Site.write(socket, "b");
            })) {
      CheckResult result = prober.check(site.url("/"));
      assertThat(result.phases().dns()).isNull();
      assertThat(result.phases().firstByte()).isGreaterThan(140_000L);
      assertThat(result.phases().body()).isGreaterThan(290_000L);
      assertThat(result.phases().firstByte() + result.phases().body())
          .isLessThanOrEqualTo(result.phases().total());
    }
  }

  @Test
  void sendsWhatIsConfigured() throws Exception {
    try (Site site = recording()) {
      prober.check(
          site.url("/path?a=b"),
          http -> {
            http.put("method", "POST").put("body", "{\"ä\": 1}");
            http.putObject("headers").put("X-One", "1").put("Host", "other.example");
            http.putObject("auth").putObject("basic").put("user", "u").put("password", "p");
          });
      assertThat(site.nextRequest())
          .startsWith("POST /path?a=b HTTP/1.1\r\n")
          .contains("\r\nHost: other.example\r\n")
          .contains("\r\nuser-agent: Tocsin/1.2.3\r\n")
          .contains("\r\nX-One: 1\r\n")
          .contains("\r\nauthorization: Basic dTpw\r\n")
          .contains("\r\nconnection: close\r\n")
          .contains("\r\ncontent-type: application/json\r\n")
          .contains("\r\ncontent-length: 9\r\n")
          .endsWith("\r\n\r\n{\"ä\": 1}");
      prober.check(site.url(""), http -> http.putObject("auth").put("bearer", "abcdef"));
      assertThat(site.nextRequest())
          .startsWith("GET / HTTP/1.1\r\nhost: 127.0.0.1:" + site.port() + "\r\n")
          .contains("\r\nauthorization: Bearer abcdef\r\n");
    }
  }

  /** However long it is, and however often it comes. */
  @Test
  void hidesASecretThatTheTargetSendsBack() throws Exception {
    String token = "s3cret" + "t".repeat(3_000);
    String body = token + " and " + token + " are it";
    try (Site site = Site.plain(Site.ok(body))) {
      CheckResult result =
          prober.check(site.url("/"), http -> http.putObject("auth").put("bearer", token));
      assertThat(result.evidence().body()).isEqualTo("******** and ******** are it");
    }
  }

  @Test
  void saysWhichStatusCameAndWhichWasExpected() throws Exception {
    try (Site site = Site.plain(Site.answering("HTTP/1.1 503 No", "Content-Length: 0"))) {
      assertDown(prober.check(site.url("/")), "Status 503, expected 200-299");
      assertThat(prober.check(site.url("/"), http -> http.putArray("expectedStatus").add("503")))
          .extracting(CheckResult::outcome)
          .isEqualTo(Outcome.UP);
    }
  }

  @Test
  void looksForAKeyword() throws Exception {
    byte[] latin = "Grüße".getBytes(ISO_8859_1);
    try (Site site =
        Site.plain(
            Site.answering(
                latin,
                "HTTP/1.1 200 OK",
                "Content-Type: text/plain; charset=ISO-8859-1",
                "Content-Length: " + latin.length))) {
      assertThat(keyword(site, "Grüße", false).outcome()).isEqualTo(Outcome.UP);
      assertDown(keyword(site, "Tschüs", false), "The text \"Tschüs\" is not in the body");
      assertDown(keyword(site, "üß", true), "The text \"üß\" is in the body");
      assertThat(keyword(site, "Tschüs", true).outcome()).isEqualTo(Outcome.UP);
    }
  }

  @Test
  void asksTheBodyByJsonPath() throws Exception {
    try (Site site = Site.plain(Site.ok("{\"status\": \"degraded\"}"))) {
      CheckResult result =
          prober.check(
              site.url("/"),
              http -> http.putObject("jsonPath").put("path", "$.status").put("equals", "ok"));
      assertDown(result, "JSONPath $.status is degraded, expected ok");
      assertThat(
              prober
                  .check(site.url("/"), http -> http.putObject("jsonPath").put("path", "$.status"))
                  .outcome())
          .isEqualTo(Outcome.UP);
    }
  }

  @Test
  void saysDegradedWhenTheAnswerIsSlow() throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              Site.linger(socket, 120);
              Site.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
            })) {
      CheckResult result = prober.check(site.url("/"), http -> http.put("degradedOver", "100ms"));
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error()).matches("The answer took \\d+ ms, more than 100 ms");
    }
  }

  @Test
  void readsChunkedCompressedAndUnboundedBodies() throws Exception {
    byte[] gzip = gzip("hello there");
    byte[] zlib = deflate("hello there", false);
    byte[] bare = deflate("hello there", true);
    for (Site.Script script :
        List.of(
            Site.answering(
                "5\r\nhello\r\n6\r\n there\r\n0\r\nTrailer: x\r\n\r\n".getBytes(UTF_8),
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked"),
            Site.answering("hello there".getBytes(UTF_8), "HTTP/1.0 200 OK"),
            Site.answering(gzip, "HTTP/1.1 200 OK", "Content-Encoding: gzip"),
            Site.answering(zlib, "HTTP/1.1 200 OK", "Content-Encoding: deflate"),
            Site.answering(bare, "HTTP/1.1 200 OK", "Content-Encoding: deflate"),
            Site.answering(
                "hello there".getBytes(UTF_8),
                "HTTP/1.1 103 Early Hints",
                "Link: </a>",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 11"))) {
      try (Site site = Site.plain(script)) {
        CheckResult result = keyword(site, "hello there", false);
        assertThat(result.error()).isNull();
        assertThat(result.evidence().body()).isEqualTo("hello there");
      }
    }
  }

  @Test
  void aHeadRequestHasNoBody() throws Exception {
    try (Site site = Site.plain(Site.answering("HTTP/1.1 200 OK", "Content-Length: 1000"))) {
      assertThat(prober.check(site.url("/"), http -> http.put("method", "HEAD")).outcome())
          .isEqualTo(Outcome.UP);
    }
  }

  @Test
  void checksOverIpv6() throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    try (Site site = Site.on(loopback, ServerSocketFactory.getDefault(), Site.ok("six"))) {
      CheckResult result = prober.check("http://[::1]:" + site.port() + "/");
      assertThat(result.error()).isNull();
      assertThat(result.evidence().address()).isEqualTo("[0:0:0:0:0:0:0:1]:" + site.port());
    }
  }

  @Test
  void triesTheNextAddressWhenOneRefuses() throws Exception {
    try (Site site = Site.plain(Site.ok("here"))) {
      prober.name("api.example", "::1", "127.0.0.2", "127.0.0.1");
      CheckResult result = prober.check("http://api.example:" + site.port() + "/");
      assertThat(result.error()).isNull();
      assertThat(result.evidence().address()).isEqualTo("127.0.0.1:" + site.port());
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    // a port that is taken, so that nobody else listens there, and not listened on
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = taken.getLocalPort();
      assertDown(
          prober.check("http://127.0.0.1:" + port + "/"),
          "127.0.0.1:" + port + " refused the connection");
      prober.name("api.example", "127.0.0.1", "::1");
      assertThat(prober.check("http://api.example:" + port + "/").error())
          .endsWith("refused the connection; one more address failed too");
    }
  }

  @Test
  void saysThatANameDoesNotExist() throws Exception {
    assertDown(prober.check("http://nowhere.example/"), "The name nowhere.example does not exist");
  }

  @Test
  void readsNoMoreThanOneMebibyteOfAnEndlessBody() throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              Site.write(socket, "HTTP/1.1 200 OK\r\n\r\nneedle");
              pour(socket);
            })) {
      assertThat(prober.check(site.url("/")).outcome()).isEqualTo(Outcome.UP);
      assertThat(keyword(site, "needle", false).outcome()).isEqualTo(Outcome.UP);
      assertDown(
          keyword(site, "missing", false),
          "The text \"missing\" is not in the body, of which only the beginning was read");
      assertThat(
              prober
                  .check(site.url("/"), http -> http.putObject("jsonPath").put("path", "$.a"))
                  .error())
          .startsWith("The body is too large for JSONPath");
    }
  }

  @Test
  void aGzipBombCostsNothing() throws Exception {
    byte[] bomb = gzip("x".repeat(100 << 20));
    try (Site site =
        Site.plain(Site.answering(bomb, "HTTP/1.1 200 OK", "Content-Encoding: gzip"))) {
      assertThat(prober.check(site.url("/")).outcome()).isEqualTo(Outcome.UP);
      assertDown(
          keyword(site, "needle", false),
          "The text \"needle\" is not in the body, of which only the beginning was read");
    }
  }

  @Test
  void saysThatABodyCannotBeDecompressed() throws Exception {
    for (String encoding : List.of("gzip", "deflate")) {
      try (Site site =
          Site.plain(
              Site.answering(
                  "no such thing".getBytes(UTF_8),
                  "HTTP/1.1 200 OK",
                  "Content-Encoding: " + encoding))) {
        assertDown(keyword(site, "a", false), "The body is not valid " + encoding);
      }
    }
    try (Site site =
        Site.plain(
            Site.answering("?".getBytes(UTF_8), "HTTP/1.1 200 OK", "Content-Encoding: br"))) {
      assertDown(
          keyword(site, "a", false), "The body is compressed with br, which Tocsin cannot read");
      assertThat(prober.check(site.url("/")).outcome()).isEqualTo(Outcome.UP);
    }
  }

  @Test
  void endsAtTheTimeOutWhateverTheTargetDoes() throws Exception {
    record Case(Site.Script script, String error) {}
    for (Case it :
        List.of(
            new Case(Site::hold, "No answer from ADDRESS within 600 ms"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.write(socket, "HTTP/1.1 200 OK\r\nA: b\r\n");
                  Site.hold(socket);
                },
                "The headers of the answer did not end within 600 ms"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".toCharArray()) {
                    Site.write(socket, String.valueOf(c));
                  }
                  while (true) {
                    Site.write(socket, "x");
                    Site.linger(socket, 50);
                  }
                },
                "The answer was not complete within 600 ms"))) {
      try (Site site = Site.plain(it.script())) {
        CheckResult result = prober.check(site.url("/"), SHORT);
        assertDown(result, it.error().replace("ADDRESS", "127.0.0.1:" + site.port()));
        assertThat(result.phases().total()).isBetween(600_000L, 5_000_000L);
        prober.assertNothingStays();
      }
    }
  }

  @Test
  void endsAtTheTimeOutWhenNobodyAnswersTheConnection() throws Exception {
    try (UnansweredPort port = new UnansweredPort()) {
      CheckResult result = prober.check("http://127.0.0.1:" + port.number() + "/", SHORT);
      assertDown(result, "No connection to 127.0.0.1:" + port.number() + " within 600 ms");
      assertThat(result.phases().connect()).isNull();
    }
  }

  @Test
  void saysWhenTheConnectionBroke() throws Exception {
    record Case(Site.Script script, String error) {}
    for (Case it :
        List.of(
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.reset(socket);
                },
                "reset the connection before it answered"),
            new Case(Socket::close, "the connection before it answered"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.write(socket, "HTTP/1.1 200 OK\r\nCont");
                },
                "closed the connection while the headers were read"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                  Site.linger(socket, 100);
                  Site.reset(socket);
                },
                "reset the connection before the answer was complete"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                },
                "closed the connection before the answer was complete"),
            new Case(
                socket -> {
                  Site.readRequest(socket);
                  Site.write(
                      socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
                },
                "closed the connection before the answer was complete"))) {
      try (Site site = Site.plain(it.script())) {
        CheckResult result = prober.check(site.url("/"));
        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error()).startsWith("127.0.0.1:" + site.port()).endsWith(it.error());
        prober.assertNothingStays();
      }
    }
  }

  @Test
  void refusesWhatIsNotHttpAndHeadersWithoutEnd() throws Exception {
    record Case(Site.Script script, String error) {}
    for (Case it :
        List.of(
            new Case(
                socket -> Site.write(socket, "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
                "The answer is not valid HTTP"),
            new Case(
                socket -> {
                  Site.write(socket, "HTTP/1.1 200 OK\r\n");
                  while (true) {
                    Site.write(socket, "X-Filler: " + "y".repeat(1_000) + "\r\n");
                  }
                },
                "The answer's headers are larger than 32 KiB"),
            new Case(
                socket -> {
                  Site.write(socket, "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(300) + "\r\n");
                },
                "The answer has more than 256 headers"),
            new Case(
                socket -> {
                  Site.write(socket, "HTTP/1.1 200 ");
                  while (true) {
                    Site.write(socket, "y".repeat(1_000));
                  }
                },
                "The answer's first line is longer than 8 KiB"),
            new Case(
                Site.answering(
                    "zz\r\n".getBytes(UTF_8), "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
                "The body's chunks are not valid HTTP"))) {
      try (Site site = Site.plain(it.script())) {
        assertDown(prober.check(site.url("/")), it.error());
        prober.assertNothingStays();
      }
    }
  }

  @Test
  void showsNoSecretThatTheTargetSendsBack() throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              String request = Site.readRequest(socket);
              Site.write(
                  socket,
                  "HTTP/1.1 200 OK\r\nSet-Cookie: session=1234567\r\nEcho: token-of-mine\r\n\r\n"
                      + request);
            })) {
      CheckResult result =
          prober.check(
              site.url("/"),
              http -> {
                http.putObject("headers").put("X-Api-Key", "token-of-mine");
                http.putObject("auth").putObject("basic").put("user", "u").put("password", "sesam");
              });
      assertThat(result.toString())
          .contains("Set-Cookie: ********", "Echo: ********", "X-Api-Key: ********")
          .doesNotContain("token-of-mine")
          .doesNotContain("1234567")
          .doesNotContain("dTpzZXNhbQ");
    }
  }

  @Test
  void manyChecksAtOnceLeaveNothingBehind() throws Exception {
    try (Site site = Site.plain(Site.ok("{\"a\": 1}"))) {
      HttpSpec spec =
          Prober.spec(site.url("/"), http -> http.putObject("jsonPath").put("path", "$.a"));
      CountDownLatch up = new CountDownLatch(300);
      for (int i = 0; i < 300; i++) {
        prober
            .probe()
            .check(spec, Duration.ofSeconds(20))
            .thenAccept(
                result -> {
                  if (result.outcome() == Outcome.UP) {
                    up.countDown();
                  }
                });
      }
      assertThat(up.await(25, TimeUnit.SECONDS)).isTrue();
    }
  }

  private CheckResult keyword(Site site, String text, boolean absent) throws Exception {
    return prober.check(
        site.url("/"), http -> http.putObject("keyword").put("text", text).put("absent", absent));
  }

  private static void assertDown(CheckResult result, String error) {
    assertThat(result.error()).isEqualTo(error);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }

  private static Site recording() throws IOException {
    Site[] self = new Site[1];
    self[0] =
        Site.plain(
            socket -> {
              self[0].noted(Site.readRequest(socket));
              Site.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
            });
    return self[0];
  }

  private static void pour(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] part = new byte[65_536];
    while (true) {
      out.write(part);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(String text, boolean bare) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(6, bare))) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
