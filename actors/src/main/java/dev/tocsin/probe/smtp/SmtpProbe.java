package dev.tocsin.probe.smtp;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Login;
import dev.tocsin.probe.net.Reply;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.smtp.SmtpSpec.Security;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** Greets a mail server, encrypts, logs in, and says goodbye; no mail is sent. */
public final class SmtpProbe implements Probe<SmtpSpec> {
  private final Conversations conversations;

  public SmtpProbe(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public CompletionStage<CheckResult> check(SmtpSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private static void hold(SmtpSpec spec, Conversation with) throws TargetFault {
    if (spec.login() instanceof Login login) {
      with.notes().hide(login.password());
      with.notes().hide(base64(login.password()));
      with.notes().hide(plain(login));
    }
    with.connect(spec.endpoint());
    if (spec.security() == Security.TLS) {
      with.startTls(spec.endpoint().host(), spec.verifyTls());
    }
    Reply greeting = Reply.read(with, "greeting");
    with.notes().fact("greeting", greeting.toString());
    expect(with, greeting, 220, "greeted");
    Reply offers = hello(spec, with);
    if (spec.security() == Security.STARTTLS) {
      if (!offers.offers("STARTTLS")) {
        throw with.fault("does not offer STARTTLS");
      }
      with.write("STARTTLS\r\n");
      expect(with, Reply.read(with, "answer to STARTTLS"), 220, "answered STARTTLS");
      with.startTls(spec.endpoint().host(), spec.verifyTls());
      offers = hello(spec, with);
    }
    with.notes().fact("offers", String.join(", ", offers.lines().stream().skip(1).toList()));
    if (spec.login() instanceof Login login) {
      logIn(login, offers, with);
    }
    with.notes().answered();
    sayGoodbye(with);
  }

  /** All that was asked is answered by now; what goes wrong here is no reason to call it down. */
  private static void sayGoodbye(Conversation with) {
    try {
      with.write("QUIT\r\n");
      expect(with, Reply.read(with, "answer to QUIT"), 221, "answered QUIT");
    } catch (TargetFault rude) {
      with.notes().doubt(rude.sentence());
    }
  }

  private static Reply hello(SmtpSpec spec, Conversation with) throws TargetFault {
    with.write("EHLO " + spec.heloName() + "\r\n");
    Reply reply = Reply.read(with, "answer to EHLO");
    expect(with, reply, 250, "answered EHLO");
    return reply;
  }

  private static void logIn(Login login, Reply offers, Conversation with) throws TargetFault {
    List<String> ways =
        offers.lines().stream()
            .map(line -> line.toUpperCase(Locale.ROOT))
            .filter(line -> line.startsWith("AUTH ") || line.startsWith("AUTH="))
            .flatMap(line -> Arrays.stream(line.substring(5).split(" ")))
            .toList();
    Reply last;
    if (ways.contains("PLAIN")) {
      with.write("AUTH PLAIN " + plain(login) + "\r\n");
      last = Reply.read(with, "answer to AUTH PLAIN");
    } else if (ways.contains("LOGIN")) {
      last = logInByTurns(login, with);
    } else {
      throw with.fault(
          ways.isEmpty()
              ? "does not offer a login (AUTH)"
              : "offers a login only by " + String.join(", ", ways) + ", not by PLAIN or LOGIN");
    }
    if (last.code() == 535) {
      throw with.fault("refused the user or the password: \"" + last + "\"");
    }
    expect(with, last, 235, "answered the login");
    with.notes().fact("login", "accepted");
  }

  /** A way that was never a standard, but that some servers have alone. */
  private static Reply logInByTurns(Login login, Conversation with) throws TargetFault {
    with.write("AUTH LOGIN\r\n");
    Reply reply = Reply.read(with, "answer to AUTH LOGIN");
    for (String answer : List.of(String.valueOf(login.user()), login.password())) {
      if (reply.code() != 334) {
        return reply;
      }
      with.write(base64(answer) + "\r\n");
      reply = Reply.read(with, "answer to the login");
    }
    return reply;
  }

  private static void expect(Conversation with, Reply reply, int code, String did)
      throws TargetFault {
    if (reply.code() != code) {
      throw with.fault(did + " with \"" + reply + "\", not with " + code);
    }
  }

  /** RFC 4616. */
  private static String plain(Login login) {
    return base64("\0" + login.user() + "\0" + login.password());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
