package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertCluster;
import dev.tocsin.alert.AlertParts;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.AnswerLinks;
import dev.tocsin.alert.ConfiguredHolds;
import dev.tocsin.alert.ConfiguredPlaces;
import dev.tocsin.alert.ConfiguredWording;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.DeliveryWatch;
import dev.tocsin.alert.LocalAlerts;
import dev.tocsin.alert.PlaceHealths;
import dev.tocsin.alert.phone.SentByTelephone;
import dev.tocsin.conf.SecretKey;
import dev.tocsin.escalation.ConfiguredResponders;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.notify.Breakers;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.persistence.alert.JdbiAlertViews;
import dev.tocsin.persistence.alert.JdbiDeliveryLog;
import dev.tocsin.tenancy.access.DerivedKeys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
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
  private final PlaceHealths healths;
  private final DeliveryLog log;
  private final AlertCluster.Delivery delivery;

  /**
   * @param monitors what an alert's monitor depends on is looked at by
   * @param url what links begin with
   */
  Alerting(
      Stores stores,
      Knowledge knowledge,
      Monitors monitors,
      KnownChannels channels,
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
    ChannelKinds kinds = channels.kinds();
    var responders = new ConfiguredResponders(configuration, kinds);
    Breakers breakers = new Breakers(new CountedSender(kinds, registry), clock);
    ConfiguredPlaces places =
        new ConfiguredPlaces(configuration, kinds, breakers, channels.allowance(), url);
    SentByTelephone.count(board, places, channels.allowance());
    this.healths = new PlaceHealths(board, places);
    this.log = new JdbiDeliveryLog(stores.database());
    this.delivery =
        new AlertCluster.Delivery(
            responders,
            new ConfiguredHolds(
                configuration,
                new Maintenances(configuration),
                knowledge.board(),
                monitors,
                responders,
                board),
            new ConfiguredWording(configuration, links, url),
            places,
            DeliveryWatch.NOBODY,
            healths,
            log);
    Gauge.builder("tocsin.alerts.running", local::count)
        .description("The alerts that run on this node")
        .register(registry);
    Gauge.builder("tocsin.notifications.accounts.left.alone", breakers::open)
        .description("The providers' accounts that this node sends nothing, for they do not answer")
        .register(registry);
  }

  /** Reads what is open. Blocks; throws where the store does not answer. */
  void load() {
    views.open().forEach(alert -> board.publish(new AlertSight(alert, alert.sequence())));
    healths.load(log.last());
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

  PlaceHealths healths() {
    return healths;
  }

  DeliveryLog log() {
    return log;
  }
}
