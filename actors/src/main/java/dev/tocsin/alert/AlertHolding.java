package dev.tocsin.alert;

import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether an alert may climb now. Before its first step what its monitor depends on is looked at
 * once, for a child is often seen to be down before its parent is.
 */
final class AlertHolding {
  /** What was held and released so often, by what flaps, is held no more. */
  private static final int MOST_EVENTS = 400;

  /** What holds an alert may change at any time: it is asked for so often. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  static final Duration SOON = Duration.ofSeconds(1);

  sealed interface Verdict {}

  record Go() implements Verdict {}

  record Held(Hold hold) implements Verdict {}

  record Wait() implements Verdict {}

  private static final Go GO = new Go();
  private static final Wait WAIT = new Wait();

  private final ActorContext<AlertEntity.Command> context;
  private final Holds holds;
  private boolean hasLooked;
  private Instant waitsUntil = Instant.EPOCH;

  AlertHolding(ActorContext<AlertEntity.Command> context, Holds holds) {
    this.context = context;
    this.holds = holds;
  }

  Verdict judge(AlertRecord alert, Instant now) {
    if (alert.climb().forced() || alert.sequence() > MOST_EVENTS) {
      return GO;
    }
    Hold hold = holds.hold(alert, now);
    if (hold != null) {
      return new Held(hold);
    }
    if (alert.climb().number() == 0 && !hasLooked) {
      look(alert, now);
    }
    return now.isBefore(waitsUntil) ? WAIT : GO;
  }

  private void look(AlertRecord alert, Instant now) {
    hasLooked = true;
    List<MonitorRef> parents = holds.parents(alert);
    if (parents.isEmpty()) {
      return;
    }
    Duration longest =
        parents.stream().map(holds::lookTakes).max(Duration::compareTo).orElse(Duration.ZERO);
    waitsUntil = now.plus(longest);
    List<CompletableFuture<Duration>> looks = parents.stream().map(this::look).toList();
    CompletableFuture<Duration> takes =
        CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
            .thenApply(
                done ->
                    looks.stream()
                        .map(CompletableFuture::join)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    context.pipeToSelf(
        takes, (time, defect) -> new AlertEntity.Looked(defect == null ? time : Duration.ZERO));
  }

  /** How long it takes until it is known whether it is down; nothing where it answers. */
  private CompletableFuture<Duration> look(MonitorRef parent) {
    return holds
        .failsNow(parent)
        .thenApply(fails -> fails ? holds.verdictTakes(parent) : Duration.ZERO)
        .toCompletableFuture()
        .completeOnTimeout(
            Duration.ZERO, holds.lookTakes(parent).toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * @param takes how long it takes until it is known whether a parent that fails is down
   */
  void looked(Duration takes, Instant now) {
    waitsUntil = now.plus(takes);
  }

  /** When to judge again; null where no time changes anything. */
  @Nullable Instant again(AlertRecord alert, Instant now) {
    if (now.isBefore(waitsUntil)) {
      return now.plus(SOON);
    }
    return alert.climb().hold() == null ? null : now.plus(AGAIN);
  }
}
