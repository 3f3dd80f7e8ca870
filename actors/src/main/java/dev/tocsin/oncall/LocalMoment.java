package dev.tocsin.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The moment that people mean by a time on their clocks. A time that is left out, because the
 * clocks are put forward over it, is the moment at which that is done; a time that comes twice is
 * the first of the two. So of two times on the clock the later one is never the earlier moment.
 */
public final class LocalMoment {
  private LocalMoment() {}

  public static Instant of(LocalDateTime local, ZoneId timeZone) {
    ZoneRules rules = timeZone.getRules();
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }
}
