package dev.tocsin.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer;
import dev.tocsin.mail.smtp.SmtpMailer;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.EmailAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class EmailKindTest {
  private static final Mailbox FROM = new Mailbox("Tocsin", new EmailAddress("alerts@example.com"));
  private static final Endpoint ADA = new Endpoint("email", Map.of("address", "ada@example.org"));
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T10:31:05Z"));

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final SmtpMailer mailer;
  private final EmailKind kind;

  EmailKindTest() {
    server.start();
    mailer =
        new SmtpMailer(
            new SmtpSettings(
                new HostPort("127.0.0.1", server.getSmtp().getPort()),
                SmtpSettings.Security.NONE,
                Optional.empty(),
                new SmtpSettings.Sender(Optional.of("Tocsin"), "alerts@example.com"),
                Optional.empty()),
            SmtpMailer.Limits.USUAL);
    kind = new EmailKind(mailer, FROM, CLOCK);
  }

  @AfterEach
  void close() throws Exception {
    mailer.close();
    server.stop();
  }

  @Test
  void allMailsOfAnAlertAreOneThread() throws Exception {
    MimeMessage down = sent(Messages.of(Kind.TRIGGERED));
    MimeMessage taken = sent(as(UUID.randomUUID(), Messages.of(Kind.ACKNOWLEDGED)));
    MimeMessage over = sent(as(UUID.randomUUID(), Messages.of(Kind.RESOLVED)));

    assertThat(down.getSubject()).isEqualTo("labels-api is down");
    assertThat(taken.getSubject()).isEqualTo("Re: labels-api is down");
    assertThat(over.getSubject()).isEqualTo("Re: labels-api is down");
    String root = "<" + Messages.ALERT + "@example.com>";
    for (MimeMessage mail : new MimeMessage[] {down, taken, over}) {
      assertThat(mail.getHeader("References")).containsExactly(root);
      assertThat(mail.getHeader("In-Reply-To")).containsExactly(root);
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(mail.getHeader("X-Auto-Response-Suppress")).containsExactly("All");
    }
    assertThat(down.getMessageID()).isEqualTo("<" + Messages.ID + "@example.com>");
    assertThat(over.getMessageID()).isNotEqualTo(down.getMessageID());
    assertThat(text(over)).startsWith("Resolved: labels-api is down");
  }

  @Test
  void theButtonAcknowledges() throws Exception {
    MimeMessage mail = sent(Messages.of(Kind.TRIGGERED));
    assertThat(text(mail))
        .contains(
            "Acknowledge:\n" + Messages.ACKNOWLEDGE,
            "status 503 from fra",
            "Severity: critical",
            "Since: 20 November 2026, 10:31 UTC",
            "The alert is at " + Messages.PAGE);
    assertThat(html(mail)).contains("<a href=\"" + Messages.ACKNOWLEDGE + "\"", ">Acknowledge</a>");
  }

  @Test
  void aBundleIsAListWithCounts() throws Exception {
    MimeMessage mail = sent(Messages.of(Kind.BUNDLE));
    assertThat(mail.getSubject()).isEqualTo("1000 alerts at labels-api is down");
    assertThat(mail.getHeader("References")).isNull();
    assertThat(text(mail))
        .contains(
            "20 triggered, 10 resolved, 970 more. 980 of them are not listed here.",
            "- Resolved: labels-api is down\n  critical, since 20 November 2026, 10:31 UTC\n  "
                + Messages.PAGE,
            "See all alerts:\n" + Messages.OVERVIEW);
    assertThat(html(mail)).contains("<a class=\"ink\" href=\"" + Messages.PAGE + "\"");
  }

  @Test
  void testsCodesAndWarningsSayWhatTheyAre() throws Exception {
    assertThat(sent(Messages.of(Kind.TEST)).getSubject()).isEqualTo("Test from Tocsin");
    MimeMessage code = sent(Messages.of(Kind.VERIFICATION));
    assertThat(code.getSubject()).isEqualTo("Your Tocsin code: 482913");
    assertThat(text(code)).contains("Enter it in Tocsin");
    assertThat(sent(Messages.of(Kind.WARNING)).getSubject())
        .isEqualTo("Warning: labels-api is down");
  }

  @Test
  void whatMayComeTwiceSaysSo() throws Exception {
    assertThat(text(sent(Messages.repeated(Messages.of(Kind.TRIGGERED)))))
        .contains("This may come a second time");
    assertThat(text(sent(Messages.of(Kind.TRIGGERED)))).doesNotContain("second time");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noTextBecomesAHeaderOrAnElement(Kind of) throws Exception {
    for (String hostile : Messages.HOSTILE) {
      MimeMessage mail = sent(Messages.of(of, hostile, hostile));
      assertThat(mail.getHeader("Bcc")).isNull();
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(String.valueOf(mail.getSubject())).hasSizeLessThanOrEqualTo(300);
      assertThat(html(mail)).doesNotContain("<script", "<b>", "<!channel", "\u202e", "\u0007");
      assertThat(text(mail)).doesNotContain("\u202e", "\u0007", "\u001b");
    }
  }

  @Test
  void whatTheServerRefusesIsPermanentAndHasNoLink() throws Exception {
    Mailer refusing =
        mail ->
            CompletableFuture.completedFuture(
                new Mailer.Outcome.Refused("550 spam: " + Messages.ACKNOWLEDGE));
    Outcome refused = send(new EmailKind(refusing, FROM, CLOCK), Messages.of(Kind.TRIGGERED));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it ->
                assertThat(it.reason())
                    .startsWith("The mail server refused it: 550 spam: ")
                    .doesNotContain(Messages.LINK_SECRET));
    assertThat(
            send(
                new EmailKind(Mailer.unset("TOCSIN_SMTP_URL"), FROM, CLOCK),
                Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, it -> assertThat(it.reason()).contains("TOCSIN_SMTP_URL"));
  }

  @Test
  void asksForAnAddress() {
    assertThat(fault("{}")).startsWith("It is missing; it must be an e-mail address");
    assertThat(fault("{\"address\": \"ada\"}")).startsWith("It must be an e-mail address");
    Input input = input("{\"address\": \" ada@example.org \"}");
    assertThat(kind.place(kind.read(input))).isEqualTo("ada@example.org");
    input.finish();
  }

  private String fault(String json) {
    Input input = input(json);
    kind.read(input);
    try {
      input.finish();
      throw new AssertionError("It was taken");
    } catch (InvalidInputException wrong) {
      assertThat(wrong.errors().getFirst().field()).isEqualTo("address");
      return wrong.errors().getFirst().message();
    }
  }

  private static Input input(String json) {
    try {
      return Input.of(new ObjectMapper().readTree(json));
    } catch (java.io.IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private MimeMessage sent(Message message) throws Exception {
    int before = server.getReceivedMessages().length;
    assertThat(send(kind, message)).isEqualTo(new Outcome.Delivered(null));
    assertThat(server.getReceivedMessages()).hasSize(before + 1);
    return server.getReceivedMessages()[before];
  }

  private static Outcome send(EmailKind kind, Message message) throws Exception {
    return kind.send(ADA, message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Message as(UUID id, Message message) {
    return new Message(
        id,
        message.kind(),
        message.organization(),
        message.notices(),
        message.more(),
        message.code(),
        message.overview(),
        message.mayRepeat());
  }

  private static String text(MimeMessage mail) throws Exception {
    return ((MimeMultipart) mail.getContent())
        .getBodyPart(0)
        .getContent()
        .toString()
        .replace("\r", "");
  }

  private static String html(MimeMessage mail) throws Exception {
    return ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent().toString();
  }
}
