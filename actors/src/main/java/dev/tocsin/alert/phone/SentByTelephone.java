package dev.tocsin.alert.phone;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.Place;
import dev.tocsin.notify.Allowance;

/**
 * Counts what alerts say to have been sent: what is said of an alert reaches the board of every
 * node, so that all of them count the same, also after a restart, as far as the board goes back.
 */
public final class SentByTelephone {
  private final Place.Directory places;
  private final Allowance allowance;

  private SentByTelephone(Place.Directory places, Allowance allowance) {
    this.places = places;
    this.allowance = allowance;
  }

  public static void count(AlertBoard board, Place.Directory places, Allowance allowance) {
    if (!allowance.isEndless()) {
      SentByTelephone sent = new SentByTelephone(places, allowance);
      board.onChange(sent::take);
      board.each(sent::take);
    }
  }

  private void take(AlertSight sight) {
    AlertRecord alert = sight.record();
    for (Notification each : alert.notifications()) {
      String reference = each.reference();
      if (reference != null) {
        places
            .find(alert.ref().organization(), each.intended().endpoint())
            .map(place -> place.account().type())
            .ifPresent(
                type -> allowance.used(alert.ref().organization(), type, reference, each.at()));
      }
    }
  }
}
