package dev.tocsin.http.page;

import dev.tocsin.http.asset.Contrast;
import dev.tocsin.input.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples for the page that shows every component.
 *
 * @param form one whose fields were typed in, with a mistake
 */
public record ComponentsView(
    List<Group> colours,
    List<MonitorRow.State> states,
    List<MonitorRow> rows,
    FormView form,
    FormView refused) {

  /** Colours that belong together. */
  public record Group(String title, List<Colour> colours) {}

  /**
   * @param day the lowest contrast to any ground it is used on, as in {@code 5.1}; empty for a
   *     ground
   */
  public record Colour(String token, String use, String day, String night) {}

  private static final List<String> GROUNDS = List.of("bg", "surface", "sunken", "hover");

  static ComponentsView sample() {
    Contrast contrast = Contrast.ofTokens();
    return new ComponentsView(
        colours(contrast),
        List.of(
            new MonitorRow.State("up", "Up"),
            new MonitorRow.State("degraded", "Degraded"),
            new MonitorRow.State("partial", "Partial outage"),
            new MonitorRow.State("down", "Down"),
            new MonitorRow.State("pending", "Pending"),
            new MonitorRow.State("paused", "Paused"),
            new MonitorRow.State("maint", "Maintenance")),
        List.of(
            row("down", "labels-api", "503 Service Unavailable, expected 200-299.", "6\u00a0min"),
            row(
                "degraded",
                "label-printing",
                "Answered in 1.92 s, above its limit.",
                "18\u00a0min"),
            row("paused", "nightly-ledger-export", null, "3\u00a0d"),
            row("up", "search", null, "41\u00a0d")),
        new FormView(Map.of("name", "shop"), List.of()),
        new FormView(
            Map.of("email", "mara at example.com"),
            List.of(
                new FieldError("email", "It must be an e-mail address such as ann@example.com."),
                new FieldError("", "Nothing was saved: one field is wrong."))));
  }

  private static MonitorRow row(String style, String name, @Nullable String why, String lasted) {
    Instant since = Instant.parse("2026-11-20T02:17:31Z");
    return new MonitorRow(
        "sample-" + style,
        new MonitorRow.State(
            style, style.substring(0, 1).toUpperCase(Locale.ROOT) + style.substring(1)),
        why == null ? "up" : "attention",
        name,
        name + ".example.com",
        why,
        "99.98%",
        new MonitorRow.Since(since, Words.fullTime(since), lasted),
        null);
  }

  private static List<Group> colours(Contrast contrast) {
    return List.of(
        new Group(
            "Grounds",
            List.of(
                ground("bg", "the page"),
                ground("surface", "panels"),
                ground("sunken", "code, feet of dialogs"),
                ground("hover", "under the pointer"))),
        new Group(
            "Ink",
            List.of(
                colour(contrast, "ink", "text", GROUNDS),
                colour(contrast, "ink-2", "second text", GROUNDS),
                colour(contrast, "ink-3", "hints, small print", GROUNDS))),
        new Group(
            "Act",
            List.of(
                colour(contrast, "accent", "what you can act on", GROUNDS),
                colour(contrast, "on-accent", "text on it", List.of("accent", "accent-2")),
                colour(contrast, "edge", "borders of controls", GROUNDS),
                colour(contrast, "focus", "where the focus is", GROUNDS))),
        state(contrast, "up"),
        state(contrast, "degraded"),
        state(contrast, "down"),
        state(contrast, "pending"),
        state(contrast, "maint"));
  }

  private static Group state(Contrast contrast, String state) {
    return new Group(
        state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1),
        List.of(
            colour(contrast, state, "drawings", List.of("bg", "surface", "hover", state + "-wash")),
            colour(
                contrast,
                state + "-ink",
                "words",
                List.of("bg", "surface", "hover", state + "-wash")),
            ground(state + "-wash", "under rows and banners")));
  }

  private static Colour ground(String token, String use) {
    return new Colour(token, use, "", "");
  }

  private static Colour colour(Contrast contrast, String token, String use, List<String> grounds) {
    return new Colour(
        token,
        use,
        lowest(contrast, Contrast.Theme.LIGHT, token, grounds),
        lowest(contrast, Contrast.Theme.DARK, token, grounds));
  }

  private static String lowest(
      Contrast contrast, Contrast.Theme theme, String token, List<String> grounds) {
    double least =
        grounds.stream()
            .mapToDouble(ground -> contrast.between(theme, token, ground))
            .min()
            .orElseThrow();
    return String.format(Locale.ROOT, "%.1f", Math.floor(least * 10) / 10);
  }
}
