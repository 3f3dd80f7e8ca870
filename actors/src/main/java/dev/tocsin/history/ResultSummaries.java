package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;

/** What the archive says of stretches of time. Calls block. */
@FunctionalInterface
public interface ResultSummaries {
  ResultSummaries NONE = (organization, from, to, reader) -> {};

  /**
   * Reads all monitors of an organization, in any order, a monitor and region maybe several times:
   * the parts do not overlap and are to be put together.
   *
   * @throws dev.tocsin.StoreUnavailableException where the archive as a whole does not answer
   * @throws java.io.UncheckedIOException where this alone cannot be read
   */
  void each(OrganizationId organization, Instant from, Instant to, Reader reader);

  /** Takes one monitor's part in. */
  @FunctionalInterface
  interface Reader {
    void take(MonitorRef monitor, String region, ResultSummary summary);
  }
}
