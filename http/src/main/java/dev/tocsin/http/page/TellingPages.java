package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.subscriber.SubscriberStore;
import dev.tocsin.subscriber.SubscriberStore.Progress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Makes what an incident's page says of the telling of subscribers. */
final class TellingPages {
  private final NodeConfiguration configuration;
  private final SubscriberStore store;
  private final Executor blocking;

  TellingPages(ApiParts parts) {
    this.configuration = parts.configuration();
    this.store = parts.subscriptions().store();
    this.blocking = parts.blocking();
  }

  CompletionStage<TellingView> of(IncidentRef incident, Times times) {
    String address = "/incidents/" + incident.incident() + "/told";
    return Answers.absentWhereAway(
            CompletableFuture.supplyAsync(
                () -> store.progress(incident.organization(), incident.incident().value()),
                blocking))
        .thenApply(
            found ->
                new TellingView(
                    address, found.map(all -> lines(incident, all, times)).orElse(null)));
  }

  private List<TellingView.Line> lines(IncidentRef incident, List<Progress> all, Times times) {
    return all.stream()
        .map(
            each ->
                new TellingView.Line(
                    configuration.page(incident.organization(), each.page())
                            instanceof Lookup.Found<StatusPageConfig>(StatusPageConfig page)
                        ? page.name()
                        : "A page that is gone",
                    times.time(each.at()),
                    each.all(),
                    each.sent(),
                    each.waiting(),
                    each.failed()))
        .toList();
  }
}
