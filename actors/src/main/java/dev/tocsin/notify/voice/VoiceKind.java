package dev.tocsin.notify.voice;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Calls that read an alert aloud and take a key for an answer. */
public final class VoiceKind implements ChannelKind {
  public static final String TYPE = "voice";

  /** One call a minute tells all that waits. */
  private static final Pace PACE = new Pace(1, false);

  private final Telephone telephone;
  private final CallbackLinks links;
  private final boolean isForOnePerson;

  /**
   * @param isForOnePerson whether it reaches people alone, who show that a number is theirs
   */
  public VoiceKind(Telephone telephone, CallbackLinks links, boolean isForOnePerson) {
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
    return "Call";
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
    return PACE;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return telephone.call(
        number(endpoint), CallScript.of(message, null), null, redaction(endpoint, message));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return telephone.call(
        number(endpoint),
        CallScript.of(message, links.link(CallbackLinks.Way.KEYS, message, origin)),
        links.link(CallbackLinks.Way.CALL, message, origin),
        redaction(endpoint, message));
  }

  private static PhoneNumber number(Endpoint endpoint) {
    return new PhoneNumber(endpoint.setting("number"));
  }

  private Redaction redaction(Endpoint endpoint, Message message) {
    return Redaction.of(this, endpoint, message);
  }
}
