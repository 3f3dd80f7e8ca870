package dev.tocsin.bulk;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What has come so far of what was asked to be done to many monitors.
 *
 * @param total of the monitors that it was asked for
 * @param refusals the first of those that could not be changed
 * @param at when it was so
 */
public record BulkProgress(
    UUID id,
    OrganizationId organization,
    BulkAction action,
    int total,
    Tally tally,
    List<Refusal> refusals,
    Instant at) {
  /** More than that are counted and not named. */
  static final int MOST_NAMED = 20;

  /** A node that lives says something far more often. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /**
   * How many are through.
   *
   * @param done also what was so before
   * @param isOver whether nothing more comes
   */
  public record Tally(int done, int refused, boolean isOver) {}

  /** One that could not be changed, and the reason in a sentence. */
  public record Refusal(MonitorId monitor, String name, String why) {}

  public BulkProgress {
    refusals = List.copyOf(refusals);
  }

  static BulkProgress begun(BulkOrder order, int total, Instant at) {
    return new BulkProgress(
        order.id(),
        order.organization(),
        order.action(),
        total,
        new Tally(0, 0, false),
        List.of(),
        at);
  }

  /** With a few more. */
  BulkProgress with(int done, List<Refusal> refused, Instant now) {
    return new BulkProgress(
        id,
        organization,
        action,
        total,
        new Tally(tally.done + done, tally.refused + refused.size(), tally.isOver),
        Stream.concat(refusals.stream(), refused.stream()).limit(MOST_NAMED).toList(),
        now);
  }

  /** At its end; what is not through by then was not changed. */
  BulkProgress over(Instant now) {
    return new BulkProgress(
        id,
        organization,
        action,
        total,
        new Tally(tally.done, total - tally.done, true),
        refusals,
        now);
  }

  /** Whether the node that does it is gone, so that nothing more comes. */
  public boolean isSilent(Instant now) {
    return !tally.isOver && Duration.between(at, now).compareTo(SILENCE) > 0;
  }

  public boolean isUnderWay(Instant now) {
    return !tally.isOver && !isSilent(now);
  }
}
