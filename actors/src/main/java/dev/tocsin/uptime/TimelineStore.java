package dev.tocsin.uptime;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The timelines as the event log tells them. Calls block, and throw {@link
 * StoreUnavailableException}.
 */
public interface TimelineStore {
  /**
   * A timeline and the number of the last event in it.
   *
   * @param sequence 0 where there is no event
   */
  record Told(Timeline timeline, long sequence) {}

  /**
   * Every monitor that has events, of all organizations, from {@code since} on: the first entry of
   * each says what was so then.
   */
  Map<MonitorRef, Told> all(Instant since);

  /** The same of some monitors of one organization. */
  Map<MonitorRef, Told> of(OrganizationId organization, Set<MonitorRef> monitors, Instant since);

  /**
   * All of one organization's monitors that have events before {@code to}, those that are deleted
   * by now included: what was so from {@code from} on, up to {@code to}.
   */
  Map<MonitorRef, Told> between(OrganizationId organization, Instant from, Instant to);
}
