package dev.tocsin.notify.sms;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.PhoneNumber;
import dev.tocsin.notify.twilio.Telephone;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messages to telephones, which are answered by messages. */
public final class SmsKind implements ChannelKind {
  public static final String TYPE = "sms";

  private final Telephone telephone;
  private final CallbackLinks links;
  private final boolean isForOnePerson;

  /**
   * @param isForOnePerson whether it reaches people alone, who show that a number is theirs
   */
  public SmsKind(Telephone telephone, CallbackLinks links, boolean isForOnePerson) {
    this.telephone = telephone;
    this.links = links;
    this.isForOnePerson = isForOnePerson;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String label() {
    return "SMS";
  }

  @Override
  public Endpoint read(Input input) {
    return new Endpoint(type(), Map.of("number", PhoneNumber.read(input)));
  }

  @Override
  public Set<String> secrets() {
    return Set.of();
  }

  @Override
  public String place(Endpoint endpoint) {
    return endpoint.setting("number");
  }

  /** All of them go by the installation's account with Twilio. */
  @Override
  public Optional<String> account(Endpoint endpoint) {
    return Optional.empty();
  }

  @Override
  public boolean isForOnePerson() {
    return isForOnePerson;
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return send(endpoint, message, (URI) null);
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return send(endpoint, message, links.link(CallbackLinks.Way.MESSAGE, message, origin));
  }

  private CompletionStage<Outcome> send(Endpoint endpoint, Message message, @Nullable URI told) {
    return telephone.text(
        new PhoneNumber(endpoint.setting("number")),
        SmsText.of(message),
        told,
        Redaction.of(this, endpoint, message));
  }
}
