package dev.tocsin.notify;

import dev.tocsin.input.Input;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** One kind of channel: what it must be told of a place, and how a message gets there. */
public interface ChannelKind {
  /** As the API's {@code type}. */
  String type();

  /** As people read it: "E-mail", "Slack". */
  String label();

  /** Reads the fields of its own; what is wrong becomes a fault of the input. */
  Endpoint read(Input input);

  /** Which settings are never given back. */
  Set<String> secrets();

  /** Where it goes, in a few words without secrets: "ada@example.org", "#ops", "hooks.example". */
  String place(Endpoint endpoint);

  /**
   * What names the account by which messages go there: places with the same name fail together
   * where the service does not answer. Empty where that is the installation's own.
   */
  default Optional<String> account(Endpoint endpoint) {
    return Optional.of(
        endpoint
            .optional("url")
            .map(url -> String.valueOf(URI.create(url).getRawAuthority()))
            .orElseGet(
                () ->
                    endpoint.optional("baseUrl").orElse("")
                        + ' '
                        + endpoint.optional("token").orElse("")));
  }

  /** How many messages a minute a place may get before they are bundled. */
  Pace pace();

  /** Whether what it reaches is always one person's, and never shared. */
  default boolean isForOnePerson() {
    return false;
  }

  /**
   * Tries once. The answer is never a failure and comes within half a minute, for e-mail within
   * seven (a mail server that is not waited for makes two mails of one); until it is {@link
   * Outcome.Delivered}, nobody knows, and a message that is tried again may arrive twice.
   */
  CompletionStage<Outcome> send(Endpoint endpoint, Message message);

  /** As {@link #send(Endpoint, Message)}, of an alert, whose answers may come back by itself. */
  default CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return send(endpoint, message);
  }
}
