package dev.tocsin.notify;

import java.util.concurrent.CompletionStage;

/** Sends messages, by whichever kind of channel a place is of. */
public interface Sender {
  /** Tries once. It never fails: what goes wrong is an outcome. */
  CompletionStage<Outcome> send(Endpoint endpoint, Message message);

  /** The same of an alert's message, whose answers may come back by itself. */
  default CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return send(endpoint, message);
  }
}
