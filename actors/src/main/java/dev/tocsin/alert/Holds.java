package dev.tocsin.alert;

import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What holds alerts back, as this node knows it; it answers while the store is away. */
public interface Holds {
  /** Nothing ever does. */
  Holds NONE =
      new Holds() {
        @Override
        public @Nullable Hold hold(AlertRecord alert, Instant at) {
          return null;
        }

        @Override
        public List<MonitorRef> parents(AlertRecord alert) {
          return List.of();
        }

        @Override
        public CompletionStage<Boolean> failsNow(MonitorRef parent) {
          return CompletableFuture.completedStage(false);
        }

        @Override
        public Duration lookTakes(MonitorRef parent) {
          return Duration.ZERO;
        }

        @Override
        public Duration verdictTakes(MonitorRef parent) {
          return Duration.ZERO;
        }

        @Override
        public Duration recoveryTakes(AlertRecord alert) {
          return Duration.ZERO;
        }
      };

  /** Null where somebody may be told. */
  @Nullable Hold hold(AlertRecord alert, Instant at);

  /**
   * What the alert's monitor depends on and is not known to be down: it may be about to show, for
   * what is checked later fails later.
   */
  List<MonitorRef> parents(AlertRecord alert);

  /** Looks at a monitor at once. It never fails: what cannot be looked at does not fail. */
  CompletionStage<Boolean> failsNow(MonitorRef parent);

  /** How long a look may take. */
  Duration lookTakes(MonitorRef parent);

  /** How long it takes from a first bad result of a monitor until it is down. */
  Duration verdictTakes(MonitorRef parent);

  /** How long the alert's monitor takes to show that it is up again after what it depends on is. */
  Duration recoveryTakes(AlertRecord alert);
}
