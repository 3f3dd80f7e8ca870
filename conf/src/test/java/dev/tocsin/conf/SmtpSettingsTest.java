package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.conf.SmtpSettings.Login;
import dev.tocsin.conf.SmtpSettings.Security;
import dev.tocsin.conf.SmtpSettings.Sender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpSettingsTest {
  @TempDir Path folder;

  @Test
  void withoutAnAddressNoMailIsSent() {
    assertThat(Settings.load(Optional.empty(), Map.of()).smtp()).isEmpty();
  }

  @Test
  void readsAWholeAddress() throws Exception {
    Path authorities = Files.writeString(folder.resolve("authorities.pem"), "PEM");
    SmtpSettings smtp =
        load(
            "smtp://al%40example.com:p%2F%3F%23%25+@mail.example.com:2525"
                + "?from=Tocsin%20%C3%9C%20%3Calerts@example.com%3E&starttls=optional",
            Map.of("TOCSIN_SMTP_AUTHORITIES", authorities.toString()));

    assertThat(smtp)
        .isEqualTo(
            new SmtpSettings(
                new HostPort("mail.example.com", 2525),
                Security.STARTTLS_OPTIONAL,
                Optional.of(new Login("al@example.com", new Secret("p/?#%+"))),
                new Sender(Optional.of("Tocsin \u00dc"), "alerts@example.com"),
                Optional.of(authorities)));
    assertThat(smtp.toString()).doesNotContain("p/?#%+").contains("***");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com?from=a@b.c,            mail.example.com, 587, STARTTLS_REQUIRED",
    "smtp://mail.example.com:25/?from=a@b.c,        mail.example.com, 25,  STARTTLS_REQUIRED",
    "smtps://mail.example.com?from=a@b.c,           mail.example.com, 465, TLS",
    "smtp://192.0.2.1:25?from=a@b.c&starttls=none,  192.0.2.1,        25,  NONE",
    "smtp://localhost:2525,                         localhost,        2525, NONE",
    "smtp://127.0.0.1:2525,                         127.0.0.1,        2525, NONE",
    "smtp://[::1]:2525,                             ::1,              2525, NONE",
    "smtp://127.0.0.1:2525?starttls=required,       127.0.0.1,        2525, STARTTLS_REQUIRED",
    "smtps://127.0.0.1,                             127.0.0.1,        465, TLS",
  })
  void encryptsUnlessItIsToldOtherwiseOrStaysOnThisMachine(
      String url, String host, int port, Security security) {
    SmtpSettings smtp = load(url, Map.of());
    assertThat(smtp.server()).isEqualTo(new HostPort(host, port));
    assertThat(smtp.security()).isEqualTo(security);
    assertThat(smtp.login()).isEmpty();
  }

  @Test
  void mailsAreFromTheUserOrTheSiteWhereNothingElseIsSaid() {
    assertThat(from("smtp://me@example.com:pw@mail.example.com", "")).isEqualTo("me@example.com");
    assertThat(from("smtp://me:pw@mail.example.com", "https://status.example.com"))
        .isEqualTo("tocsin@status.example.com");
    assertThat(from("smtp://127.0.0.1:25", "http://192.0.2.1:8080")).isEqualTo("tocsin@localhost");
    assertThat(from("smtp://127.0.0.1:25", "")).isEqualTo("tocsin@localhost");
    assertThat(load("smtp://127.0.0.1?from=a@b.c", Map.of()).from())
        .isEqualTo(new Sender(Optional.empty(), "a@b.c"));
    assertThat(load("smtp://127.0.0.1?from=%22Lind,%20Mara%22%20%3Ca@b.c%3E", Map.of()).from())
        .isEqualTo(new Sender(Optional.of("Lind, Mara"), "a@b.c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://mail.example.com            | must begin with smtp:// or smtps://",
        "mail.example.com:25                | must begin with smtp:// or smtps://",
        "smtp://                            | host or its port",
        "smtp://mail.example.com:0          | host or its port",
        "smtp://mail.example.com:mail       | host or its port",
        "smtp://me:geh?eim@mail.example.com | host or its port",
        "smtp://me@mail.example.com         | give both, or neither",
        "smtp://:geheim@mail.example.com    | give both, or neither",
        "smtp://me:geheim%@mail.example.com | written as %25",
        "smtp://me:geheim%0d@mail.example.com | written as %25",
        "smtp://mail.example.com            | what mails are from",
        "smtp://mail.example.com?from=      | option from must be",
        "smtp://mail.example.com?from=nobody | option from must be",
        "smtp://mail.example.com?from=a%0d%0aBcc:@b.c | written as %25",
        "smtp://mail.example.com?from=a@b.c&from=d@e.f | from twice",
        "smtp://mail.example.com?from=a@b.c&tls=yes | there are from and starttls",
        "smtp://mail.example.com?from=a@b.c&starttls=maybe | required, optional or none",
        "smtps://mail.example.com?from=a@b.c&starttls=none | encrypted from the start",
      })
  void saysWhatIsWrongAndWhatIsRightButNotThePassword(String url, String sentence) {
    assertThat(refused(Map.of("TOCSIN_SMTP_URL", url)))
        .startsWith(
            "tocsin.smtp.url (TOCSIN_SMTP_URL) is not usable (environment variable TOCSIN_SMTP_URL)")
        .contains(sentence)
        .endsWith(
            "It must be like"
                + " smtp://user:password@mail.example.com:587?from=Tocsin%20%3Calerts@example.com%3E.")
        .doesNotContain("geh");
  }

  @Test
  void authoritiesBelongToAServer() throws Exception {
    Path authorities = Files.writeString(folder.resolve("authorities.pem"), "PEM");
    assertThat(refused(Map.of("TOCSIN_SMTP_AUTHORITIES", authorities.toString())))
        .contains("tocsin.smtp.authorities is set", "TOCSIN_SMTP_URL");
    assertThat(
            refused(
                Map.of("TOCSIN_SMTP_URL", "smtp://127.0.0.1", "TOCSIN_SMTP_AUTHORITIES", "/none")))
        .contains("tocsin.smtp.authorities", "a PEM file that Tocsin may read");
  }

  private static String from(String url, String publicUrl) {
    return load(url, Map.of("TOCSIN_PUBLIC_URL", publicUrl)).from().address();
  }

  private static SmtpSettings load(String url, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("TOCSIN_SMTP_URL", url);
    return Settings.load(Optional.empty(), environment).smtp().orElseThrow();
  }

  private static String refused(Map<String, String> environment) {
    try {
      Settings.load(Optional.empty(), environment);
    } catch (SettingsException e) {
      return e.getMessage();
    }
    throw new AssertionError("was accepted");
  }
}
