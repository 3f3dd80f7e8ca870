package dev.tocsin.http.page;

import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a monitor's results.
 *
 * @param sentence what is shown
 * @param which as in the address: {@code all}, {@code failed} or {@code slow}
 * @param older where the page goes on; null where this was all
 * @param note what else a reader has to know; null for nothing
 * @param files the same time as files, whole
 */
public record ResultsView(
    String sentence,
    String which,
    List<Line> lines,
    @Nullable String older,
    @Nullable String newest,
    @Nullable String note,
    Files files) {

  /** Addresses. */
  public record Files(String csv, String ndjson) {}

  /**
   * A result, or a stretch of which results are missing.
   *
   * @param state null for a stretch
   * @param text the error, or why results are missing; null where nothing is to be said
   */
  public record Line(
      String at,
      Instant moment,
      @Nullable State state,
      @Nullable String took,
      @Nullable Phases phases,
      String region,
      @Nullable String text) {}

  /**
   * @param style as the style sheet calls it
   */
  public record State(String style, String word) {}

  /**
   * Where the time went, of the same height everywhere and as wide as the whole.
   *
   * @param text the same in words
   */
  public record Phases(List<MonitorView.Phase> parts, long width, String text) {}

  /** Newest first; a stretch stands where its end is. */
  static List<Line> lines(List<RecordedResult> results, List<MissingStretch> missing, Times times) {
    List<Line> lines = new ArrayList<>();
    results.forEach(result -> lines.add(line(result, times)));
    missing.forEach(stretch -> lines.add(line(stretch, times)));
    lines.sort(Comparator.comparing(Line::moment).reversed());
    return lines;
  }

  private static Line line(RecordedResult result, Times times) {
    long total = result.phases().total();
    List<MonitorView.Phase> parts = MonitorPages.phases(result.phases());
    return new Line(
        times.toTheSecond(result.at()),
        result.at(),
        new State(ResultsDrawing.style(result.outcome()), word(result.outcome())),
        total == 0 ? null : Words.milliseconds(total),
        parts.isEmpty() ? null : phases(parts),
        result.region(),
        result.error());
  }

  private static Phases phases(List<MonitorView.Phase> parts) {
    return new Phases(
        parts,
        Math.max(1, parts.stream().mapToLong(MonitorView.Phase::micros).sum()),
        String.join(", ", parts.stream().map(it -> it.name() + " " + it.text()).toList()));
  }

  private static Line line(MissingStretch stretch, Times times) {
    return new Line(
        times.toTheSecond(stretch.from()) + " to " + times.toTheSecond(stretch.to()),
        stretch.to(),
        null,
        null,
        null,
        "",
        stretch.why());
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case UP -> "Up";
      case DEGRADED -> "Degraded";
      case DOWN -> "Down";
      case UNKNOWN -> "No verdict";
    };
  }
}
