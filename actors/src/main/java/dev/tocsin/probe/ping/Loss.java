package dev.tocsin.probe.ping;

import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.net.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What became of the packets.
 *
 * @param roundTrips nanoseconds of each, null where no answer came
 */
record Loss(List<@Nullable Long> roundTrips, LongSummaryStatistics times) {
  static Loss of(List<@Nullable Long> roundTrips) {
    LongSummaryStatistics times =
        roundTrips.stream()
            .filter(Objects::nonNull)
            .mapToLong(Objects::requireNonNull)
            .summaryStatistics();
    return new Loss(roundTrips, times);
  }

  int answered() {
    return (int) times.getCount();
  }

  long averageMicros() {
    return TimeUnit.NANOSECONDS.toMicros(Math.round(times.getAverage()));
  }

  private int lost() {
    return roundTrips.size() - answered();
  }

  private int percent() {
    return (int) Math.round(100.0 * lost() / roundTrips.size());
  }

  /** Why the host is not as it should be, where some packets were answered. */
  Optional<String> doubt(PingSpec spec, String address) {
    List<String> doubts = new ArrayList<>();
    if (100 * lost() > spec.maxLoss() * roundTrips.size()) {
      doubts.add(
          "%d of %d pings to %s got no answer (%d%%, more than %d%%)"
              .formatted(lost(), roundTrips.size(), address, percent(), spec.maxLoss()));
    }
    @Nullable Duration limit = spec.degradedOver();
    if (limit != null && times.getAverage() > limit.toNanos()) {
      doubts.add(
          "The answers took %s on average, more than %s"
              .formatted(millis(times.getAverage()), Spans.text(limit)));
    }
    return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", doubts));
  }

  List<Fact> facts(int duplicates) {
    List<Fact> facts = new ArrayList<>();
    if (roundTrips.isEmpty()) {
      return facts;
    }
    facts.add(new Fact("packets lost", "%d of %d".formatted(lost(), roundTrips.size())));
    if (answered() > 0) {
      facts.add(
          new Fact(
              "round trip",
              "%s at least, %s on average, %s at most"
                  .formatted(
                      millis(times.getMin()), millis(times.getAverage()), millis(times.getMax()))));
    }
    for (int i = 0; i < roundTrips.size(); i++) {
      @Nullable Long nanos = roundTrips.get(i);
      facts.add(new Fact("packet " + (i + 1), nanos == null ? "no answer" : millis(nanos)));
    }
    if (duplicates > 0) {
      facts.add(new Fact("answers that came twice", Integer.toString(duplicates)));
    }
    return facts;
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / 1_000_000);
  }
}
