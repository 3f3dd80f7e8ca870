package dev.tocsin.http.page;

import dev.tocsin.input.Texts;
import java.util.List;
import java.util.Map;

/** What browsers and programs call themselves, in words. */
final class Devices {
  private static final int LONGEST = 40;

  /** The first that is found counts: most browsers also name those before them. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("SamsungBrowser/", "Samsung Internet"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("FxiOS/", "Firefox"),
          Map.entry("CriOS/", "Chrome"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("iPhone", "an iPhone"),
          Map.entry("iPad", "an iPad"),
          Map.entry("Android", "Android"),
          Map.entry("Windows", "Windows"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("Linux", "Linux"));

  private Devices() {}

  /** {@code Firefox on Linux}, {@code curl}. */
  static String words(String client) {
    String browser = first(BROWSERS, client);
    String system = first(SYSTEMS, client);
    if (!browser.isEmpty()) {
      return system.isEmpty() ? browser : browser + " on " + system;
    }
    String program = client.strip().split("[/\\s]", 2)[0];
    return program.isEmpty() ? "A program that does not say its name" : Texts.cut(program, LONGEST);
  }

  private static String first(List<Map.Entry<String, String>> known, String client) {
    return known.stream()
        .filter(each -> client.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
