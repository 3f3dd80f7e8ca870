package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.uptime.Uptime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/** In which order a list has its monitors. */
final class ListOrder {
  private ListOrder() {}

  /** A monitor and how it is. */
  record Known(MonitorConfig monitor, MonitorStatus status) {
    Status is() {
      return status.status();
    }

    /** The tag that a list by tags has it under: the first that its people gave it. */
    String tag() {
      return monitor.tags().isEmpty() ? "" : monitor.tags().getFirst();
    }
  }

  private static final Comparator<Known> BY_NAME =
      Comparator.<Known, String>comparing(
              known -> known.monitor().name(), String.CASE_INSENSITIVE_ORDER)
          .thenComparing(known -> known.monitor().ref().monitor().value());

  private static final Comparator<Known> LATEST_FIRST =
      Comparator.<Known, Instant>comparing(known -> known.status().since()).reversed();

  private static final Comparator<Known> BY_TROUBLE =
      Comparator.<Known>comparingInt(known -> loudness(known.is()))
          .thenComparing(
              (one, other) ->
                  MonitorRow.Place.of(one.is()) == MonitorRow.Place.ATTENTION
                      ? LATEST_FIRST.compare(one, other)
                      : 0)
          .thenComparing(BY_NAME);

  /**
   * @param uptime of a monitor; what was never observed comes last
   */
  static Comparator<Known> of(ListQuery query, Function<Known, Uptime> uptime) {
    Comparator<Known> order =
        switch (query.sort()) {
          case TROUBLE -> BY_TROUBLE;
          case NAME -> BY_NAME;
          case CHANGED -> LATEST_FIRST.thenComparing(BY_NAME);
          case UPTIME -> byUptime(uptime);
        };
    return query.byTag()
        ? Comparator.<Known, Boolean>comparing(one -> one.tag().isEmpty())
            .thenComparing(Known::tag, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Known::tag)
            .thenComparing(order)
        : order;
  }

  /** So many in their order: of ten thousand, fifty are shown. */
  static List<Known> first(List<Known> all, Comparator<Known> order, int count) {
    if (count >= all.size() / 2) {
      return all.stream().sorted(order).limit(count).toList();
    }
    PriorityQueue<Known> first = new PriorityQueue<>(count + 1, order.reversed());
    for (Known one : all) {
      if (first.size() < count) {
        first.add(one);
      } else if (order.compare(one, first.element()) < 0) {
        first.remove();
        first.add(one);
      }
    }
    return first.stream().sorted(order).toList();
  }

  private static Comparator<Known> byUptime(Function<Known, Uptime> uptime) {
    Map<MonitorRef, Double> percents = new HashMap<>();
    return Comparator.<Known>comparingDouble(
            one ->
                percents.computeIfAbsent(
                    one.monitor().ref(),
                    ref -> uptime.apply(one).percent().orElse(Double.MAX_VALUE)))
        .thenComparing(BY_NAME);
  }

  static int loudness(Status status) {
    return switch (status) {
      case DOWN -> 0;
      case DEGRADED -> 1;
      case PENDING -> 2;
      case PAUSED -> 3;
      case UP -> 4;
    };
  }
}
