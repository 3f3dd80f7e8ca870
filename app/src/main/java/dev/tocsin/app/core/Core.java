package dev.tocsin.app.core;

import dev.tocsin.cluster.Reachability;
import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clustered part of a node. When split-brain resolution downs it, or the store names another
 * cluster, it is stopped and started anew, and the process lives on. One thread looks after it.
 *
 * @param <E> what is started on each life, see {@link CoreParts#entities}
 */
public final class Core<E> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Core.class);
  private static final Duration BETWEEN_LIVES = Duration.ofSeconds(1);
  private static final Duration LEAVING = Duration.ofSeconds(20);

  private final CoreParts<E> parts;
  private final Runnable prepare;
  private final Reachability store = new Reachability(System::nanoTime);
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong lives = new AtomicLong();
  private final Thread thread;
  private volatile @Nullable CoreLife<E> life;

  private Core(CoreParts<E> parts, Runnable prepare) {
    this.parts = parts;
    this.prepare = prepare;
    this.thread = Thread.ofPlatform().name("core").unstarted(this::run);
  }

  /**
   * Returns at once.
   *
   * @param prepare is run first, on the core's thread: it may block until the store is there
   */
  public static <E> Core<E> start(CoreParts<E> parts, Runnable prepare) {
    var core = new Core<>(parts, prepare);
    core.thread.start();
    return core;
  }

  /** Where other nodes reach a clustered system: the port that was really taken. */
  public static HostPort address(ActorSystem<?> system) {
    return PekkoDoor.address(Cluster.get(system).selfMember().address());
  }

  /** Completes when the first life has begun; fails where the start is refused. */
  public CompletionStage<Void> begun() {
    return begun;
  }

  /** Empty before the first life, between two, and after the last. */
  public Optional<CoreHandle<E>> current() {
    var present = life;
    return present == null ? Optional.empty() : Optional.of(present.handle());
  }

  /** Whether this node is a full member of its cluster now. */
  public boolean isUp() {
    var present = life;
    return present != null && present.isUp();
  }

  /** How many full members this node sees and reaches, itself included. */
  public int members() {
    var present = life;
    return present == null ? 0 : present.members();
  }

  /** How many members this node does not reach, and that are not given up yet. */
  public int unreachable() {
    var present = life;
    return present == null ? 0 : present.unreachable();
  }

  /** The cluster this node is a member of, where the store knows it. */
  public Optional<UUID> incarnation() {
    var present = life;
    return present == null ? Optional.empty() : present.incarnation();
  }

  /** How many lives have begun. */
  public long lives() {
    return lives.get();
  }

  private void run() {
    try {
      prepare.run();
      while (closing.getCount() > 0) {
        live();
        closing.await(BETWEEN_LIVES.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException refused) {
      if (!begun.completeExceptionally(refused)) {
        log.error("The clustered part cannot go on.", refused);
      }
    }
  }

  private void live() throws InterruptedException {
    CoreLife<E> next;
    try {
      next = CoreLife.begin(parts, store);
    } catch (SettingsException taken) {
      if (!begun.isDone()) {
        throw taken;
      }
      log.warn("{} It is tried again.", taken.getMessage());
      return;
    }
    lives.incrementAndGet();
    life = next;
    begun.complete(null);
    try {
      if (closing.getCount() == 0) {
        next.leave();
      }
      next.run();
    } finally {
      life = null;
    }
  }

  /** Leaves the cluster and waits until that is done, for some seconds at most. */
  @Override
  public void close() {
    closing.countDown();
    var present = life;
    if (present != null) {
      present.leave();
    } else {
      // it may be waiting for the store
      thread.interrupt();
    }
    try {
      if (!thread.join(LEAVING)) {
        log.warn("The clustered part did not end within {} s.", LEAVING.toSeconds());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
