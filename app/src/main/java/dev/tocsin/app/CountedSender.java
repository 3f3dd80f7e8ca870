package dev.tocsin.app;

import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Sender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Counts attempts by kind of channel and by what came of them. */
final class CountedSender implements Sender {
  private final ChannelKinds kinds;
  private final Map<String, Attempts> attempts = new HashMap<>();

  private record Attempts(Counter delivered, Counter retried, Counter failed) {
    static Attempts of(MeterRegistry registry, String type) {
      return new Attempts(
          counter(registry, type, "delivered"),
          counter(registry, type, "retry"),
          counter(registry, type, "failed"));
    }

    private static Counter counter(MeterRegistry registry, String type, String outcome) {
      return Counter.builder("tocsin.notifications")
          .tag("kind", type)
          .tag("outcome", outcome)
          .description("Attempts to send a message about alerts, by what came of them")
          .register(registry);
    }

    void count(Outcome outcome) {
      switch (outcome) {
        case Outcome.Delivered done -> delivered.increment();
        case Outcome.Retry later -> retried.increment();
        case Outcome.Permanent never -> failed.increment();
      }
    }
  }

  CountedSender(ChannelKinds kinds, MeterRegistry registry) {
    this.kinds = kinds;
    kinds.types().forEach(type -> attempts.put(type, Attempts.of(registry, type)));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return counted(endpoint, kinds.send(endpoint, message));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return counted(endpoint, kinds.send(endpoint, message, origin));
  }

  private CompletionStage<Outcome> counted(Endpoint endpoint, CompletionStage<Outcome> attempt) {
    return attempt.whenComplete(
        (outcome, defect) -> {
          Attempts known = attempts.get(endpoint.type());
          if (outcome != null && known != null) {
            known.count(outcome);
          }
        });
  }
}
