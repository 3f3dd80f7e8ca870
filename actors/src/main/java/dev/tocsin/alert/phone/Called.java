package dev.tocsin.alert.phone;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.Notification;
import dev.tocsin.notify.twilio.CallbackLinks.Claim;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a message or call was about. */
final class Called {
  private final AlertBoard board;

  Called(AlertBoard board) {
    this.board = board;
  }

  /**
   * Those that its address names, and those that it only counted.
   *
   * @param sid the service's own name for it
   */
  List<AlertRef> alerts(Claim claim, String sid) {
    Set<AlertRef> all = new LinkedHashSet<>();
    claim
        .alerts()
        .forEach(alert -> all.add(new AlertRef(claim.organization(), new AlertId(alert))));
    if (claim.notification() == null) {
      for (AlertSight sight : board.open(claim.organization())) {
        if (notification(sight.record(), claim, sid).isPresent()) {
          all.add(sight.record().ref());
        }
      }
    }
    return List.copyOf(all);
  }

  /** What was to be told by it of one alert. */
  Optional<Notification> notification(AlertRecord alert, Claim claim, String sid) {
    return alert.notifications().stream()
        .filter(each -> each.intended().endpoint().equals(claim.endpoint()))
        .filter(
            each ->
                claim.notification() == null
                    ? sid.equals(each.reference())
                    : each.intended().id().equals(claim.notification()))
        .findFirst();
  }

  /** What was told there of one alert, by this or another message. */
  static Optional<Notification> any(AlertRecord alert, Claim claim) {
    return alert.notifications().stream()
        .filter(each -> each.intended().endpoint().equals(claim.endpoint()))
        .findFirst();
  }

  Optional<AlertRecord> record(AlertRef alert) {
    return board.find(alert).map(AlertSight::record);
  }
}
