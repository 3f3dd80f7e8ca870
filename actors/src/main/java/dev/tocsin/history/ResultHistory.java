package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** All that is known of what monitors have seen, wherever it is kept. */
@FunctionalInterface
public interface ResultHistory {
  /**
   * The newest results with {@code from <= at < to}. What does not answer makes no answer fail; it
   * is said in {@link HistoryPage#missing}.
   *
   * @param limit at most so many; where there are more, nothing is said of the time before the last
   *     one
   */
  CompletionStage<HistoryPage> read(MonitorRef monitor, Instant from, Instant to, int limit);
}
