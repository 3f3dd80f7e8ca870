package dev.tocsin.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The status of every monitor, in this node's memory: what lists and pages are made of, with the
 * store away too. Of two statements about a monitor the newer one stands. Safe for use by many
 * threads.
 */
public final class StatusBoard {
  private volatile Map<MonitorRef, MonitorStatus> statuses = new ConcurrentHashMap<>();
  private final List<Consumer<MonitorStatus>> listeners = new CopyOnWriteArrayList<>();
  private final List<Listener> followers = new CopyOnWriteArrayList<>();

  /** Is told of each piece of news in its order: nobody can say more of the monitor meanwhile. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param before null where nothing had been said of it
     */
    void replaced(@Nullable MonitorStatus before, MonitorStatus now);
  }

  /** Empty where nothing has been said of it yet: the monitor is pending. */
  public Optional<MonitorStatus> status(MonitorRef monitor) {
    return Optional.ofNullable(statuses.get(monitor));
  }

  /**
   * @return whether it was news
   */
  public boolean publish(MonitorStatus status) {
    boolean[] news = new boolean[1];
    statuses.compute(
        status.ref(),
        (ref, known) -> {
          news[0] = known == null || known.version().compareTo(status.version()) < 0;
          if (news[0]) {
            followers.forEach(follower -> follower.replaced(known, status));
          }
          return news[0] ? status : known;
        });
    if (news[0]) {
      listeners.forEach(listener -> listener.accept(status));
    }
    return news[0];
  }

  /**
   * Takes other copies of the monitors' addresses, so that what is held of a monitor elsewhere need
   * not be held here too. To be called before anybody publishes.
   *
   * @param known answers what equals its argument
   */
  public void share(UnaryOperator<MonitorRef> known) {
    Map<MonitorRef, MonitorStatus> shared = new ConcurrentHashMap<>(statuses.size() * 4 / 3);
    each(
        status -> {
          MonitorRef ref = known.apply(status.ref());
          shared.put(ref, status.of(ref));
        });
    statuses = shared;
  }

  public void remove(MonitorRef monitor) {
    statuses.remove(monitor);
  }

  public void each(Consumer<MonitorStatus> each) {
    statuses.values().forEach(each);
  }

  /** Called for each piece of news, on the thread that brought it; it must not block. */
  public void onChange(Consumer<MonitorStatus> listener) {
    listeners.add(listener);
  }

  /** Called for each piece of news, on the thread that brought it; it must be quick. */
  public void onReplaced(Listener follower) {
    followers.add(follower);
  }
}
