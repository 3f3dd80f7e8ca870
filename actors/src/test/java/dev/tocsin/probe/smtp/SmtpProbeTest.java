package dev.tocsin.probe.smtp;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real mail server, and for faults against peers that play them. */
@Timeout(60)
class SmtpProbeTest {
  private static final Authority AUTHORITY = new Authority("Test Authority");
  private static final GreenMail MAIL =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });

  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(AUTHORITY.certificate())));
  private final SmtpCheckKind kind =
      new SmtpCheckKind(new SmtpProbe(loopback.conversations), loopback.policy);

  @BeforeAll
  static void startMail() {
    MAIL.setUser("ann@shop.example", "ann", "geheim!");
    MAIL.start();
  }

  @AfterAll
  static void stopMail() {
    MAIL.stop();
  }

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void greetsAMailServer() throws Exception {
    CheckResult result = check(MAIL.getSmtp().getPort(), "");
    assertUp(result);
    assertThat(facts(result).get("greeting")).startsWith("220 ");
    assertThat(facts(result).get("offers")).contains("AUTH");
    assertThat(result.phases().firstByte()).isNotNull();
  }

  @Test
  void logsInToAMailServer() throws Exception {
    int port = MAIL.getSmtp().getPort();
    CheckResult result = check(port, ",'user':'ann','password':'geheim!'");
    assertUp(result);
    assertThat(facts(result)).containsEntry("login", "accepted");
    CheckResult wrong = check(port, ",'user':'ann','password':'falsch!'");
    assertThat(wrong.error())
        .startsWith("127.0.0.1:" + port + " refused the user or the password: \"535 ");
    assertThat(wrong.toString()).doesNotContain("falsch!");
  }

  @Test
  void speaksTlsWithAMailServer() throws Exception {
    int port = MAIL.getSmtps().getPort();
    CheckResult result =
        check(port, ",'security':'tls','verifyTls':false,'user':'ann','password':'geheim!'");
    assertUp(result);
    assertThat(result.phases().tls()).isPositive();
    assertThat(result.evidence().certificateEnds()).isNotNull();
  }

  @Test
  void encryptsByStarttlsBeforeItLogsIn() throws Exception {
    SSLContext context = AUTHORITY.context("127.0.0.1");
    Site.Script script =
        socket -> {
          play(
              socket,
              "> 220 mail ESMTP",
              "< EHLO me.example",
              "> 250-mail",
              "> 250 STARTTLS",
              "< STARTTLS",
              "> 220 go on");
          SSLSocket tls =
              (SSLSocket)
                  context
                      .getSocketFactory()
                      .createSocket(socket, "127.0.0.1", socket.getPort(), true);
          tls.setUseClientMode(false);
          tls.startHandshake();
          play(
              tls,
              "< EHLO me.example",
              "> 250-mail",
              "> 250 AUTH LOGIN CRAM-MD5",
              "< AUTH LOGIN",
              "> 334 VXNlcm5hbWU6",
              "< " + base64("ann"),
              "> 334 UGFzc3dvcmQ6",
              "< " + base64("geheim!"),
              "> 235 welcome",
              "< QUIT",
              "> 221 bye");
          tls.close();
        };
    try (Site site = Site.plain(script)) {
      CheckResult result =
          check(
              site.port(),
              ",'security':'starttls','heloName':'me.example','user':'ann','password':'geheim!'");
      assertUp(result);
      assertThat(facts(result))
          .containsEntry("offers", "AUTH LOGIN CRAM-MD5")
          .containsEntry("login", "accepted");
    }
  }

  @Test
  void saysWhatTheServerRefused() throws Exception {
    assertFails("", "greeted with \"554 go away\", not with 220", "> 554 go away");
    assertFails(
        "",
        "answered EHLO with \"502 what\", not with 250",
        "> 220 mail",
        "< EHLO tocsin",
        "> 502 what");
    assertFails(
        ",'security':'starttls'",
        "does not offer STARTTLS",
        "> 220 mail",
        "< EHLO tocsin",
        "> 250 mail");
    assertFails(
        ",'security':'starttls'",
        "answered STARTTLS with \"454 not now\", not with 220",
        "> 220 mail",
        "< EHLO tocsin",
        "> 250-mail",
        "> 250 STARTTLS",
        "< STARTTLS",
        "> 454 not now");
    String login = ",'user':'ann','password':'geheim!'";
    assertFails(
        login, "does not offer a login (AUTH)", "> 220 mail", "< EHLO tocsin", "> 250 mail");
    assertFails(
        login,
        "offers a login only by CRAM-MD5, not by PLAIN or LOGIN",
        "> 220 mail",
        "< EHLO tocsin",
        "> 250-mail",
        "> 250 AUTH CRAM-MD5");
  }

  @Test
  void hidesThePasswordThatAServerSendsBack() throws Exception {
    String plain = base64("\0ann\0geheim!");
    assertFails(
        ",'user':'ann','password':'geheim!'",
        "answered the login with \"454 ******** is ******** or ********\", not with 235",
        "> 220 mail",
        "< EHLO tocsin",
        "> 250-mail",
        "> 250 AUTH PLAIN",
        "< AUTH PLAIN " + plain,
        "> 454 " + plain + " is geheim! or " + base64("geheim!"));
  }

  @Test
  void aRudeGoodbyeIsNotDown() throws Exception {
    try (Site site =
        Site.plain(socket -> play(socket, "> 220 mail", "< EHLO tocsin", "> 250 mail", "< QUIT"))) {
      CheckResult result = check(site.port(), "");
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error())
          .isEqualTo(
              "127.0.0.1:" + site.port() + " closed the connection before its answer to QUIT");
    }
  }

  @Test
  void endsAtItsTimeout() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, json(site.port(), "")),
          "No greeting from 127.0.0.1:" + site.port() + " within 300 ms");
    }
    Site.Script endless =
        socket -> {
          while (true) {
            Site.write(socket, "220-all work and no play\r\n");
          }
        };
    try (Site site = Site.plain(endless)) {
      assertDown(
          check(site.port(), ""),
          "The greeting of 127.0.0.1:" + site.port() + " has more than 100 lines");
    }
  }

  private void assertFails(String more, String predicate, String... script) throws Exception {
    try (Site site = Site.plain(socket -> play(socket, script))) {
      assertDown(check(site.port(), more), "127.0.0.1:" + site.port() + " " + predicate);
    }
  }

  private CheckResult check(int port, String more) throws Exception {
    return loopback.check(kind, json(port, more));
  }

  private static String json(int port, String more) {
    return "{'host':'127.0.0.1','port':" + port + more + "}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }

  /** Lines that are said ({@code >}) and heard ({@code <}), one after the other. */
  private static void play(Socket socket, String... script) throws IOException {
    for (String step : script) {
      String line = step.substring(2) + "\r\n";
      if (step.startsWith(">")) {
        Site.write(socket, line);
        continue;
      }
      InputStream in = socket.getInputStream();
      String heard = new String(in.readNBytes(line.length()));
      if (!heard.equals(line)) {
        Site.write(socket, "500 heard " + heard);
        return;
      }
    }
  }
}
