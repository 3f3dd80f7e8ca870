package dev.tocsin.persistence.cluster;

import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseException;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease in the shared store, for split-brain resolution: of two parts of a cluster only the one
 * that gets it lives on. It expires by the database's clock; its holder counts the time to live
 * from before each renewal, by its own monotonic clock, and so never holds it longer than the
 * database says. Pekko makes it, by the class's name, and gives it the system that has a {@link
 * DatabaseSetup}.
 */
public final class DatabaseLease extends Lease {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);
  private static final Executor BLOCKING = task -> Thread.ofVirtual().name("lease").start(task);

  private final LeaseSettings settings;
  private final ExtendedActorSystem system;
  private final LeaseRow row;
  private final Duration renewal;
  private final Duration timeToLive;

  private @Nullable Held held;

  /** What this process holds, until somebody takes it or it runs out. */
  private record Held(
      long untilNanos, Cancellable renewing, Consumer<Optional<Throwable>> whenLost) {
    boolean isOver() {
      return System.nanoTime() - untilNanos >= 0;
    }
  }

  /** Made by Pekko. */
  public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.system = system;
    this.timeToLive = Duration.ofMillis(settings.timeoutSettings().heartbeatTimeout().toMillis());
    this.renewal = Duration.ofMillis(settings.timeoutSettings().heartbeatInterval().toMillis());
    this.row =
        system
            .settings()
            .setup()
            .get(DatabaseSetup.class)
            .map(
                setup ->
                    new LeaseRow(
                        setup.database(), settings.leaseName(), settings.ownerName(), timeToLive))
            .orElseThrow(
                () -> new IllegalStateException("The actor system was made without DatabaseSetup"));
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(lost -> {});
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLostCallback) {
    return blocking(
        () -> {
          long before = System.nanoTime();
          boolean acquired = row.acquire();
          if (acquired) {
            hold(before, leaseLostCallback);
          }
          LOG.info(
              "Lease {} {} {}",
              row.name(),
              acquired ? "taken by" : "not to be had by",
              row.owner());
          return acquired;
        });
  }

  @Override
  public CompletionStage<Boolean> release() {
    letGo();
    return blocking(
        () -> {
          row.release();
          LOG.info("Lease {} released by {}", row.name(), row.owner());
          return true;
        });
  }

  @Override
  public synchronized boolean checkLease() {
    return held != null && !held.isOver();
  }

  private CompletionStage<Boolean> blocking(Supplier<Boolean> work) {
    return CompletableFuture.supplyAsync(work, BLOCKING)
        .exceptionally(
            failure -> {
              throw new LeaseException("The store did not answer for lease " + row.name());
            });
  }

  private synchronized void hold(long since, Consumer<Optional<Throwable>> whenLost) {
    letGo();
    Cancellable renewing =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                renewal, renewal, () -> BLOCKING.execute(this::renew), system.dispatcher());
    held = new Held(since + timeToLive.toNanos(), renewing, whenLost);
  }

  private synchronized void letGo() {
    if (held != null) {
      held.renewing().cancel();
      held = null;
    }
  }

  private void renew() {
    if (!isHeld()) {
      return;
    }
    long before = System.nanoTime();
    try {
      if (row.renew()) {
        extend(before);
      } else {
        lose(Optional.empty());
      }
    } catch (StoreUnavailableException away) {
      // tried again at the next renewal; the time to live covers several
      if (!checkLease()) {
        lose(Optional.of(away));
      }
    } catch (RuntimeException defect) {
      lose(Optional.of(defect));
    }
  }

  private synchronized boolean isHeld() {
    return held != null;
  }

  private synchronized void extend(long since) {
    if (held != null) {
      held = new Held(since + timeToLive.toNanos(), held.renewing(), held.whenLost());
    }
  }

  private void lose(Optional<Throwable> why) {
    Held lost;
    synchronized (this) {
      lost = held;
      letGo();
    }
    if (lost != null) {
      LOG.warn("Lease {} lost by {}", row.name(), row.owner());
      lost.whenLost().accept(why);
    }
  }
}
