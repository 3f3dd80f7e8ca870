package dev.tocsin.mail.smtp;

import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.mail.MailMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** How the mail server is spoken to. */
final class SmtpSession {
  private static final String HIDDEN = "********";

  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{4,}={0,2}");

  /** Characters of base 64 that stand for whole bytes. */
  private static final int UNIT = 4;

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
    if (settings.login().isEmpty()) {
      return said;
    }
    String password = settings.login().get().password().value();
    return ENCODED
        .matcher(said)
        .replaceAll(
            found ->
                carries(found.group(), password) ? HIDDEN : Matcher.quoteReplacement(found.group()))
        .replace(password, HIDDEN);
  }

  /** Whatever stands around it: it is found wherever its encoding begins. */
  private static boolean carries(String encoded, String password) {
    String bare = encoded.replace("=", "");
    for (int from = 0; from < UNIT; from++) {
      int length = bare.length() - from;
      int whole = length % UNIT == 1 ? length - 1 : length;
      byte[] decoded = Base64.getDecoder().decode(bare.substring(from, from + whole));
      if (new String(decoded, StandardCharsets.UTF_8).contains(password)) {
        return true;
      }
    }
    return false;
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
