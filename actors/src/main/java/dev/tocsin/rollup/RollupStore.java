package dev.tocsin.rollup;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The table of rollups, and what is known of how far it is. Calls block, and throw {@link
 * StoreUnavailableException}.
 */
public interface RollupStore {
  /** Writes a whole day of an organization in one transaction, in place of what was there of it. */
  void store(OrganizationId organization, RolledDay day, List<MonitorRollup> rows);

  /** All rows of a day. */
  List<MonitorRollup> rows(OrganizationId organization, LocalDate day);

  /** One monitor's days from {@code from} to {@code to}, both included: newest first. */
  List<Rollup> rollups(MonitorRef monitor, LocalDate from, LocalDate to);

  /** The day that is rolled up with the latest date. */
  Optional<RolledDay> newest(OrganizationId organization);

  /** Days that are not settled, oldest first. */
  List<RolledDay> unsettled(OrganizationId organization);

  /** Days that end after a moment, oldest first. */
  List<RolledDay> endingAfter(OrganizationId organization, Instant moment);

  /** When the organization's first event was. */
  Optional<Instant> firstEvent(OrganizationId organization);

  /** Events before {@code before} that were stored after {@code storedAfter}; empty for none. */
  Optional<LateEvents> lateEvents(OrganizationId organization, Instant storedAfter, Instant before);

  /** Events that were stored up to then are in all days; empty where that was never noted. */
  Optional<Instant> eventsUntil(OrganizationId organization);

  void noteEventsUntil(OrganizationId organization, Instant moment);

  /**
   * Removes the oldest day with its rows, if it is before {@code first}: of several thousand days
   * one at a time, so that no statement is long.
   *
   * @return whether there was one
   */
  boolean removeOldest(OrganizationId organization, LocalDate first);

  /**
   * Some events together.
   *
   * @param firstAt when the first of them happened
   * @param lastStored when the last of them was stored
   */
  record LateEvents(Instant firstAt, Instant lastStored) {}
}
