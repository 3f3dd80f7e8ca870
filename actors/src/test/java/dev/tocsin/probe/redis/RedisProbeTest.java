package dev.tocsin.probe.redis;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Redis where one is installed, and for faults against peers that play them. */
@Timeout(60)
class RedisProbeTest {
  private static final Authority AUTHORITY = new Authority("Test Authority");

  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(AUTHORITY.certificate())));
  private final RedisCheckKind kind =
      new RedisCheckKind(new RedisProbe(loopback.conversations), loopback.policy);

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void asksARealServer(@TempDir Path folder) throws Exception {
    assumeThat(RedisServer.isInstalled()).as("redis-server is installed").isTrue();
    try (RedisServer server =
        new RedisServer(folder, "--requirepass", "geheim", "--databases", "4")) {
      int port = server.port();
      CheckResult result = check(port, ",'password':'geheim','database':3,'role':'primary'");
      assertUp(result);
      assertThat(facts(result))
          .containsEntry("role", "master")
          .containsEntry("mode", "standalone")
          .hasEntrySatisfying("version", version -> assertThat(version).matches("\\d+\\.\\d+.*"));
      assertDown(check(port, ""), at(port) + " wants a password, and the monitor has none");
      assertThat(check(port, ",'password':'falsch'").error())
          .startsWith(at(port) + " refused the user or the password: \"WRONGPASS ");
      assertUp(check(port, ",'user':'default','password':'geheim'"));
      assertDown(
          check(port, ",'password':'geheim','role':'replica'"),
          at(port) + " is a primary, expected a replica");
      assertThat(check(port, ",'password':'geheim','database':9").error())
          .startsWith(at(port) + " answered SELECT with \"ERR ");
    }
  }

  @Test
  void asksAServerThatPlaysRedis() throws Exception {
    String info = "# Server\r\nredis_version:7.2.4\r\nredis_mode:cluster\r\n";
    Site.Script script =
        socket -> play(socket, "+OK\r\n", "+PONG\r\n", bulk(info), bulk("role:slave\r\nlag:0\r\n"));
    try (Site site =
        Site.on(Loopback.address("127.0.0.1"), AUTHORITY.serving("127.0.0.1"), script)) {
      CheckResult result =
          check(site.port(), ",'tls':true,'user':'ann','password':'geheim','role':'replica'");
      assertUp(result);
      assertThat(result.phases().tls()).isPositive();
      assertThat(facts(result))
          .containsEntry("version", "7.2.4")
          .containsEntry("mode", "cluster")
          .containsEntry("role", "slave");
    }
  }

  @Test
  void isUpWhereTheUserMayNotAskForInformation() throws Exception {
    String denied = "-NOPERM this user has no permissions to run the 'info' command\r\n";
    try (Site site = Site.plain(socket -> play(socket, "+PONG\r\n", denied, denied))) {
      assertUp(check(site.port(), ""));
    }
    try (Site site = Site.plain(socket -> play(socket, "+PONG\r\n", denied, denied))) {
      assertDown(
          check(site.port(), ",'role':'primary'"),
          at(site.port()) + " does not tell whether it is the primary");
    }
  }

  @Test
  void saysInWordsWhatIsWrong() throws Exception {
    assertFails("-LOADING Redis is loading the dataset in memory", "is still loading its data");
    assertFails(
        "-MISCONF Errors writing to the AOF file",
        "takes no writes, because it cannot save its data to disk:"
            + " \"MISCONF Errors writing to the AOF file\"");
    assertFails(
        "-READONLY You can't write", "is a replica that only reads: \"READONLY You can't write\"");
    assertFails(
        "-MASTERDOWN Link is down",
        "is a replica that has lost its primary: \"MASTERDOWN Link is down\"");
    assertFails(
        "-DENIED Redis is running in protected mode",
        "lets nobody in from elsewhere (protected mode)");
    assertFails("-NOPERM no", "does not let this user PING: \"NOPERM no\"");
    assertFails("-BUSY script", "is busy with a script: \"BUSY script\"");
    assertFails(
        "-ERR max number of clients reached",
        "answered PING with \"ERR max number of clients reached\"");
    assertFails("+PING", "answered PING with \"PING\", not with PONG");
    assertFails("HTTP/1.1 400", "does not speak Redis's protocol: \"HTTP/1.1 400\"");
    assertFails("$x", "does not speak Redis's protocol: \"$x\"");
  }

  @Test
  void hidesThePasswordThatAServerSendsBack() throws Exception {
    try (Site site = Site.plain(socket -> play(socket, "-ERR no geheim here\r\n"))) {
      assertDown(
          check(site.port(), ",'password':'geheim'"),
          at(site.port()) + " answered AUTH with \"ERR no ******** here\"");
    }
  }

  @Test
  void endsWhateverAServerDoes() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, json(site.port(), "")),
          "No answer to PING from " + at(site.port()) + " within 300 ms");
    }
    try (Site site = Site.plain(socket -> play(socket, "+PONG\r\n", "$99999999\r\nabc"))) {
      assertDown(
          check(site.port(), ""),
          "The answer to INFO of " + at(site.port()) + " is longer than 64 KiB");
    }
    try (Site site =
        Site.plain(
            socket -> {
              play(socket, "+PONG\r\n", "$9\r\nabc");
              Site.hold(socket);
            })) {
      assertDown(
          loopback.check(kind, SHORT, json(site.port(), "")),
          "The answer to INFO of " + at(site.port()) + " was not complete within 300 ms");
    }
    try (Site site =
        Site.plain(
            socket -> {
              socket.getInputStream().read();
              Site.reset(socket);
            })) {
      assertDown(
          check(site.port(), ""),
          at(site.port()) + " reset the connection before its answer to PING");
    }
  }

  private void assertFails(String answer, String predicate) throws Exception {
    try (Site site = Site.plain(socket -> play(socket, answer + "\r\n"))) {
      assertDown(check(site.port(), ""), at(site.port()) + " " + predicate);
    }
  }

  private CheckResult check(int port, String more) throws Exception {
    return loopback.check(kind, json(port, more));
  }

  private static String json(int port, String more) {
    return "{'host':'127.0.0.1','port':" + port + more + "}";
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  /** One answer for each command, whatever it is. */
  private static void play(Socket socket, String... answers) throws IOException {
    for (String answer : answers) {
      readCommand(socket);
      Site.write(socket, answer);
    }
  }

  private static void readCommand(Socket socket) throws IOException {
    int words = Integer.parseInt(readLine(socket).substring(1));
    for (int i = 0; i < words; i++) {
      int length = Integer.parseInt(readLine(socket).substring(1));
      socket.getInputStream().readNBytes(length + 2);
    }
  }

  private static String readLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    while (!line.toString().endsWith("\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("The command ended early");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
