package dev.tocsin.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The kinds of channels that there are here, in the order in which people are shown them. */
public final class ChannelKinds implements Sender {
  private final Map<String, ChannelKind> byType = new LinkedHashMap<>();

  public ChannelKinds(List<ChannelKind> all) {
    all.forEach(kind -> byType.put(kind.type(), kind));
  }

  /** Empty where this installation has no such kind. */
  public Optional<ChannelKind> byType(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  public List<ChannelKind> all() {
    return List.copyOf(byType.values());
  }

  /** Without those that reach one person only. */
  public ChannelKinds shared() {
    return new ChannelKinds(all().stream().filter(kind -> !kind.isForOnePerson()).toList());
  }

  public List<String> types() {
    return List.copyOf(byType.keySet());
  }

  /** Where it goes, in a few words without secrets; its type where this program knows no more. */
  public String place(Endpoint endpoint) {
    return byType(endpoint.type()).map(kind -> kind.place(endpoint)).orElse(endpoint.type());
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return byType(endpoint.type())
        .map(kind -> kind.send(endpoint, message))
        .orElseGet(
            () ->
                CompletableFuture.completedStage(
                    new Outcome.Permanent(
                        "This installation has no channel of the type " + endpoint.type() + ".")));
  }
}
