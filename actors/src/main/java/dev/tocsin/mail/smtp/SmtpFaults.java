package dev.tocsin.mail.smtp;

import dev.tocsin.mail.Mailer.Outcome;
import dev.tocsin.mail.OneLine;
import dev.tocsin.probe.net.CertificateFault;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** What went wrong with the mail server, in words. */
final class SmtpFaults {
  private static final String CLOSED = "it closed the connection";

  private final SmtpMailer.Limits limits;
  private final UnaryOperator<String> clean;

  /**
   * @param clean takes out of a server's words what nobody may read: before they are cut, so that
   *     no part of it is left
   */
  SmtpFaults(SmtpMailer.Limits limits, UnaryOperator<String> clean) {
    this.limits = limits;
    this.clean = clean;
  }

  /** The server did not get so far as to be given a mail. */
  String ofConnection(MessagingException fault, SMTPTransport server) {
    if (fault instanceof AuthenticationFailedException) {
      return "it does not take the user or the password: " + said(fault);
    }
    if (said(fault).startsWith("STARTTLS is required")) {
      return "it does not offer STARTTLS, which is required";
    }
    return known(fault).orElseGet(() -> answered(fault, server));
  }

  private String answered(MessagingException fault, SMTPTransport server) {
    int code = server.getLastReturnCode();
    if (code == -1) {
      return CLOSED;
    }
    return code >= 400 ? quoted(String.valueOf(server.getLastServerResponse())) : said(fault);
  }

  /** The server was there, and did not take this mail. */
  Outcome ofMail(MessagingException fault) {
    for (Throwable each : chain(fault)) {
      int code = code(each);
      if (code >= 400) {
        return code >= 500 ? new Outcome.Refused(said(each)) : new Outcome.Away(said(each));
      }
    }
    // without an answer of the server's, it is what this program would not let through
    return fault.getClass() == SendFailedException.class && known(fault).isEmpty()
        ? new Outcome.Refused(said(fault))
        : new Outcome.Away(known(fault).orElseGet(() -> said(fault)));
  }

  /** Whether the server said itself that it does not take the mail. */
  static boolean isAnswer(MessagingException fault) {
    return chain(fault).stream().anyMatch(each -> code(each) >= 400);
  }

  private static int code(Throwable fault) {
    return switch (fault) {
      case SMTPAddressFailedException address -> address.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPSendFailedException send -> send.getReturnCode();
      default -> 0;
    };
  }

  private Optional<String> known(MessagingException fault) {
    return chain(fault).stream().map(this::words).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> words(Throwable fault) {
    return Optional.ofNullable(
        switch (fault) {
          case UnknownHostException unknown -> "its name is not found";
          case ConnectException refused -> "connection refused";
          case NoRouteToHostException none -> "there is no way to it";
          case SSLException tls -> "no encrypted connection: " + encryption(tls);
          case SocketTimeoutException slow ->
              message(slow).startsWith("Connect")
                  ? "no connection within " + limits.connection().toSeconds() + " s"
                  : "no answer within " + limits.answer().toSeconds() + " s";
          case MessagingException cut when message(cut).startsWith("[EOF]") -> CLOSED;
          default -> null;
        });
  }

  /** What somebody can do about it, where that is known. */
  private String encryption(SSLException fault) {
    for (Throwable each : chain(fault)) {
      String said = message(each);
      if (each instanceof CertificateFault) {
        return quoted(said)
            + (said.contains("authority") ? " (TOCSIN_SMTP_AUTHORITIES names more)" : "");
      }
      if (each instanceof CertificateExpiredException) {
        return "its certificate has expired";
      }
      if (each instanceof CertPathBuilderException) {
        return "its certificate is by an authority that is not trusted here; name that one in"
            + " TOCSIN_SMTP_AUTHORITIES";
      }
      if (said.contains("No subject alternative") || said.contains("No name matching")) {
        return "its certificate is for another name than the one in TOCSIN_SMTP_URL";
      }
      if (said.contains("Unsupported or unrecognized SSL message")) {
        return "it answers in plain text on this port; smtp:// instead of smtps:// may be right";
      }
      if (said.contains("protocol_version") || said.contains("No appropriate protocol")) {
        return "it offers no TLS 1.2 or later";
      }
    }
    return quoted(message(fault));
  }

  private String said(Throwable fault) {
    return quoted(message(fault));
  }

  private String quoted(String words) {
    return OneLine.quoted(clean.apply(words));
  }

  private static String message(Throwable fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  /** The library links what else went wrong by a way of its own. */
  private static List<Throwable> chain(Throwable fault) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = fault; each != null && chain.size() < 10; ) {
      chain.add(each);
      each =
          each instanceof MessagingException mail && mail.getNextException() != null
              ? mail.getNextException()
              : each.getCause();
    }
    return chain;
  }
}
