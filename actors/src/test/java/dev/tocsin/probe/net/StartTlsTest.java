package dev.tocsin.probe.net;

import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.tcp.TcpCheckKind;
import dev.tocsin.probe.tcp.TcpProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each protocol's way into TLS, against a server that plays it to the byte. */
@Timeout(60)
class StartTlsTest {
  private final Authority authority = new Authority("Test Authority");
  private final SSLContext context = authority.context("127.0.0.1");
  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(authority.certificate())));
  private final TcpCheckKind kind =
      new TcpCheckKind(new TcpProbe(loopback.conversations), loopback.policy);

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void smtp() throws Exception {
    assertSecures(
        "smtp",
        "> 220-mail\r\n220 mail ESMTP\r\n|< EHLO tocsin\r\n|"
            + "> 250-mail\r\n250-SIZE 1000\r\n250 STARTTLS\r\n|< STARTTLS\r\n|> 220 go on\r\n");
    assertFails(
        "smtp", "> 554 no service here\r\n", "greeted with \"554 no service here\", not with 220");
    assertFails(
        "smtp", "> 220 a\r\n|< EHLO tocsin\r\n|> 250-a\r\n250 SIZE\r\n", "does not offer STARTTLS");
    assertFails(
        "smtp",
        "> 220 a\r\n|< EHLO tocsin\r\n|> 250 STARTTLS\r\n|< STARTTLS\r\n|" + "> 454 not now\r\n",
        "answered STARTTLS with \"454 not now\", not with 220");
  }

  @Test
  void imap() throws Exception {
    assertSecures("imap", "> * OK ready\r\n|< a STARTTLS\r\n|> * BYE no\r\na OK go on\r\n");
    assertFails("imap", "> * BYE full\r\n", "greeted with \"* BYE full\", not with * OK");
    assertFails(
        "imap",
        "> * OK ready\r\n|< a STARTTLS\r\n|> a BAD what\r\n",
        "answered STARTTLS with \"a BAD what\", not with a OK");
  }

  @Test
  void pop3() throws Exception {
    assertSecures("pop3", "> +OK ready\r\n|< STLS\r\n|> +OK go on\r\n");
    assertFails(
        "pop3",
        "> +OK ready\r\n|< STLS\r\n|> -ERR no\r\n",
        "answered STLS with \"-ERR no\", not with +OK");
  }

  @Test
  void ftp() throws Exception {
    assertSecures("ftp", "> 220-hello\r\n  all\r\n220 ready\r\n|< AUTH TLS\r\n|> 234 go on\r\n");
    assertFails(
        "ftp",
        "> 220 ready\r\n|< AUTH TLS\r\n|> 504 no\r\n",
        "answered AUTH TLS with \"504 no\", not with 234");
  }

  @Test
  void xmpp() throws Exception {
    String opened =
        "< <?xml version='1.0'?><stream:stream to='127.0.0.1' xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>|";
    assertSecures(
        "xmpp",
        opened
            + "> <stream:stream><stream:features><starttls xmlns="
            + "'urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>|"
            + "< <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>|"
            + "> <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    assertFails(
        "xmpp",
        opened + "> <stream:stream><stream:features></stream:features>",
        "does not offer STARTTLS");
  }

  @Test
  void postgres() throws Exception {
    String request = "< \0\0\0\u0008\u0004\u00d2\u0016\u002f|";
    assertSecures("postgres", request + "> S");
    assertFails("postgres", request + "> N", "does not offer TLS");
    assertFails("postgres", request + "> H", "does not speak PostgreSQL's protocol");
  }

  @Test
  void ldap() throws Exception {
    String request = "< " + bytes("301d02010177188016") + "1.3.6.1.4.1.1466.20037|";
    assertSecures("ldap", request + "> " + bytes("300c02010178070a010004000400"));
    // lengths in the long form, which some servers write
    assertSecures("ldap", request + "> " + bytes("3084000000100201017884000000070a010004000400"));
    assertFails(
        "ldap",
        request + "> " + bytes("300c02010178070a013504000400"),
        "refused STARTTLS with LDAP's result code 53");
    assertFails(
        "ldap", request + "> " + bytes("300c02010130070a010004000400"), "does not speak LDAP");
  }

  @Test
  void refusesWhatIsSaidBetweenTheAnswerAndTheHandshake() throws Exception {
    assertFails(
        "pop3",
        "> +OK ready\r\n|< STLS\r\n|> +OK go on\r\n+OK already in\r\n",
        "went on in plain text where the TLS handshake had to begin");
  }

  @Test
  void saysWhatWasAwaited() throws Exception {
    assertFails(
        "smtp", "> 220 a\r\n|< EHLO tocsin\r\n", "closed the connection before its answer to EHLO");
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, Loopback.SHORT, json("imap", site)),
          "No greeting from 127.0.0.1:" + site.port() + " within 300 ms");
    }
    try (Site site = Site.plain(socket -> Site.write(socket, "HTTP/1.1 400 Bad Request\r\n"))) {
      assertDown(
          loopback.check(kind, json("ftp", site)),
          "The greeting of 127.0.0.1:"
              + site.port()
              + " does not begin with a code of three digits: \"HTTP/1.1 400 Bad Request\"");
    }
    try (Site site = Site.plain(socket -> Site.write(socket, "x".repeat(100_000)))) {
      assertDown(
          loopback.check(kind, json("pop3", site)),
          "The greeting of 127.0.0.1:" + site.port() + " is longer than 4 KiB");
    }
    try (Site site = Site.plain(socket -> Site.write(socket, "220-a\r\n".repeat(101)))) {
      assertDown(
          loopback.check(kind, json("smtp", site)),
          "The greeting of 127.0.0.1:" + site.port() + " has more than 100 lines");
    }
  }

  private void assertSecures(String protocol, String script) throws Exception {
    Site.Script secured =
        socket -> {
          play(socket, script);
          SSLSocket tls =
              (SSLSocket)
                  context
                      .getSocketFactory()
                      .createSocket(socket, "127.0.0.1", socket.getPort(), true);
          tls.setUseClientMode(false);
          tls.startHandshake();
          Site.write(tls, "in private");
          Site.hold(tls);
        };
    try (Site site = Site.plain(secured)) {
      CheckResult result = loopback.check(kind, json(protocol, site));
      assertUp(result);
      assertThat(result.phases().tls()).isPositive();
      assertThat(Loopback.facts(result)).containsEntry("answer", "in private");
    }
  }

  private void assertFails(String protocol, String script, String predicate) throws Exception {
    try (Site site = Site.plain(socket -> play(socket, script))) {
      assertDown(
          loopback.check(kind, json(protocol, site)), "127.0.0.1:" + site.port() + " " + predicate);
    }
  }

  private static String json(String protocol, Site site) {
    return "{'host':'127.0.0.1','port':%d,'starttls':'%s','expect':'private'}"
        .formatted(site.port(), protocol);
  }

  /** What is said ({@code >}) and heard ({@code <}), one after the other. */
  private static void play(Socket socket, String script) throws IOException {
    for (String step : script.split("\\|")) {
      String text = step.substring(2);
      if (step.startsWith("<")) {
        InputStream in = socket.getInputStream();
        byte[] heard = in.readNBytes(text.length());
        if (!new String(heard, StandardCharsets.ISO_8859_1).equals(text)) {
          Site.write(socket, "NOT AS PLAYED");
          return;
        }
      } else {
        Site.write(socket, text);
      }
    }
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
