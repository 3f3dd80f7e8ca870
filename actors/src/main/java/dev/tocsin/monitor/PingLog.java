package dev.tocsin.monitor;

import dev.tocsin.heartbeat.Ping;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat's last pings with what they had to say. The bodies of all monitors of a node share a
 * room; where it is full, each keeps its last one.
 */
final class PingLog {
  private static final int CAPACITY = 20;
  private static final int MOST_OF_ONE = 40_000;

  /** How many characters of bodies a node keeps. */
  static final class Room {
    static final long USUAL = 32_000_000;

    private final long most;
    private final AtomicLong used = new AtomicLong();

    Room(long most) {
      this.most = most;
    }

    boolean isFull() {
      return used.get() > most;
    }
  }

  private final Room room;
  private final ArrayDeque<Ping> pings = new ArrayDeque<>(2);
  private int characters;

  PingLog(Room room) {
    this.room = room;
  }

  void add(Ping ping) {
    if (pings.size() == CAPACITY) {
      count(-length(pings.removeLast()));
    }
    pings.addFirst(ping);
    count(length(ping));
    if (characters > MOST_OF_ONE || room.isFull()) {
      dropOldBodies();
    }
  }

  /** As many of the newest stay as fit, and one in any case. */
  private void dropOldBodies() {
    int most = room.isFull() ? 0 : MOST_OF_ONE;
    int kept = 0;
    List<Ping> slim = new ArrayList<>(pings.size());
    for (Ping ping : pings) {
      boolean keep = kept == 0 || kept + length(ping) <= most;
      kept += keep ? length(ping) : 0;
      slim.add(keep ? ping : ping.withoutBody());
    }
    pings.clear();
    pings.addAll(slim);
    count(kept - characters);
  }

  private void count(int more) {
    characters += more;
    room.used.addAndGet(more);
  }

  /** The monitor stops. */
  void clear() {
    pings.clear();
    count(-characters);
  }

  /** Newest first. */
  List<Ping> all() {
    return List.copyOf(pings);
  }

  @Nullable Ping last() {
    return pings.peekFirst();
  }

  private static int length(Ping ping) {
    String body = ping.body();
    return body == null ? 0 : body.length();
  }
}
