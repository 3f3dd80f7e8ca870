package dev.tocsin.mail.smtp;

import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.mail.MailMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** How the mail server is spoken to. */
final class SmtpSession {
  private final SmtpSettings settings;
  private final Properties properties = new Properties();

  SmtpSession(SmtpSettings settings, SmtpMailer.Limits limits) {
    this.settings = settings;
    set("connectiontimeout", limits.connection());
    set("timeout", limits.answer());
    set("writetimeout", limits.answer());
    set("auth", settings.login().isPresent());
    set("auth.mechanisms", "PLAIN LOGIN");
    String from = settings.from().address();
    set("localhost", from.substring(from.indexOf('@') + 1));
    // the mail is the server's by then, and its goodbye not worth waiting for
    set("quitwait", false);
    set("ssl.checkserveridentity", true);
    set("ssl.protocols", "TLSv1.2 TLSv1.3");
    // else the library tries the JVM's authorities next, and tells what those say of it
    set("socketFactory.fallback", false);
    settings
        .authorities()
        .ifPresent(file -> properties.put("mail.smtp.ssl.socketFactory", Authorities.of(file)));
    switch (settings.security()) {
      case TLS -> set("ssl.enable", true);
      case STARTTLS_REQUIRED -> {
        set("starttls.enable", true);
        set("starttls.required", true);
      }
      case STARTTLS_OPTIONAL -> set("starttls.enable", true);
      case NONE -> set("starttls.enable", false);
    }
  }

  private void set(String name, Duration value) {
    set(name, value.toMillis());
  }

  private void set(String name, Object value) {
    properties.setProperty("mail.smtp." + name, value.toString());
  }

  /**
   * For one mail. Addresses beyond ASCII are only allowed where one is needed: the library then
   * writes headers in UTF-8, which few servers must be able to take.
   */
  Session open(MailMessage message) {
    Properties own = new Properties();
    own.putAll(properties);
    own.setProperty("mail.mime.allowutf8", String.valueOf(needsMoreThanAscii(message)));
    return Session.getInstance(own);
  }

  /** Whether the recipient's name before the "at" has letters that only SMTPUTF8 can carry. */
  static boolean needsMoreThanAscii(MailMessage message) {
    String address = message.to().address().value();
    int at = address.lastIndexOf('@');
    return address.chars().limit(Math.max(0, at)).anyMatch(each -> each >= 128);
  }

  /** What a server said, without the password: some send back what they were told. */
  String withoutPassword(String said) {
    String cleaned = said;
    if (settings.login().isPresent()) {
      var login = settings.login().get();
      String password = login.password().value();
      for (String secret :
          List.of(encoded("\0" + login.user() + "\0" + password), encoded(password), password)) {
        cleaned = cleaned.replace(secret, "********");
      }
    }
    return cleaned;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  void connect(SMTPTransport server) throws MessagingException {
    var login = settings.login();
    server.connect(
        settings.server().host(),
        settings.server().port(),
        login.map(SmtpSettings.Login::user).orElse(null),
        login.map(known -> known.password().value()).orElse(null));
  }
}
