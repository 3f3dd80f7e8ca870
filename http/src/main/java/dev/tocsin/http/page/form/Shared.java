package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.ArrayList;
import java.util.List;

/** Settings that several kinds have. */
final class Shared {
  static final Option SMTP = Option.of("smtp", "SMTP");
  private static final List<Option> STARTTLS =
      List.of(
          SMTP,
          Option.of("imap", "IMAP"),
          Option.of("pop3", "POP3"),
          Option.of("ftp", "FTP"),
          Option.of("xmpp", "XMPP"),
          Option.of("postgres", "PostgreSQL"),
          Option.of("ldap", "LDAP"));

  private Shared() {}

  static Setting name() {
    return Setting.line("name", "Name").hint("As lists and alerts call it.");
  }

  static Setting host(String type) {
    return Setting.line(type + ".host", "Host")
        .hint("A name such as db.example.com, or an address.");
  }

  static Setting port(String type) {
    return Setting.number(type + ".port", "Port");
  }

  static Setting verifyTls(String type) {
    return Setting.tick(type + ".verifyTls", "The certificate must be valid", true)
        .hint("For this host, not expired, and of an authority that is trusted here.");
  }

  /** Of a protocol that begins in plain text; without it TLS begins at once. */
  static Setting startTls(String path, String label, Option... before) {
    List<Option> all = new ArrayList<>(List.of(before));
    all.addAll(STARTTLS);
    return Setting.choice(path, label, all.toArray(Option[]::new));
  }

  /** Nothing, a text or a pattern. */
  static List<Setting> expect(String type, String label) {
    String path = type + ".expect";
    return List.of(
        Setting.either(
            path,
            label,
            Option.of("none", "Anything"),
            Option.of("text", "A text").told(path + ".text"),
            Option.of("pattern", "A regular expression").told(path + ".pattern")),
        Setting.text(path + ".text", "The text", 1)
            .hint("Line ends and other bytes as \\r, \\n, \\t, \\0 or \\x0d; a backslash as \\\\.")
            .when(path, "text")
            .keepingBlank(),
        Setting.text(path + ".pattern", "The regular expression", 1)
            .hint("As RE2 reads it, found anywhere. At most 512 characters.")
            .when(path, "pattern")
            .keepingBlank());
  }

  /** A user with a password; nothing where none is asked for. */
  static List<Setting> login(String type, String userHint) {
    String path = type + ".login";
    return List.of(
        Setting.either(
            path,
            "Sign-in",
            Option.of("none", "None"),
            Option.of("password", "With a password").told(type + ".password")),
        Setting.line(type + ".user", "User").hint(userHint).when(path, "password"),
        Setting.secret(type + ".password", "Password").when(path, "password"));
  }

  private static Setting degradedOver(String type) {
    return Setting.brief(type + ".degradedOver", "Degraded when slower than")
        .hint("As in 800ms or 2s. Left empty, slowness does not count.");
  }

  /** How often, how long, and how sure. */
  static Section timed(String type) {
    List<Setting> settings = new ArrayList<>(timing());
    settings.add(2, degradedOver(type));
    return new Section("How often and how sure", settings);
  }

  static Section timed() {
    return new Section("How often and how sure", timing());
  }

  private static List<Setting> timing() {
    return List.of(
        Setting.brief("interval", "Check every").usual("1m").hint("5s to 1d, as in 30s, 5m, 1h."),
        Setting.brief("timeout", "Give up after")
            .usual("10s")
            .hint("100ms to 60s, and shorter than the time between two checks."),
        Setting.number("confirmations", "Down after so many failures in a row")
            .usual("2")
            .hint("1 to 10. The second look comes within seconds."),
        Setting.number("recoveryConfirmations", "Up after so many successes in a row")
            .usual("1")
            .hint("1 to 10."));
  }

  static Section tags() {
    return Section.of("Tags", Setting.lines("tags", "Tags").hint("One on each line, at most 20."));
  }

  static List<Setting> all(List<Setting> some, Setting... more) {
    List<Setting> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
