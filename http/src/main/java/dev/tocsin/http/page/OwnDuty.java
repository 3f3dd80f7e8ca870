package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Until when somebody is on call, for every page that they read: from this node's memory, and
 * computed anew only where schedules changed or time has gone on. Safe for use by many threads.
 */
final class OwnDuty {
  /** Further ahead nobody looks at once. */
  static final Duration AHEAD = Duration.ofDays(62);

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final long MOST_PEOPLE = 20_000;

  private final NodeConfiguration configuration;
  private final Cache<Person, Known> known =
      Caffeine.newBuilder().maximumSize(MOST_PEOPLE).expireAfterWrite(KEPT).build();

  OwnDuty(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  private record Person(OrganizationId organization, UserId user) {}

  /**
   * @param from whence it holds
   * @param goodUntil the first moment of which it says nothing
   */
  private record Known(long revision, Instant from, Instant goodUntil, Optional<Instant> until) {
    private boolean holds(long present, Instant now) {
      return revision == present && !now.isBefore(from) && now.isBefore(goodUntil);
    }
  }

  /**
   * The end of their watch, {@link Instant#MAX} where that is further away than one looks; empty
   * where they are not on call now.
   */
  Optional<Instant> until(OrganizationId organization, UserId user, Instant now) {
    Person person = new Person(organization, user);
    long revision = configuration.revisionOf(organization);
    Known before = known.getIfPresent(person);
    if (before != null && before.holds(revision, now)) {
      return before.until();
    }
    Known fresh = look(organization, user, revision, now);
    known.put(person, fresh);
    return fresh.until();
  }

  private Known look(OrganizationId organization, UserId user, long revision, Instant now) {
    Instant goodUntil = now.plus(KEPT);
    Optional<Instant> until = Optional.empty();
    for (Item<Schedule> each : configuration.items(organization, Schedule.KIND)) {
      if (each.content().people().contains(user)) {
        Instant horizon = now.plus(AHEAD);
        List<Shift> ahead = new OnCall(each.content()).timeline(now, horizon);
        Instant end = end(ahead);
        Instant change = end.isBefore(horizon) ? end : Instant.MAX;
        goodUntil = change.isBefore(goodUntil) ? change : goodUntil;
        if (user.equals(ahead.getFirst().user())
            && until.filter(known -> !known.isBefore(change)).isEmpty()) {
          until = Optional.of(change);
        }
      }
    }
    return new Known(revision, now, goodUntil, until);
  }

  /** When who is first in these shifts hands over. */
  static Instant end(List<Shift> shifts) {
    Shift first = shifts.getFirst();
    return shifts.stream()
        .takeWhile(shift -> Objects.equals(shift.user(), first.user()))
        .reduce((one, later) -> later)
        .orElse(first)
        .until();
  }
}
