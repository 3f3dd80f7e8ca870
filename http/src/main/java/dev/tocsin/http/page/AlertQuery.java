package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.StorableText;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.http.api.AlertCursor;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a list shows, as its address says it. What an address says wrong is as if it had not
 * said it.
 *
 * @param text a part of the title or the detail; empty for any
 * @param before where a later page begins; null for the first
 */
public record AlertQuery(
    String text,
    Show show,
    @Nullable Severity severity,
    @Nullable MonitorId monitor,
    AlertViews.@Nullable Cursor before) {
  private static final int LONGEST = 200;

  /** By state. */
  public enum Show {
    OPEN("Open", List.of(AlertState.TRIGGERED, AlertState.ACKNOWLEDGED)),
    TRIGGERED("Unanswered", List.of(AlertState.TRIGGERED)),
    ACKNOWLEDGED("Acknowledged", List.of(AlertState.ACKNOWLEDGED)),
    RESOLVED("Resolved", List.of(AlertState.RESOLVED)),
    ALL("All", List.of());

    private final String title;
    private final List<AlertState> states;

    Show(String title, List<AlertState> states) {
      this.title = title;
      this.states = states;
    }

    public String title() {
      return title;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<AlertState> states() {
      return states;
    }
  }

  static AlertQuery of(Map<String, String> said) {
    String text = StorableText.of(said.getOrDefault("q", "").strip());
    return new AlertQuery(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        show(said.getOrDefault("state", "")),
        severity(said.getOrDefault("severity", "")),
        Ids.parse(said.getOrDefault("monitor", "")).map(MonitorId::new).orElse(null),
        AlertCursor.parse(said.getOrDefault("before", "")).orElse(null));
  }

  private static Show show(String key) {
    for (Show show : Show.values()) {
      if (show.key().equals(key)) {
        return show;
      }
    }
    return Show.OPEN;
  }

  private static @Nullable Severity severity(String key) {
    for (Severity severity : Severity.values()) {
      if (AlertWords.key(severity).equals(key)) {
        return severity;
      }
    }
    return null;
  }

  AlertViews.Question question(int limit) {
    return new AlertViews.Question(
        show.states(),
        severity == null ? List.of() : List.of(severity),
        monitor,
        text.isEmpty() ? null : text,
        before,
        limit);
  }

  /** Whether it leaves out more than what is over. */
  public boolean narrows() {
    return !text.isEmpty() || severity != null || monitor != null || before != null;
  }

  public AlertQuery showing(Show other) {
    return new AlertQuery(text, other, severity, monitor, null);
  }

  public AlertQuery ofAnyMonitor() {
    return new AlertQuery(text, show, severity, null, null);
  }

  AlertQuery after(AlertViews.Cursor place) {
    return new AlertQuery(text, show, severity, monitor, place);
  }

  /** As addresses say it. */
  public static String key(Severity severity) {
    return AlertWords.key(severity);
  }

  public boolean isOf(Severity other) {
    return severity == other;
  }

  /** Where the list that is asked so stands: {@code /alerts?state=resolved}. */
  public String address() {
    return Addresses.of(
        "/alerts",
        "q",
        text,
        "state",
        show == Show.OPEN ? "" : show.key(),
        "severity",
        severity == null ? "" : AlertWords.key(severity),
        "monitor",
        monitor == null ? "" : monitor.toString(),
        "before",
        before == null ? "" : AlertCursor.text(before));
  }
}
