package dev.tocsin.conf;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mail server that Tocsin hands its mails to.
 *
 * @param login empty where the server asks for none
 * @param from what mails are from, where they say nothing else
 * @param authorities certificates in PEM that are trusted beside the JVM's; empty: none
 */
public record SmtpSettings(
    HostPort server,
    Security security,
    Optional<Login> login,
    Sender from,
    Optional<Path> authorities) {
  static final String URL = "tocsin.smtp.url";

  private static final String AUTHORITIES = "tocsin.smtp.authorities";

  /** How what is said to the server is kept from others. */
  public enum Security {
    /** From the first byte. */
    TLS,
    /** By STARTTLS, and nothing is sent where the server does not offer it. */
    STARTTLS_REQUIRED,
    /** By STARTTLS where the server offers it. */
    STARTTLS_OPTIONAL,
    /** Not at all. */
    NONE
  }

  /** Who Tocsin is to the server. */
  public record Login(String user, Secret password) {}

  /**
   * What a mail is from.
   *
   * @param address in ASCII
   */
  public record Sender(Optional<String> name, String address) {}

  /** Empty where no mail is to be sent. */
  static Optional<SmtpSettings> read(SettingsReader reader, Optional<URI> publicUrl) {
    var url = reader.text(URL);
    var authorities = reader.file(AUTHORITIES);
    if (!url.isEmpty()) {
      try {
        return Optional.of(SmtpUrl.parse(url).settings(publicUrl, authorities));
      } catch (IllegalArgumentException wrong) {
        throw new SettingsException(
            URL
                + " (TOCSIN_SMTP_URL) is not usable"
                + reader.where(URL)
                + ": "
                + wrong.getMessage()
                + " It must be like"
                + " smtp://user:password@mail.example.com:587?from=Tocsin%20%3Calerts@example.com%3E.");
      }
    }
    if (authorities.isPresent()) {
      throw new SettingsException(
          AUTHORITIES
              + " is set"
              + reader.where(AUTHORITIES)
              + ", but there is no mail server to trust; set "
              + URL
              + " (TOCSIN_SMTP_URL), or remove it.");
    }
    return Optional.empty();
  }
}
