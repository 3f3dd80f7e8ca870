package dev.tocsin.notify.email;

import dev.tocsin.input.Input;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.tenancy.EmailAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mailbox. */
public final class EmailKind implements ChannelKind {
  private static final Logger LOG = LoggerFactory.getLogger(EmailKind.class);
  private static final int LONGEST_ADDRESS = 254;

  private final Mailer mailer;
  private final AlertMail mails;

  /**
   * @param from whose domain vouches for the mails' ids: it should stay the same
   */
  public EmailKind(Mailer mailer, Mailbox from, InstantSource clock) {
    this.mailer = mailer;
    this.mails = new AlertMail(from, clock);
  }

  @Override
  public String type() {
    return "email";
  }

  @Override
  public String label() {
    return "E-mail";
  }

  @Override
  public Endpoint read(Input input) {
    Optional<String> written = input.optionalText("address", LONGEST_ADDRESS);
    if (written.isEmpty()) {
      input.missing("address", "an e-mail address such as \"ada@example.org\"");
    }
    Optional<EmailAddress> address = written.flatMap(EmailAddress::parse);
    input.check(
        written.isEmpty() || address.isPresent(),
        "address",
        "It must be an e-mail address such as \"ada@example.org\".");
    return new Endpoint(type(), Map.of("address", address.map(EmailAddress::value).orElse("")));
  }

  @Override
  public Set<String> secrets() {
    return Set.of();
  }

  @Override
  public String place(Endpoint endpoint) {
    return endpoint.setting("address");
  }

  /** All mails go by the one mail server of the installation. */
  @Override
  public Optional<String> account(Endpoint endpoint) {
    return Optional.empty();
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    EmailAddress address = new EmailAddress(endpoint.setting("address"));
    // a filter against spam names the link that it does not like
    Redaction redaction = Redaction.of(this, endpoint, message);
    return mailer
        .send(mails.of(message, Mailbox.of(address)))
        .thenApply(outcome -> sorted(outcome, redaction))
        .exceptionally(
            defect -> {
              LOG.error("A mail cannot be sent", defect);
              return new Outcome.Retry("an error in Tocsin, which its log tells", null);
            });
  }

  private static Outcome sorted(Mailer.Outcome outcome, Redaction redaction) {
    return switch (outcome) {
      case Mailer.Outcome.Accepted accepted -> new Outcome.Delivered(null);
      case Mailer.Outcome.Refused(String reason) ->
          new Outcome.Permanent("The mail server refused it: " + redaction.clean(reason));
      case Mailer.Outcome.Away(String reason, boolean forAll) ->
          new Outcome.Retry(
              "The mail server did not take it: " + redaction.clean(reason), null, forAll);
    };
  }
}
