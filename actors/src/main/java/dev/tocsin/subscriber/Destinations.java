package dev.tocsin.subscriber;

import dev.tocsin.input.Input;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.subscriber.Destination.Kind;
import dev.tocsin.tenancy.EmailAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads where somebody wants to be told, as forms and requests have it. */
public final class Destinations {
  private static final String SLACK = "https://hooks.slack.com/";
  private static final int LONGEST_ADDRESS = 254;

  private final Set<Kind> open;
  private final ServiceFields fields;

  /**
   * @param open the ways that there are here: no mail without a mail server
   */
  public Destinations(Set<Kind> open, ServiceFields fields) {
    this.open = Set.copyOf(open);
    this.fields = fields;
  }

  public boolean isOpen(Kind kind) {
    return open.contains(kind);
  }

  /** From {@code type}, which is e-mail where it is missing, and {@code address} or {@code url}. */
  public Destination read(Input input) {
    Kind kind = input.choice("type", Kind.class).orElse(Kind.EMAIL);
    if (!isOpen(kind)) {
      input.fault(
          "type",
          "Tocsin sends no "
              + (kind == Kind.EMAIL ? "mail" : kind.name().toLowerCase(Locale.ROOT))
              + " here: its operator has to set TOCSIN_SMTP_URL first.");
      return new Destination(kind, "");
    }
    return new Destination(
        kind,
        switch (kind) {
          case EMAIL -> email(input);
          case WEBHOOK -> fields.url(input, "url", "the address that is posted to");
          case SLACK -> slack(input);
        });
  }

  private static String email(Input input) {
    Optional<String> written = input.optionalText("address", LONGEST_ADDRESS);
    if (written.isEmpty()) {
      input.missing("address", "an e-mail address");
      return "";
    }
    Optional<EmailAddress> address = EmailAddress.parse(written.get());
    input.check(
        address.isPresent(), "address", "It must be an e-mail address, as ann@example.com.");
    return address.map(EmailAddress::value).orElse("");
  }

  private String slack(Input input) {
    String url = fields.url(input, "url", "the address of an incoming webhook of Slack");
    input.check(
        url.isEmpty() || url.startsWith(SLACK),
        "url",
        "It must be an incoming webhook as Slack shows it: it begins with " + SLACK);
    return url;
  }
}
