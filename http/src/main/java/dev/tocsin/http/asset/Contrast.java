package dev.tocsin.http.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How well the colours of the tokens can be told apart (WCAG 2.2, 1.4.3 and 1.4.11). */
public final class Contrast {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--([a-z0-9-]+):\\s*light-dark\\(oklch\\(([\\d. ]+)\\),\\s*oklch\\(([\\d. ]+)\\)\\)");
  private static final double DIM = 0.05;
  private static final double STEPS = 255;

  private final Map<Theme, Map<String, double[]>> colours;

  /** By day and by night. */
  public enum Theme {
    LIGHT,
    DARK
  }

  private Contrast(Map<Theme, Map<String, double[]>> colours) {
    this.colours = colours;
  }

  /** Of the style sheet's own. */
  public static Contrast ofTokens() {
    Map<String, double[]> day = new HashMap<>();
    Map<String, double[]> night = new HashMap<>();
    try (InputStream in = Contrast.class.getResourceAsStream("/assets/tokens.css")) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its file assets/tokens.css.");
      }
      Matcher token = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (token.find()) {
        day.put(token.group(1), numbers(token.group(2)));
        night.put(token.group(1), numbers(token.group(3)));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Contrast(Map.of(Theme.LIGHT, day, Theme.DARK, night));
  }

  /**
   * @param one a token as in {@code up-ink}
   * @return from 1 to 21
   */
  public double between(Theme theme, String one, String other) {
    double a = luminance(colour(theme, one));
    double b = luminance(colour(theme, other));
    return (Math.max(a, b) + DIM) / (Math.min(a, b) + DIM);
  }

  private double[] colour(Theme theme, String token) {
    double[] found = colours.getOrDefault(theme, Map.of()).get(token);
    if (found == null) {
      throw new IllegalArgumentException("There is no colour --" + token + ".");
    }
    return found;
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
    double step = Math.round(encoded * STEPS) / STEPS;
    return step <= 0.04045 ? step / 12.92 : Math.pow((step + 0.055) / 1.055, 2.4);
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }
}
