package dev.tocsin.http.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor's own page shows.
 *
 * @param row the same monitor as the list shows it
 * @param verb {@code Down since}, before the time
 * @param now when this was made
 * @param refreshSeconds how often there is something new to show
 * @param drawing null where there are no results yet
 * @param check null where there was none, or its monitor cannot be asked
 * @param outages of the last 90 days, the newest first; null while the store does not answer
 * @param pings null where nobody is to ping
 * @param setUp what was configured
 * @param past what was longer ago
 * @param alert that is open; null where none is
 * @param maintenance that it is in now, and until when; null for none
 */
public record MonitorView(
    MonitorRow row,
    String verb,
    String sinceText,
    Instant now,
    long refreshSeconds,
    May may,
    List<String> tags,
    List<UptimeOf> uptimes,
    @Nullable ResultsDrawing drawing,
    @Nullable Check check,
    @Nullable List<OutageLine> outages,
    @Nullable Pings pings,
    List<Fact> setUp,
    PastView past,
    @Nullable AlertLine alert,
    @Nullable String maintenance) {

  /** What the reader may do with it now. */
  public record May(
      boolean checkNow, boolean pause, boolean resume, boolean edit, boolean delete) {}

  /**
   * @param percent null where nothing was observed in that time
   * @param down null where it was never down
   */
  public record UptimeOf(String span, @Nullable String percent, @Nullable String down) {}

  /**
   * @param machine whether it is shown unchanged, as a machine said it
   */
  public record Fact(String name, String value, boolean machine) {
    static Fact of(String name, String value) {
      return new Fact(name, value, false);
    }

    static Fact said(String name, String value) {
      return new Fact(name, value, true);
    }
  }

  /**
   * The last check and its evidence.
   *
   * @param title {@code Why it is down}, or that it is the last check
   * @param body the first part of what was answered; null where there was none
   */
  public record Check(
      String title, String at, List<Phase> phases, List<Fact> facts, @Nullable String body) {
    /** Of all phases together, in microseconds. */
    public long width() {
      return phases.stream().mapToLong(Phase::micros).sum();
    }
  }

  /**
   * @param style as the style sheet calls it
   * @param from where it begins in a drawing of all, in microseconds
   */
  public record Phase(String style, String name, long from, long micros, String text) {}

  /**
   * @param lasted so far, where it goes on
   */
  public record OutageLine(boolean goesOn, String began, Instant at, String lasted, String cause) {}

  /**
   * @param calls null where the reader may not see them
   * @param expectedBy null while nothing is expected
   */
  public record Pings(
      @Nullable HeartbeatCalls calls, @Nullable String expectedBy, List<PingLine> last) {}

  /**
   * @param stands how it does, in a few words
   */
  public record AlertLine(String id, String code, String stands) {}

  public record PingLine(String at, String kind, @Nullable String text) {}

  /** What the browser's tab says. */
  public String title() {
    return row.state().word() + ": " + row.name() + " · Tocsin";
  }
}
