package dev.tocsin.http.asset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.asset.Contrast.Theme;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Computes from the tokens what eyes with little contrast can read (WCAG 2.2, 1.4.3 and 1.4.11).
 */
class ContrastTest {
  private static final List<String> GROUNDS = List.of("bg", "surface", "sunken", "hover");
  private static final List<String> STATES = List.of("up", "degraded", "down", "pending", "maint");

  private static final Contrast CONTRAST = Contrast.ofTokens();

  static Stream<Arguments> texts() {
    Stream.Builder<Arguments> pairs = Stream.builder();
    for (Theme theme : Theme.values()) {
      for (String ink : List.of("ink", "ink-2", "ink-3")) {
        GROUNDS.forEach(ground -> pairs.add(Arguments.of(theme, ink, ground)));
      }
      for (String state : STATES) {
        Stream.of("bg", "surface", "hover", state + "-wash")
            .forEach(ground -> pairs.add(Arguments.of(theme, state + "-ink", ground)));
        pairs.add(Arguments.of(theme, "ink-2", state + "-wash"));
        pairs.add(Arguments.of(theme, "ink", state + "-wash"));
      }
      pairs.add(Arguments.of(theme, "ink-3", "down-wash"));
      pairs.add(Arguments.of(theme, "accent", "accent-wash"));
      pairs.add(Arguments.of(theme, "on-accent", "accent"));
      pairs.add(Arguments.of(theme, "on-accent", "accent-2"));
      pairs.add(Arguments.of(theme, "on-down", "down"));
      pairs.add(Arguments.of(theme, "ink", "you"));
    }
    return pairs.build();
  }

  static Stream<Arguments> drawings() {
    Stream.Builder<Arguments> pairs = Stream.builder();
    for (Theme theme : Theme.values()) {
      for (String state : STATES) {
        Stream.concat(GROUNDS.stream(), Stream.of(state + "-wash"))
            .forEach(ground -> pairs.add(Arguments.of(theme, state, ground)));
      }
      for (String control : List.of("edge", "focus", "accent")) {
        GROUNDS.forEach(ground -> pairs.add(Arguments.of(theme, control, ground)));
      }
    }
    return pairs.build();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textCanBeRead(Theme theme, String ink, String ground) {
    assertThat(CONTRAST.between(theme, ink, ground)).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void drawingsAndControlsCanBeSeen(Theme theme, String drawing, String ground) {
    assertThat(CONTRAST.between(theme, drawing, ground)).isGreaterThanOrEqualTo(3.0);
  }
}
