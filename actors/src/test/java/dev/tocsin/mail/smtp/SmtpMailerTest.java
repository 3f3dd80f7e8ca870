package dev.tocsin.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.Secret;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.conf.SmtpSettings.Security;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer.Outcome;
import dev.tocsin.mail.MessageId;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.UnansweredPort;
import dev.tocsin.tenancy.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Against a real mail server, and for faults against one that plays them. */
@Timeout(60)
class SmtpMailerTest {
  private static final Authority AUTHORITY = new Authority("Mail Authority");
  private static final Mailbox FROM = new Mailbox("Tocsin", new EmailAddress("alerts@example.com"));
  private static final Instant DATE = Instant.parse("2026-11-20T10:31:00Z");
  private static final SmtpMailer.Limits SHORT =
      new SmtpMailer.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final List<AutoCloseable> opened = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void handsOverTextAndHtmlWithNamesAndSubjectsOfAllLetters() throws Exception {
    GreenMail server = greenMail();
    Mailbox to =
        new Mailbox("Zo\u00eb \u540d\u524d \"Q\", <x>", new EmailAddress("zoe@example.com"));
    MailMessage message =
        message(
            to,
            "Gr\u00fc\u00dfe \u2713 an alle: das ist ein l\u00e4ngerer Betreff, der umgebrochen werden muss");

    assertThat(send(mailer(server.getSmtp().getPort()), message)).isEqualTo(new Outcome.Accepted());

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo(message.subject());
    assertThat(mail.getMessageID()).isEqualTo("<" + message.id().value() + ">");
    assertThat(mail.getSentDate()).isEqualTo(Date.from(DATE));
    assertThat(((InternetAddress) mail.getAllRecipients()[0]).getPersonal()).isEqualTo(to.name());
    assertThat(((InternetAddress) mail.getAllRecipients()[0]).getAddress())
        .isEqualTo("zoe@example.com");
    assertThat(mail.getFrom()[0]).hasToString("Tocsin <alerts@example.com>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain; charset=UTF-8");
    assertThat(parts.getBodyPart(0).getContent().toString().replace("\r", ""))
        .isEqualTo("Gr\u00fc\u00dfe\n.\nas text");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html; charset=UTF-8");
    assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Gr\u00fc\u00dfe</p>");
  }

  @Test
  void theSameMailTwiceHasTheSameMessageId() throws Exception {
    GreenMail server = greenMail();
    MailMessage message = message();
    SmtpMailer mailer = mailer(server.getSmtp().getPort());
    send(mailer, message);
    send(mailer, message);
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails).hasSize(2);
    assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
  }

  @Test
  void logsIn() throws Exception {
    GreenMail server = greenMail();
    server.setUser("ann@example.com", "ann", "geheim!");
    int port = server.getSmtp().getPort();

    assertThat(send(mailer(port, Security.NONE, "ann", "geheim!", null), message()))
        .isEqualTo(new Outcome.Accepted());
    assertThat(away(mailer(port, Security.NONE, "ann", "falsch!", null)))
        .startsWith("it does not take the user or the password: 535")
        .doesNotContain("falsch!");
  }

  @Test
  void hidesThePasswordThatAServerSendsBack() throws Exception {
    String encoded = Base64.getEncoder().encodeToString("\0ann\0geheim!".getBytes());
    PlayedMailServer server =
        played(PlayedMailServer.plain())
            .with("AUTH PLAIN")
            .answering("AUTH", "535 " + encoded + " is geheim!");
    assertThat(away(mailer(server.port(), Security.NONE, "ann", "geheim!", null)))
        .endsWith("535 ******** is ********");
  }

  @Test
  void hidesThePasswordThatAServerSendsBackAsItWasReallySent() throws Exception {
    String encoded = Base64.getEncoder().encodeToString("ann\0ann\0geheim!".getBytes());
    PlayedMailServer server =
        played(PlayedMailServer.plain())
            .with("AUTH PLAIN")
            .answering("AUTH", "535 AUTH PLAIN " + encoded);
    assertThat(away(mailer(server.port(), Security.NONE, "ann", "geheim!", null)))
        .endsWith("535 AUTH PLAIN ********");
  }

  @Test
  void encryptsByStarttlsBeforeItLogsIn() throws Exception {
    PlayedMailServer server =
        played(PlayedMailServer.offeringTls(AUTHORITY.context("127.0.0.1"))).with("AUTH PLAIN");

    assertThat(
            send(
                mailer(server.port(), Security.STARTTLS_REQUIRED, "ann", "geheim!", authority()),
                message()))
        .isEqualTo(new Outcome.Accepted());

    assertThat(server.commands.stream().map(line -> line.split(" ")[0]))
        .containsExactly("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT");
    assertThat(server.mails).hasSize(1);
  }

  @Test
  void sendsNothingWhereStarttlsIsRequiredAndNotOffered() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain()).with("AUTH PLAIN");

    assertThat(
            away(mailer(server.port(), Security.STARTTLS_REQUIRED, "ann", "geheim!", authority())))
        .isEqualTo("it does not offer STARTTLS, which is required");
    assertThat(server.commands).noneMatch(line -> line.startsWith("AUTH"));

    assertThat(send(mailer(server.port(), Security.STARTTLS_OPTIONAL, null, null, null), message()))
        .isEqualTo(new Outcome.Accepted());
  }

  @Test
  void encryptsFromTheFirstByte() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.inTls(AUTHORITY.serving("127.0.0.1")));

    assertThat(send(mailer(server.port(), Security.TLS, null, null, authority()), message()))
        .isEqualTo(new Outcome.Accepted());
  }

  @Test
  void trustsNoCertificateOfAnotherAuthorityOrName() throws Exception {
    PlayedMailServer own = played(PlayedMailServer.inTls(AUTHORITY.serving("127.0.0.1")));
    assertThat(away(mailer(own.port(), Security.TLS, null, null, null)))
        .startsWith("no encrypted connection: its certificate is by an authority")
        .contains("TOCSIN_SMTP_AUTHORITIES");

    PlayedMailServer other = played(PlayedMailServer.inTls(AUTHORITY.serving("mail.example")));
    assertThat(away(mailer(other.port(), Security.TLS, null, null, authority())))
        .startsWith("no encrypted connection: The certificate");

    PlayedMailServer late = played(PlayedMailServer.offeringTls(AUTHORITY.context("mail.example")));
    assertThat(away(mailer(late.port(), Security.STARTTLS_OPTIONAL, null, null, authority())))
        .startsWith("no encrypted connection: ");
    assertThat(late.commands).containsExactly("EHLO played-by", "STARTTLS");
  }

  @Test
  void whatIsRefusedForGoodIsToldFromWhatIsNot() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain());
    SmtpMailer mailer = mailer(server.port());

    server.answering("RCPT", "550 5.1.1 <ann@example.com>: no such user");
    assertThat(send(mailer, message()))
        .isEqualTo(new Outcome.Refused("550 5.1.1 <ann@example.com>: no such user"));
    server.usual().answering("MAIL", "553 not from you");
    assertThat(send(mailer, message())).isEqualTo(new Outcome.Refused("553 not from you"));
    server.usual().answering(".", "554 5.7.1 we take it for spam");
    assertThat(send(mailer, message()))
        .isEqualTo(new Outcome.Refused("554 5.7.1 we take it for spam"));

    server.usual().answering("RCPT", "451 4.7.1 greylisted, come back");
    assertThat(send(mailer, message()))
        .isEqualTo(new Outcome.Away("451 4.7.1 greylisted, come back"));
    server.usual().answering("DATA", "452 no room");
    assertThat(send(mailer, message())).isEqualTo(new Outcome.Away("452 no room"));
    server.usual().answering("greeting", "554 go away");
    assertThat(send(mailer, message())).isEqualTo(new Outcome.Away("554 go away", true));
    server.usual().answering(".", PlayedMailServer.HANG_UP);
    assertThat(send(mailer, message()))
        .isEqualTo(new Outcome.Away("it closed the connection", true));
    server.usual().answering("greeting", PlayedMailServer.HANG_UP);
    assertThat(send(mailer, message()))
        .isEqualTo(new Outcome.Away("it closed the connection", true));

    server.usual().answering("QUIT", PlayedMailServer.HANG_UP);
    assertThat(send(mailer, message())).isEqualTo(new Outcome.Accepted());
  }

  @Test
  void aServerThatHangsEndsInTime() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain());
    for (String at : List.of("greeting", "EHLO", "RCPT", ".")) {
      server.usual().answering(at, PlayedMailServer.SILENCE);
      assertThat(away(mailer(server.port()))).as(at).isEqualTo("no answer within 1 s");
    }
    server.usual().answering("QUIT", PlayedMailServer.SILENCE);
    assertThat(send(mailer(server.port()), message())).isEqualTo(new Outcome.Accepted());
    try (UnansweredPort port = new UnansweredPort()) {
      assertThat(away(mailer(port.number()))).isEqualTo("no connection within 1 s");
    }
  }

  @Test
  void aServerThatDripsEndsInTime() throws Exception {
    try (ServerSocket dripping = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = dripping.accept()) {
                  while (true) {
                    socket.getOutputStream().write("220-drip\r\n".getBytes());
                    Thread.sleep(200);
                  }
                } catch (Exception gone) {
                  // as it should
                }
              });
      long begun = System.nanoTime();
      assertThat(away(mailer(dripping.getLocalPort()))).isEqualTo("it was not done within 3 s");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void theLogSaysOnceThatItIsAwayAndOnceThatItIsBack() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(ServerHealth.class);
    logger.addAppender(log);
    try {
      PlayedMailServer server = played(PlayedMailServer.plain());
      SmtpMailer mailer = mailer(server.port());
      send(mailer, message());
      server.answering("RCPT", PlayedMailServer.HANG_UP);
      send(mailer, message());
      send(mailer, message());
      server.usual().answering("RCPT", PlayedMailServer.SILENCE);
      send(mailer, message());
      assertThat(log.list).hasSize(1);
      server.usual().answering("RCPT", "550 nobody");
      send(mailer, message());
      send(mailer, message());
      String at = "The mail server 127.0.0.1:" + server.port();
      assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
          .containsExactly(
              at + " takes no mails now, and each is tried again: it closed the connection",
              at + " answers again");
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void nothingThatIsWrittenBecomesAHeader() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain());
    String evil = "x\r\nBcc: eve@example.com\r\n\r\n<b>\u2028\u0085";
    Mailbox to = new Mailbox(evil, new EmailAddress("ann@example.com"));
    send(
        mailer(server.port()),
        new MailMessage(id(), DATE, new Mailbox(evil, FROM.address()), to, evil, content()));

    String head = server.mails.getFirst().split("\r\n\r\n")[0];
    assertThat(head).doesNotContain("\nBcc:").doesNotContain("\n\n");
    assertThat(server.commands.stream().filter(line -> line.startsWith("RCPT")))
        .containsExactly("RCPT TO:<ann@example.com>");
    assertThat(head).contains("Subject: x Bcc: eve@example.com <b>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.com\r\nRCPT TO:<eve@example.com>",
        "ann@example.com>\r\nRCPT TO:<eve@example.com",
        "ann\u010A@example.com",
        "eve@example.com,ann@example.com",
        "ann@",
        "@example.com",
        "ann@exa mple.com",
        "ann@[127.0.0.1]",
        "no address"
      })
  void nothingThatIsWrittenBecomesACommand(String address) throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain());
    Outcome outcome =
        send(mailer(server.port()), message(Mailbox.of(new EmailAddress(address)), "x"));
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(server.mails).isEmpty();
    assertThat(server.commands).allMatch(line -> line.startsWith("EHLO") || line.equals("QUIT"));
  }

  @Test
  void addressesOfAllLettersNeedAServerThatTakesThem() throws Exception {
    PlayedMailServer server = played(PlayedMailServer.plain());
    Mailbox umlaut = Mailbox.of(new EmailAddress("j\u00f6rg@example.com"));
    assertThat(send(mailer(server.port()), message(umlaut, "x")))
        .isEqualTo(
            new Outcome.Refused("the mail server takes no addresses with letters beyond ASCII"));

    Mailbox domain = Mailbox.of(new EmailAddress("ann@m\u00fcller.example"));
    assertThat(send(mailer(server.port()), message(domain, "x"))).isEqualTo(new Outcome.Accepted());
    assertThat(server.commands).contains("RCPT TO:<ann@xn--mller-kva.example>");

    // whose last bytes are those of a line break
    Mailbox sly = Mailbox.of(new EmailAddress("ann@example.com\u010D\u010ARSET"));
    send(mailer(server.port()), message(sly, "x"));
    assertThat(server.commands).allMatch(line -> line.chars().allMatch(each -> each < 128));
    assertThat(server.commands).noneMatch(line -> line.startsWith("RSET"));

    server.with("SMTPUTF8").with("8BITMIME");
    assertThat(send(mailer(server.port()), message(umlaut, "x"))).isEqualTo(new Outcome.Accepted());
    assertThat(server.commands).contains("RCPT TO:<j\u00f6rg@example.com>");
  }

  @Test
  void manyAtOnceAllArrive() throws Exception {
    GreenMail server = greenMail();
    SmtpMailer mailer = mailer(server.getSmtp().getPort());
    List<CompletableFuture<Outcome>> sent = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sent.add(mailer.send(message()).toCompletableFuture());
    }
    assertThat(sent).allSatisfy(each -> assertThat(each.get()).isEqualTo(new Outcome.Accepted()));
    assertThat(server.getReceivedMessages()).hasSize(30);
  }

  /** One that hangs up after ten mails, as servers do. */
  @Test
  void oneOfManyTakesTheConnectionThatIsOpenStill() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket door = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(
              () -> {
                while (!door.isClosed()) {
                  try {
                    Socket client = door.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> takeTen(client));
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      SmtpMailer mailer =
          SmtpMailer.ofMany(
              new SmtpSettings(
                  new HostPort("127.0.0.1", door.getLocalPort()),
                  Security.NONE,
                  Optional.empty(),
                  new SmtpSettings.Sender(Optional.of("Tocsin"), "alerts@played-by"),
                  Optional.empty()),
              SHORT);
      opened.add(mailer);
      for (int i = 0; i < 35; i++) {
        assertThat(send(mailer, message())).isEqualTo(new Outcome.Accepted());
      }
    }
    assertThat(connections.get()).isEqualTo(4);
  }

  private static void takeTen(Socket client) {
    try (client) {
      var asked =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      say(client, "220 ready");
      int mails = 0;
      for (String line = asked.readLine(); line != null && mails < 10; line = asked.readLine()) {
        if (line.equals("DATA")) {
          say(client, "354 go on");
          while (!".".equals(line)) {
            line = asked.readLine();
          }
          mails++;
        }
        say(client, "250 ok");
      }
    } catch (IOException gone) {
      // the other end has hung up
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMailUnderWayArrivesBeforeTheEnd() throws Exception {
    GreenMail server = greenMail();
    SmtpMailer mailer = mailer(server.getSmtp().getPort());
    CompletableFuture<Outcome> outcome = mailer.send(message()).toCompletableFuture();
    mailer.close();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(new Outcome.Accepted());
    assertThat(send(mailer, message())).isEqualTo(new Outcome.Away("Tocsin was ending"));
  }

  @Test
  void aServerThatIsNotThereIsAway() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(away(mailer(port))).isEqualTo("connection refused");
    GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    opened.add(server::stop);
    server.start();
    assertThat(send(mailer(port), message())).isEqualTo(new Outcome.Accepted());
    assertThat(GreenMailUtil.getBody(server.getReceivedMessages()[0])).isNotEmpty();
  }

  private GreenMail greenMail() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    opened.add(server::stop);
    server.start();
    return server;
  }

  private PlayedMailServer played(PlayedMailServer server) {
    opened.add(server);
    return server;
  }

  private SmtpMailer mailer(int port) {
    return mailer(port, Security.NONE, null, null, null);
  }

  private SmtpMailer mailer(
      int port, Security security, String user, String password, Path authorities) {
    SmtpMailer mailer =
        new SmtpMailer(
            new SmtpSettings(
                new HostPort("127.0.0.1", port),
                security,
                Optional.ofNullable(user)
                    .map(name -> new SmtpSettings.Login(name, new Secret(password))),
                new SmtpSettings.Sender(Optional.of("Tocsin"), "alerts@played-by"),
                Optional.ofNullable(authorities)),
            SHORT);
    opened.add(mailer);
    return mailer;
  }

  private Path authority() throws Exception {
    return Files.writeString(
        folder.resolve("authority.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(AUTHORITY.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static Outcome send(SmtpMailer mailer, MailMessage message) throws Exception {
    return mailer.send(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static String away(SmtpMailer mailer) throws Exception {
    Outcome outcome = send(mailer, message());
    assertThat(outcome).isInstanceOf(Outcome.Away.class);
    return ((Outcome.Away) outcome).reason();
  }

  private static MailMessage message() {
    return message(Mailbox.of(new EmailAddress("ann@example.com")), "Hello");
  }

  private static MailMessage message(Mailbox to, String subject) {
    return new MailMessage(id(), DATE, FROM, to, subject, content());
  }

  private static MessageId id() {
    return MessageId.of(UUID.randomUUID(), FROM);
  }

  private static MailMessage.Content content() {
    return new MailMessage.Content("Gr\u00fc\u00dfe\n.\nas text", "<p>Gr\u00fc\u00dfe</p>");
  }
}
