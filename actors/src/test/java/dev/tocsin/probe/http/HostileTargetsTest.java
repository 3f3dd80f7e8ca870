package dev.tocsin.probe.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a target may do to a check, over real sockets: each ends at its time-out at the latest, with
 * a cause in words, and leaves nothing behind.
 */
@Timeout(60)
class HostileTargetsTest {
  private static final Duration TIMEOUT = Duration.ofMillis(150);

  /** Far beyond any time-out of this test: what ends by itself must not end by the clock. */
  private static final Duration NEVER = Duration.ofSeconds(30);

  /** How far the client has got by then is its own affair. */
  private static final String RESET_EARLY =
      "ADDRESS (closed|reset) the connection"
          + " (while it was opened|during the TLS handshake|before it answered)";

  private static final Authority AUTHORITY = new Authority("Test Authority");
  private static final Prober PROBER =
      new Prober(Trust.withAuthorities(List.of(AUTHORITY.certificate())));

  @AfterAll
  static void nothingStays() {
    PROBER.close();
  }

  /**
   * @param timeout {@link #NEVER} where the check must see for itself that it is enough
   * @param error a regular expression, with ADDRESS for what differs from run to run
   */
  private record Hostile(
      String name,
      Duration timeout,
      String scheme,
      Site.Script script,
      Consumer<ObjectNode> rules,
      String error) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Hostile hangs(String name, Site.Script script, String error) {
    return new Hostile(name, TIMEOUT, "http", script, http -> {}, error);
  }

  private static Hostile ends(String name, Site.Script script, String error) {
    return new Hostile(name, NEVER, "http", script, http -> {}, error);
  }

  private static Hostile tls(String name, Duration timeout, Site.Script script, String error) {
    return new Hostile(name, timeout, "https", script, http -> {}, error);
  }

  private static Hostile judged(String name, Site.Script script, String error) {
    return new Hostile(
        name,
        NEVER,
        "http",
        script,
        http -> http.putObject("keyword").put("text", "needle"),
        error);
  }

  static Stream<Hostile> silence() {
    return Stream.of(
        hangs("accepts and hangs", Site::hold, "No answer from ADDRESS within 150 ms"),
        hangs(
            "reads the request and hangs",
            answered("", Site::hold),
            "No answer from ADDRESS within 150 ms"),
        hangs(
            "a byte now and then, in the first line",
            answered("", socket -> drip(socket, "HTTP/1.1 200 " + "O".repeat(5_000))),
            "The headers of the answer did not end within 150 ms"),
        hangs(
            "a byte now and then, in the headers",
            answered("HTTP/1.1 200 OK\r\nX: ", socket -> drip(socket, "y".repeat(5_000))),
            "The headers of the answer did not end within 150 ms"),
        hangs(
            "a byte now and then, in the body",
            answered(
                "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n",
                socket -> drip(socket, "z".repeat(5_000))),
            "The answer was not complete within 150 ms"),
        hangs(
            "chunks that never end",
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                socket -> drip(socket, "1\r\nx\r\n".repeat(900))),
            "The answer was not complete within 150 ms"),
        hangs(
            "interim answers now and then",
            answered("HTTP/1.1 100 Continue\r\n\r\n", Site::hold),
            "The headers of the answer did not end within 150 ms"),
        tls(
            "a TLS handshake that is never begun",
            TIMEOUT,
            Site::hold,
            "No TLS handshake with ADDRESS within 150 ms"),
        tls(
            "a TLS handshake that is never finished",
            TIMEOUT,
            socket -> {
              socket.getInputStream().read();
              // a record of 1,000 bytes, of which some come
              socket.getOutputStream().write(new byte[] {22, 3, 3, 3, (byte) 0xe8, 2, 0, 0});
              socket.getOutputStream().flush();
              Site.hold(socket);
            },
            "No TLS handshake with ADDRESS within 150 ms"));
  }

  static Stream<Hostile> floods() {
    return Stream.of(
        ends(
            "headers without end",
            answered("HTTP/1.1 200 OK\r\n", socket -> pour(socket, "X-Filler: yyyyyyyyyyyyyy\r\n")),
            "The answer's headers are larger than 32 KiB"),
        ends(
            "one header without end",
            answered("HTTP/1.1 200 OK\r\nX-Filler: ", socket -> pour(socket, "yyyyyyyy")),
            "The answer's headers are larger than 32 KiB"),
        ends(
            "a first line without end",
            answered("HTTP/1.1 200 ", socket -> pour(socket, "yyyyyyyy")),
            "The answer's first line is longer than 8 KiB"),
        ends(
            "line breaks without end",
            answered("", socket -> pour(socket, "\r\n\r\n")),
            "The answer's first line is longer than 8 KiB"),
        ends(
            "NUL bytes without end",
            answered("", socket -> pour(socket, "\0\0\0\0")),
            "The answer is not valid HTTP"),
        ends(
            "many small headers",
            answered("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(300) + "\r\n", Site::hold),
            "The answer has more than 256 headers"),
        ends(
            "interim answers without end",
            answered("", socket -> pour(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
            "More than 16 interim answers \\(1xx\\) came before the answer"),
        ends(
            "trailers without end",
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
                socket -> pour(socket, "X-Filler: yyyyyyyyyyyyyy\r\n")),
            "The trailers behind the answer are larger than 32 KiB"),
        ends(
            "a chunk's first line without end",
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                socket -> pour(socket, "yyyyyyyy")),
            "A chunk's first line is longer than 8 KiB"),
        judged(
            "chunks of one byte under a mountain",
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                socket -> pour(socket, "1;" + "y".repeat(4_000) + "\r\nx\r\n")),
            "The text \"needle\" is not in the body, of which only the beginning was read"),
        judged(
            "a body without end",
            answered("HTTP/1.1 200 OK\r\n\r\n", socket -> pour(socket, "x".repeat(8_192))),
            "The text \"needle\" is not in the body, of which only the beginning was read"),
        judged(
            "a gzip bomb",
            answered(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                socket -> socket.getOutputStream().write(bomb())),
            "The text \"needle\" is not in the body, of which only the beginning was read"),
        judged(
            "a gzip bomb in a gzip bomb",
            answered(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n",
                socket -> socket.getOutputStream().write(gzip(bomb()))),
            "The body is compressed with gzip, gzip, which Tocsin cannot read"));
  }

  static Stream<Hostile> nonsense() {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    String unreadable = "The answer is not valid HTTP";
    return Stream.of(
        ends("another protocol", raw("SSH-2.0-OpenSSH_9.6\r\n\r\n"), unreadable),
        ends("HTTP/0.9", raw("<html>\r\n<p>hello\r\n"), unreadable),
        ends("binary garbage", raw("\u0001\u00fe\u0000\u00ff\u007f\n\u0003\n\n"), unreadable),
        ends("a NUL in a header's name", raw("HTTP/1.1 200 OK\r\nA\0B: c\r\n\r\n"), unreadable),
        ends("a NUL in a header's value", raw("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n"), unreadable),
        ends("a NUL in the first line", raw("HTTP/1.1 2\0000 OK\r\n\r\n"), unreadable),
        ends("a status that is no number", raw("HTTP/1.1 abc OK\r\n\r\n"), unreadable),
        ends(
            "a status that is none",
            raw("HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n"),
            "Status 999, expected 200-299"),
        ends("a chunk size that is none", raw(chunked + "zz\r\n"), chunks()),
        ends("a negative chunk size", raw(chunked + "-5\r\nhello\r\n"), chunks()),
        ends("a chunk size beyond all", raw(chunked + "fffffffffffffffff\r\nx"), chunks()),
        ends("a chunk longer than it says", raw(chunked + "1\r\nxyz\r\n0\r\n\r\n"), chunks()),
        ends(
            "a chunk without its end",
            raw(chunked + "ff\r\nhello"),
            "ADDRESS closed the connection before the answer was complete"),
        ends(
            "chunks without their end",
            raw(chunked + "5\r\nhello\r\n"),
            "ADDRESS closed the connection before the answer was complete"),
        ends(
            "less than promised",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
            "ADDRESS closed the connection before the answer was complete"),
        ends(
            "a length and chunks",
            raw(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n"),
            "The answer has both Content-Length and Transfer-Encoding, so its end is not certain"),
        ends(
            "chunks and a length",
            raw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n"),
            "The answer has both Content-Length and Transfer-Encoding, so its end is not certain"),
        ends(
            "chunks in HTTP/1.0",
            raw("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
            "The answer is HTTP/1.0 with Transfer-Encoding, so its end is not certain"),
        ends(
            "two lengths",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc"),
            "The answer has more than one Content-Length, so its end is not certain"),
        ends(
            "the same length twice",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
            "The answer has more than one Content-Length, so its end is not certain"),
        ends(
            "two lengths in one header",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 3, 5\r\n\r\nabc"),
            "The answer has more than one Content-Length, so its end is not certain"),
        ends(
            "a length that is no number",
            raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc"),
            "The answer's Content-Length is not a number"),
        ends(
            "a negative length",
            raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc"),
            "The answer's Content-Length is not a number"),
        tls(
            "plain HTTP where TLS is asked for",
            NEVER,
            raw("HTTP/1.1 400 Bad Request\r\n\r\n"),
            "ADDRESS does not speak TLS"));
  }

  static Stream<Hostile> resets() {
    return Stream.of(
        tls(
            "closed before TLS",
            NEVER,
            Socket::close,
            "ADDRESS (closed|reset) the connection during the TLS handshake"),
        tls("reset before TLS", NEVER, Site::reset, RESET_EARLY),
        tls(
            "reset during TLS",
            NEVER,
            socket -> {
              socket.getInputStream().readNBytes(5);
              socket.getOutputStream().write(new byte[] {22, 3, 3, 3, (byte) 0xe8, 2, 0, 0});
              socket.getOutputStream().flush();
              Site.reset(socket);
            },
            "ADDRESS (closed|reset) the connection during the TLS handshake"),
        ends("reset before the request", Site::reset, RESET_EARLY),
        ends(
            "reset before the first line",
            answered("", Site::reset),
            "ADDRESS reset the connection before it answered"),
        ends(
            "reset in the headers",
            answered("HTTP/1.1 200 OK\r\nCont", HostileTargetsTest::resetLater),
            "ADDRESS reset the connection while the headers were read"),
        ends(
            "reset in the body",
            answered(
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", HostileTargetsTest::resetLater),
            "ADDRESS reset the connection before the answer was complete"),
        ends(
            "reset in a chunk",
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                HostileTargetsTest::resetLater),
            "ADDRESS reset the connection before the answer was complete"));
  }

  @ParameterizedTest
  @MethodSource({"silence", "floods", "nonsense", "resets"})
  void endsWithACauseInWords(Hostile hostile) throws Exception {
    try (Site site = Site.plain(hostile.script())) {
      CheckResult result =
          PROBER.check(
              hostile.scheme() + "://127.0.0.1:" + site.port() + "/",
              hostile.timeout(),
              hostile.rules());
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error())
          .matches(hostile.error().replace("ADDRESS", "127.0.0.1:" + site.port()));
      if (hostile.timeout().equals(TIMEOUT)) {
        assertThat(result.phases().total()).isBetween(150_000L, 5_000_000L);
      }
      PROBER.assertNothingStays();
    }
  }

  @Test
  void stopsReadingHeadersAtItsBound() throws Exception {
    AtomicLong taken = new AtomicLong();
    AtomicInteger over = new AtomicInteger();
    try (Site site =
        Site.plain(
            answered(
                "HTTP/1.1 200 OK\r\n",
                socket -> {
                  byte[] part = "X-Filler: yyyyyyyyyyyyyy\r\n".repeat(2_500).getBytes(ISO_8859_1);
                  try {
                    while (taken.get() < 100 << 20) {
                      socket.getOutputStream().write(part);
                      taken.addAndGet(part.length);
                    }
                  } finally {
                    over.incrementAndGet();
                  }
                }))) {
      assertThat(PROBER.check(site.url("/"), NEVER).error())
          .isEqualTo("The answer's headers are larger than 32 KiB");
      PROBER.assertNothingStays();
      await().until(() -> over.get() == 1);
      // what the system's own buffers hold on both sides
      assertThat(taken.get()).isLessThan(16 << 20);
    }
  }

  @Test
  void leavesARedirectLoop() throws Exception {
    try (Site site = redirecting(path -> path.equals("/a") ? "/b" : "/a")) {
      assertThat(PROBER.check(site.url("/a"), NEVER).error())
          .isEqualTo(
              "The redirects go in a circle: %s leads back to %s"
                  .formatted(site.url("/b"), site.url("/a")));
      assertThat(site.connections()).isEqualTo(2);
    }
  }

  @Test
  void leavesRedirectsThatNeverRepeat() throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (Site site = redirecting(path -> "/" + number.incrementAndGet())) {
      assertThat(PROBER.check(site.url("/0"), NEVER).error())
          .isEqualTo("More than 5 redirects; the next one leads to " + site.url("/6"));
      assertThat(site.connections()).isEqualTo(6);
    }
  }

  @Test
  void countsOneTimeOutForAllRedirects() throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              Site.linger(socket, 60);
              Site.write(socket, redirect("/" + number.incrementAndGet()));
            })) {
      CheckResult result = PROBER.check(site.url("/0"), TIMEOUT);
      assertThat(result.error()).startsWith("Redirected to ").endsWith(" within 150 ms");
      assertThat(result.phases().total()).isBetween(150_000L, 5_000_000L);
    }
  }

  @Test
  void followsNoRedirectToARefusedAddress() throws Exception {
    try (Site site = redirecting(path -> "http://169.254.169.254/latest/meta-data/")) {
      CheckResult result = PROBER.check(site.url("/"), NEVER);
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error())
          .startsWith("Redirected to http://169.254.169.254/latest/meta-data/: The address ")
          .endsWith("Tocsin never connects to it");
      assertThat(result.evidence().address()).isNull();
    }
  }

  @Test
  void judgesEveryConnectionToANameThatRebinds() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    PROBER.name(
        "rebinding.example",
        () ->
            List.of(
                Prober.address(asked.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254")));
    try (Site site = redirecting(path -> "/next")) {
      String url = "http://rebinding.example:" + site.port();
      CheckResult first = PROBER.check(url + "/", NEVER);
      assertThat(first.error())
          .startsWith("Redirected to " + url + "/next: The address 169.254.169.254 is ")
          .endsWith("Tocsin never connects to it");
      assertThat(PROBER.check(url + "/", NEVER).error())
          .startsWith("The address 169.254.169.254 is ");
      assertThat(asked.get()).isEqualTo(3);
      assertThat(site.connections()).isEqualTo(1);
    }
  }

  @Test
  void readsNoFurtherBehindAHandshakeThatWorks() throws Exception {
    try (Site site =
        Site.on(
            InetAddress.getByName("127.0.0.1"),
            AUTHORITY.serving("127.0.0.1"),
            answered("HTTP/1.1 200 OK\r\n", socket -> pour(socket, "X-Filler: yyyyyyyyy\r\n")))) {
      assertThat(PROBER.check("https://127.0.0.1:" + site.port() + "/", NEVER).error())
          .isEqualTo("The answer's headers are larger than 32 KiB");
    }
  }

  private static String chunks() {
    return "The body's chunks are not valid HTTP";
  }

  /** Reads the request, says this, and goes on. */
  private static Site.Script answered(String text, Site.Script then) {
    return socket -> {
      Site.readRequest(socket);
      Site.write(socket, text);
      then.play(socket);
    };
  }

  private static Site.Script raw(String text) {
    return socket -> {
      socket.getInputStream().read();
      Site.write(socket, text);
      socket.shutdownOutput();
      Site.hold(socket);
    };
  }

  private interface Way {
    String from(String path);
  }

  private static Site redirecting(Way way) throws IOException {
    return Site.on(
        InetAddress.getByName("127.0.0.1"),
        ServerSocketFactory.getDefault(),
        socket -> {
          String path = Site.readRequest(socket).split(" ")[1];
          Site.write(socket, redirect(way.from(path)));
        });
  }

  private static String redirect(String to) {
    return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
  }

  /** A second scaled down: as slowly as a check with a time-out of 150 ms can be teased. */
  private static void drip(Socket socket, String text) throws IOException {
    for (char c : text.toCharArray()) {
      Site.write(socket, String.valueOf(c));
      Site.linger(socket, 10);
    }
  }

  /** As fast as it is taken, until the other side has gone. */
  private static void pour(Socket socket, String text) throws IOException {
    byte[] part = text.repeat(1 + 65_536 / text.length()).getBytes(ISO_8859_1);
    while (true) {
      socket.getOutputStream().write(part);
    }
  }

  /** Once what was sent has arrived: a reset may overtake it. */
  private static void resetLater(Socket socket) throws IOException {
    Site.linger(socket, 50);
    Site.reset(socket);
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      byte[] part = new byte[1 << 20];
      for (int i = 0; i < 50; i++) {
        out.write(part);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
