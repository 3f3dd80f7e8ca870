package dev.tocsin.notify;

import dev.tocsin.tenancy.OrganizationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

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

  public Account account(OrganizationId organization, Endpoint endpoint) {
    Optional<String> name =
        byType(endpoint.type()).map(kind -> kind.account(endpoint)).orElse(Optional.of(""));
    return new Account(endpoint.type(), name.isPresent() ? organization : null, name.orElse(""));
  }

  /** As people read its type. */
  public String label(Endpoint endpoint) {
    return byType(endpoint.type()).map(ChannelKind::label).orElse(endpoint.type());
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return sent(endpoint, kind -> kind.send(endpoint, message));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    return sent(endpoint, kind -> kind.send(endpoint, message, origin));
  }

  private CompletionStage<Outcome> sent(
      Endpoint endpoint, Function<ChannelKind, CompletionStage<Outcome>> send) {
    return byType(endpoint.type())
        .map(send)
        .orElseGet(
            () ->
                CompletableFuture.completedStage(
                    new Outcome.Permanent(
                        "This installation has no channel of the type " + endpoint.type() + ".")));
  }
}
