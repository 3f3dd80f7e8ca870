package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertCluster;
import dev.tocsin.alert.AlertParts;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.AnswerLinks;
import dev.tocsin.alert.ConfiguredPlaces;
import dev.tocsin.alert.ConfiguredWording;
import dev.tocsin.alert.DeliveryWatch;
import dev.tocsin.alert.LocalAlerts;
import dev.tocsin.conf.SecretKey;
import dev.tocsin.escalation.ConfiguredResponders;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Outcome;
import dev.tocsin.persistence.alert.JdbiAlertViews;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Alerts on this node: what outlives a clustered system, and what each of those begins. */
final class Alerting {
  private final InstantSource clock;
  private final StoreHealth store;
  private final Executor blocking;
  private final AlertBoard board = new AlertBoard();
  private final LocalAlerts local;
  private final AlertViews views;
  private final AnswerLinks links;
  private final AlertCluster.Delivery delivery;

  /**
   * @param url what links begin with
   */
  Alerting(
      Stores stores,
      Knowledge knowledge,
      ChannelKinds kinds,
      LocalAlerts local,
      SecretKey key,
      URI url,
      StoreHealth store,
      InstantSource clock,
      Executor blocking,
      MeterRegistry registry) {
    this.local = local;
    this.clock = clock;
    this.store = store;
    this.blocking = blocking;
    this.views = new JdbiAlertViews(stores.database());
    this.links = new AnswerLinks(new DerivedKeys(key.bytes()), url, clock);
    var configuration = knowledge.configuration();
    this.delivery =
        new AlertCluster.Delivery(
            new ConfiguredResponders(configuration, kinds),
            new ConfiguredWording(configuration, links, url),
            new ConfiguredPlaces(configuration, kinds, url),
            new Counted(registry));
    Gauge.builder("tocsin.alerts.running", local::count)
        .description("The alerts that run on this node")
        .register(registry);
  }

  /** Counts attempts by what came of them. */
  private static final class Counted implements DeliveryWatch {
    private final Counter delivered;
    private final Counter retried;
    private final Counter failed;

    Counted(MeterRegistry registry) {
      this.delivered = counter(registry, "delivered");
      this.retried = counter(registry, "retry");
      this.failed = counter(registry, "failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
      return Counter.builder("tocsin.notifications")
          .tag("outcome", outcome)
          .description("Attempts to send a message about alerts, by what came of them")
          .register(registry);
    }

    @Override
    public void tried(OrganizationId organization, UUID endpoint, Outcome outcome, Instant at) {
      switch (outcome) {
        case Outcome.Delivered done -> delivered.increment();
        case Outcome.Retry later -> retried.increment();
        case Outcome.Permanent never -> failed.increment();
      }
    }
  }

  /** Reads what is open. Blocks; throws where the store does not answer. */
  void load() {
    views.open().forEach(alert -> board.publish(new AlertSight(alert, alert.sequence())));
  }

  /**
   * @param whole whether this node sees its whole cluster
   */
  AlertCluster begin(ActorSystem<?> system, BooleanSupplier whole) {
    return new AlertCluster(
        system,
        new AlertCluster.Node(clock, board, views, delivery, store, whole, local, blocking));
  }

  AlertParts.Wording wording() {
    return delivery.wording();
  }

  AlertBoard board() {
    return board;
  }

  AlertViews views() {
    return views;
  }

  AnswerLinks links() {
    return links;
  }
}
