package dev.tocsin.http.testing;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Letters on paper, which nobody carries. */
final class LetterKind implements ChannelKind {
  @Override
  public String type() {
    return "letter";
  }

  @Override
  public String label() {
    return "Letter";
  }

  @Override
  public Endpoint read(Input input) {
    return new Endpoint(type(), Map.of("street", input.text("street", 100)));
  }

  @Override
  public Set<String> secrets() {
    return Set.of("seal");
  }

  @Override
  public String place(Endpoint endpoint) {
    return endpoint.setting("street");
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return CompletableFuture.completedStage(new Outcome.Permanent("Nobody carries letters."));
  }
}
