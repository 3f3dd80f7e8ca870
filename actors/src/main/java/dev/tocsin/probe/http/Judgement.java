package dev.tocsin.probe.http;

import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.HttpSpec.JsonPathRule;
import dev.tocsin.probe.net.CertificateFaults;
import dev.tocsin.probe.net.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a complete answer means.
 *
 * @param error one sentence; null when up
 */
record Judgement(Outcome outcome, @Nullable String error) {
  /**
   * More bodies are being read at once than this node has memory for: that is no fault of theirs.
   */
  static final Judgement NO_ROOM =
      new Judgement(
          Outcome.UNKNOWN,
          "This node has no memory left to keep the answer's body; give it more heap, or make fewer"
              + " checks at once (tocsin.checks.max-in-flight)");

  /**
   * @param body read as far as the rules need it
   * @param wasShort whether more of it would have been kept if there had been room
   * @param certificateEnds null without TLS
   */
  static Judgement of(
      HttpSpec spec,
      int status,
      BodyText body,
      boolean wasShort,
      @Nullable Instant certificateEnds,
      Instant now,
      long totalNanos) {
    Optional<String> wrongStatus = statusFault(spec, status);
    if (wrongStatus.isPresent()) {
      return down(wrongStatus.get());
    }
    if (wasShort && dependsOnTheRest(spec, body)) {
      return NO_ROOM;
    }
    Optional<String> wrongBody =
        Keywords.fault(spec.keyword(), body).or(() -> jsonFault(spec.jsonPath(), body));
    if (wrongBody.isPresent()) {
      return down(wrongBody.get());
    }
    List<String> doubts = new ArrayList<>();
    certificateDoubt(spec.connection().certificateWarnDays(), certificateEnds, now)
        .ifPresent(doubts::add);
    slowDoubt(spec.degradedOver(), totalNanos).ifPresent(doubts::add);
    return doubts.isEmpty()
        ? new Judgement(Outcome.UP, null)
        : new Judgement(Outcome.DEGRADED, String.join("; ", doubts));
  }

  static Judgement down(String error) {
    return new Judgement(Outcome.DOWN, error);
  }

  private static boolean dependsOnTheRest(HttpSpec spec, BodyText body) {
    return spec.jsonPath() != null
        || spec.keyword() != null && !Keywords.isFound(spec.keyword(), body);
  }

  private static Optional<String> statusFault(HttpSpec spec, int status) {
    if (spec.expectedStatus().stream().anyMatch(range -> range.contains(status))) {
      return Optional.empty();
    }
    String expected =
        spec.expectedStatus().stream().map(Object::toString).collect(Collectors.joining(", "));
    return Optional.of("Status " + status + ", expected " + expected);
  }

  private static Optional<String> jsonFault(@Nullable JsonPathRule rule, BodyText body) {
    if (rule == null) {
      return Optional.empty();
    }
    if (body.fault() != null) {
      return Optional.of(body.fault());
    }
    if (body.cut()) {
      return Optional.of(
          "The body is too large for JSONPath: more than "
              + (HttpExchange.MOST_RAW_BYTES >> 20)
              + " MiB as sent or "
              + (BodyText.MOST_DECODED_BYTES >> 20)
              + " MiB decompressed");
    }
    return JsonPaths.judge(rule, body.text());
  }

  private static Optional<String> certificateDoubt(
      @Nullable Integer warnDays, @Nullable Instant ends, Instant now) {
    if (warnDays == null || ends == null) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, ends);
    if (left.compareTo(Duration.ofDays(warnDays)) >= 0) {
      return Optional.empty();
    }
    String day = CertificateFaults.day(ends);
    if (left.isNegative()) {
      return Optional.of("The certificate ended on " + day);
    }
    long days = left.toDays();
    return Optional.of(
        "The certificate ends on %s, in %s"
            .formatted(day, days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days"));
  }

  private static Optional<String> slowDoubt(@Nullable Duration degradedOver, long totalNanos) {
    if (degradedOver == null || totalNanos <= degradedOver.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(
        "The answer took "
            + TimeUnit.NANOSECONDS.toMillis(totalNanos)
            + " ms, more than "
            + Spans.text(degradedOver));
  }
}
