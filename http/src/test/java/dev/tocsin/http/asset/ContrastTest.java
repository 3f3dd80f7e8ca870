package dev.tocsin.http.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Computes from the tokens what eyes with little contrast can read (WCAG 2.2, 1.4.3 and 1.4.11).
 */
class ContrastTest {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--([a-z0-9-]+):\\s*light-dark\\(oklch\\(([\\d. ]+)\\),\\s*oklch\\(([\\d. ]+)\\)\\)");
  private static final List<String> GROUNDS = List.of("bg", "surface", "sunken", "hover");
  private static final List<String> STATES = List.of("up", "degraded", "down", "pending", "maint");

  enum Theme {
    LIGHT,
    DARK
  }

  private static final Map<Theme, Map<String, double[]>> COLOURS = read();

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
    assertThat(contrast(theme, ink, ground)).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void drawingsAndControlsCanBeSeen(Theme theme, String drawing, String ground) {
    assertThat(contrast(theme, drawing, ground)).isGreaterThanOrEqualTo(3.0);
  }

  private static double contrast(Theme theme, String one, String other) {
    double a = luminance(COLOURS.get(theme).get(one));
    double b = luminance(COLOURS.get(theme).get(other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** From OKLCH by OKLab to linear sRGB, cut to its gamut as a screen does, to luminance. */
  private static double luminance(double[] oklch) {
    double lightness = oklch[0];
    double a = oklch[1] * Math.cos(Math.toRadians(oklch[2]));
    double b = oklch[1] * Math.sin(Math.toRadians(oklch[2]));
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    double red = shown(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    double green = shown(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    double blue = shown(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  private static double cube(double value) {
    return value * value * value;
  }

  /** A screen has 256 steps of the encoded value. */
  private static double shown(double linear) {
    double cut = Math.clamp(linear, 0, 1);
    double encoded = cut <= 0.0031308 ? 12.92 * cut : 1.055 * Math.pow(cut, 1 / 2.4) - 0.055;
    double step = Math.round(encoded * 255) / 255.0;
    return step <= 0.04045 ? step / 12.92 : Math.pow((step + 0.055) / 1.055, 2.4);
  }

  private static Map<Theme, Map<String, double[]>> read() {
    Map<Theme, Map<String, double[]>> colours =
        Map.of(Theme.LIGHT, new LinkedHashMap<>(), Theme.DARK, new LinkedHashMap<>());
    try (InputStream in = Assets.class.getResourceAsStream("/assets/tokens.css")) {
      Matcher token = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (token.find()) {
        colours.get(Theme.LIGHT).put(token.group(1), numbers(token.group(2)));
        colours.get(Theme.DARK).put(token.group(1), numbers(token.group(3)));
      }
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return colours;
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }
}
