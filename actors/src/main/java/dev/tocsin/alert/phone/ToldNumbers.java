package dev.tocsin.alert.phone;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.Answerers;
import dev.tocsin.alert.Notification;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.sms.SmsKind;
import dev.tocsin.notify.twilio.PhoneNumber;
import dev.tocsin.notify.voice.VoiceKind;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a telephone was told of: found anew for each answer among those that this node
 * knows, so that nothing has to be kept, and the store need not be there.
 */
final class ToldNumbers {
  private final NodeConfiguration configuration;
  private final AlertBoard board;
  private final Answerers answerers;
  private final InstantSource clock;

  /**
   * @param person whose telephone it is; null where it is a channel's
   * @param mayAnswer whether that person still may
   */
  record Told(AlertRecord alert, @Nullable UserId person, boolean mayAnswer) {}

  private record Place(OrganizationId organization, UUID endpoint) {}

  /**
   * @param person null where it is a channel's
   */
  private record Holder(@Nullable UserId person) {}

  ToldNumbers(NodeConfiguration configuration, AlertBoard board, InstantSource clock) {
    this.configuration = configuration;
    this.board = board;
    this.answerers = new Answerers(configuration);
    this.clock = clock;
  }

  /**
   * The newest first, those included that were over lately.
   *
   * @throws StoreUnavailableException while this node does not know whose the numbers are
   */
  List<Told> by(PhoneNumber number) {
    if (!configuration.isComplete()) {
      throw new StoreUnavailableException("This node has not read its configuration yet.");
    }
    Instant now = clock.instant();
    Map<Place, Optional<Holder>> holders = new HashMap<>();
    List<Told> all = new ArrayList<>();
    board.each(
        sight -> {
          if (sight.record().isRaised()) {
            told(sight.record(), number, now, holders).ifPresent(all::add);
          }
        });
    all.sort(Comparator.comparing((Told told) -> told.alert().raisedAt()).reversed());
    return all;
  }

  private Optional<Told> told(
      AlertRecord alert, PhoneNumber number, Instant now, Map<Place, Optional<Holder>> holders) {
    Told best = null;
    for (Notification each : alert.notifications()) {
      if (wasTold(each, now)) {
        Place place = new Place(alert.ref().organization(), each.intended().endpoint());
        Optional<Holder> holder = holders.computeIfAbsent(place, asked -> holder(asked, number));
        if (holder.isPresent()) {
          best = better(best, told(alert, holder.get().person()));
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private Told told(AlertRecord alert, @Nullable UserId person) {
    return new Told(alert, person, answerers.mayAnswer(alert.ref().organization(), person));
  }

  /** A person's own telephone may be a channel's as well: then the name is known. */
  private static Told better(@Nullable Told one, Told other) {
    if (one == null || one.mayAnswer() != other.mayAnswer()) {
      return one == null || other.mayAnswer() ? other : one;
    }
    return one.person() == null ? other : one;
  }

  private static boolean wasTold(Notification notification, Instant now) {
    return notification.intended().kind() == Message.Kind.TRIGGERED
        && (notification.attempts() > 0
            || notification.progress() == Notification.Progress.DELIVERED
            || !notification.intended().due().isAfter(now));
  }

  private Optional<Holder> holder(Place place, PhoneNumber number) {
    if (configuration.item(place.organization(), ContactMethod.KIND, place.endpoint())
        instanceof Lookup.Found<Item<ContactMethod>>(var method)) {
      return method.content().isVerified() && isOf(method.content().endpoint(), number)
          ? Optional.of(new Holder(method.content().user()))
          : Optional.empty();
    }
    return configuration.item(place.organization(), Channel.KIND, place.endpoint())
                instanceof Lookup.Found<Item<Channel>>(var channel)
            && isOf(channel.content().endpoint(), number)
        ? Optional.of(new Holder(null))
        : Optional.empty();
  }

  private static boolean isOf(Endpoint endpoint, PhoneNumber number) {
    return (endpoint.type().equals(SmsKind.TYPE) || endpoint.type().equals(VoiceKind.TYPE))
        && endpoint.setting("number").equals(number.value());
  }
}
