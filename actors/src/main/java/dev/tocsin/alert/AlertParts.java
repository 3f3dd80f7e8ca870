package dev.tocsin.alert;

import dev.tocsin.StoreHealth;
import dev.tocsin.escalation.Responders;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.notify.Message;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What every alert of a node shares.
 *
 * @param clock corrected by the store's
 * @param says where an alert says what it is: to this node's board and to the others'
 * @param whole whether this node sees its whole cluster: what is not stored is told only then
 * @param postboxes sends a command to the postbox of a place, by the place's address
 */
public record AlertParts(
    InstantSource clock,
    Responders responders,
    Holds holds,
    Wording wording,
    AlertBoard board,
    Consumer<AlertSight> says,
    ActorRef<ViewWriter.Command<AlertView>> views,
    BiConsumer<String, Postbox.Command> postboxes,
    StoreHealth store,
    BooleanSupplier whole,
    LocalAlerts local) {

  /** What an alert is called, and how it is told. */
  public interface Wording {
    /**
     * @param cause what is known of why the monitor is down
     */
    AlertSubject of(MonitorRef monitor, String cause);

    Message.Notice notice(AlertRecord alert, Intended message);
  }

  /** The address of the place of a message. */
  static String postbox(AlertRef alert, UUID endpoint) {
    return Postbox.entityId(alert.organization(), endpoint);
  }
}
