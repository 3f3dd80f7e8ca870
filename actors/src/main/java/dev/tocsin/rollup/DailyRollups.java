package dev.tocsin.rollup;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls up every day that has ended, oldest first, and again those of which more became known: an
 * outage that was stored late, results that came late into the archive. What it goes by is in the
 * store, so it may end at any point and go on elsewhere; the same day twice is the same rows. Calls
 * block; for one thread.
 */
public final class DailyRollups {
  /** So long after a day's end its last hour is in the archive. */
  static final Duration AFTER_END = Duration.ofMinutes(10);

  /** Clocks differ, and a row may become visible a while after the time that is written on it. */
  static final Duration SLACK = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(DailyRollups.class);

  private final Parts parts;
  private final Map<OrganizationId, Instant> eventsUntil = new HashMap<>();
  private boolean archiveAway;
  private volatile @Nullable Instant behind;

  /** What each monitor of an organization was in a stretch, as far as it counts for its uptime. */
  @FunctionalInterface
  public interface CountedPast {
    /**
     * @throws StoreUnavailableException where the event log does not answer
     */
    Map<MonitorRef, Timeline> between(OrganizationId organization, Instant from, Instant to);
  }

  /**
   * @param organizations with the time zones that their days end in
   * @param region that a rollup without results is of
   * @param keepFor how long rollups are kept, in days
   */
  public record Parts(
      CountedPast timelines,
      ResultSummaries archive,
      RollupStore store,
      Supplier<Map<OrganizationId, ZoneId>> organizations,
      InstantSource clock,
      String region,
      Duration keepFor) {}

  public DailyRollups(Parts parts) {
    this.parts = parts;
  }

  /**
   * Does what is due now.
   *
   * @param goesOn asked between days
   * @throws StoreUnavailableException where the store does not answer; what is not done is due
   */
  public void catchUp(BooleanSupplier goesOn) {
    boolean[] askArchive = {true};
    Instant oldest = null;
    for (Map.Entry<OrganizationId, ZoneId> each : parts.organizations().get().entrySet()) {
      if (!goesOn.getAsBoolean()) {
        return;
      }
      try {
        Optional<Instant> end = new Turn(each.getKey(), each.getValue(), askArchive, goesOn).run();
        if (end.isPresent() && (oldest == null || end.get().isBefore(oldest))) {
          oldest = end.get();
        }
      } catch (StoreUnavailableException away) {
        throw away;
      } catch (RuntimeException failure) {
        LOG.error("The days of organization {} cannot be rolled up", each.getKey(), failure);
      }
    }
    behind = oldest;
    if (!goesOn.getAsBoolean()) {
      rest();
    }
  }

  /** It is done elsewhere from now on. */
  public void rest() {
    behind = null;
  }

  /** How long ago the last day ended that is rolled up for every organization. */
  public Optional<Duration> lastDaysAge() {
    return Optional.ofNullable(behind).map(end -> Duration.between(end, parts.clock().instant()));
  }

  /** One organization's part of it. */
  private final class Turn {
    private final OrganizationId organization;
    private final ZoneId zone;
    private final boolean[] askArchive;
    private final BooleanSupplier goesOn;
    private final Instant now = parts.clock().instant();
    private final LocalDate firstKept;
    private boolean rolled;

    Turn(OrganizationId organization, ZoneId zone, boolean[] askArchive, BooleanSupplier goesOn) {
      this.organization = organization;
      this.zone = zone;
      this.askArchive = askArchive;
      this.goesOn = goesOn;
      this.firstKept = Day.dateAt(now, zone).minusDays(parts.keepFor().toDays());
    }

    /**
     * @return when the newest day ended that is rolled up now
     */
    Optional<Instant> run() {
      RolledDay newest = parts.store().newest(organization).orElse(null);
      if (newest == null) {
        eventsUntil.put(organization, now.minus(SLACK));
      } else {
        again(newest);
      }
      Day last = fresh(newest);
      if (rolled && goesOn.getAsBoolean()) {
        parts.store().noteEventsUntil(organization, until());
        while (goesOn.getAsBoolean() && parts.store().removeOldest(organization, firstKept)) {
          LOG.debug("A day of organization {} is as old as it may be", organization);
        }
      }
      return Optional.ofNullable(last).map(Day::end);
    }

    private Instant until() {
      return eventsUntil.getOrDefault(organization, Instant.EPOCH);
    }

    /** Days of which more is known than when they were rolled up. */
    private void again(RolledDay newest) {
      List<RolledDay> late = late(newest);
      List<RolledDay> days = new ArrayList<>(late);
      parts.store().unsettled(organization).stream()
          .filter(day -> day.isDue(now) && !late.contains(day))
          .forEach(days::add);
      days.sort((one, other) -> one.day().date().compareTo(other.day().date()));
      for (RolledDay day : days) {
        if (!goesOn.getAsBoolean()) {
          return;
        }
        roll(day.day(), day, late.contains(day));
      }
      if (goesOn.getAsBoolean()) {
        eventsUntil.put(organization, now.minus(SLACK));
      }
    }

    private List<RolledDay> late(RolledDay newest) {
      Instant since =
          eventsUntil.computeIfAbsent(
              organization,
              missing -> parts.store().eventsUntil(organization).orElse(Instant.EPOCH));
      return parts
          .store()
          .lateEvents(organization, since, newest.day().end())
          .map(
              events ->
                  parts.store().endingAfter(organization, events.firstAt()).stream()
                      .filter(day -> day.at().isBefore(events.lastStored().plus(SLACK)))
                      .toList())
          .orElse(List.of());
    }

    /** Days that have ended and are not rolled up yet. */
    private @Nullable Day fresh(@Nullable RolledDay newest) {
      Day last = newest == null ? null : newest.day();
      Optional<Day> next = last == null ? first() : Optional.of(following(last));
      if (newest == null && next.isPresent() && isOver(next.get())) {
        // or one that goes on after this one died would look through all events there are
        parts.store().noteEventsUntil(organization, until());
      }
      while (next.isPresent() && isOver(next.get()) && goesOn.getAsBoolean()) {
        roll(next.get(), null, true);
        last = next.get();
        next = Optional.of(last.next(zone));
      }
      return last;
    }

    private boolean isOver(Day day) {
      return !now.isBefore(day.end().plus(AFTER_END));
    }

    private Optional<Day> first() {
      return parts
          .store()
          .firstEvent(organization)
          .map(event -> Day.of(later(Day.dateAt(event, zone), firstKept), zone));
    }

    private Day following(Day last) {
      Day next = last.next(zone);
      return next.date().isBefore(firstKept) ? Day.of(firstKept, zone) : next;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
      return one.isBefore(other) ? other : one;
    }

    /**
     * @param before that it was rolled up before
     * @param certain whether it is written without the archive too
     */
    private void roll(Day day, @Nullable RolledDay before, boolean certain) {
      Instant at = parts.clock().instant();
      CollectedResults results = new CollectedResults();
      boolean archived = read(day, results);
      if (!archived && !certain) {
        return;
      }
      if (before != null) {
        parts.store().rows(organization, day.date()).forEach(results::remember);
      }
      List<MonitorRollup> rows = new ArrayList<>();
      parts
          .timelines()
          .between(organization, day.begin(), day.end())
          .forEach(
              (monitor, timeline) ->
                  rows.addAll(Rollups.of(day, monitor, timeline, results, parts.region())));
      RolledDay done = new RolledDay(day, firstAt(before, at, archived), at, archived);
      parts.store().store(organization, done, rows);
      rolled = true;
    }

    /** Counted from when the archive answered: only then its writers could begin to catch up. */
    private static Instant firstAt(@Nullable RolledDay before, Instant at, boolean archived) {
      return before == null || (archived && !before.archived()) ? at : before.firstAt();
    }

    private boolean read(Day day, CollectedResults results) {
      if (!askArchive[0]) {
        return false;
      }
      try {
        parts.archive().each(organization, day.begin(), day.end(), results);
        archiveAnswered();
        return true;
      } catch (StoreUnavailableException away) {
        askArchive[0] = false;
        results.forgetParts();
        archiveFailed(away);
        return false;
      } catch (RuntimeException failure) {
        // of these days alone: what the archive has of others may well be readable
        results.forgetParts();
        LOG.warn(
            "What the archive has of the day {} of organization {} cannot be read; it is rolled up"
                + " with its uptime alone, and again later",
            day.date(),
            organization,
            failure);
        return false;
      }
    }
  }

  private void archiveFailed(RuntimeException failure) {
    if (!archiveAway) {
      archiveAway = true;
      LOG.warn(
          "The archive does not answer; days are rolled up with their uptime alone, and again when"
              + " it does",
          failure);
    }
  }

  private void archiveAnswered() {
    if (archiveAway) {
      archiveAway = false;
      LOG.info("The archive answers again");
    }
  }
}
