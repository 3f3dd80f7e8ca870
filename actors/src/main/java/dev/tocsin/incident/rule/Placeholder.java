package dev.tocsin.incident.rule;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is filled in where a text has its name in double braces: {@code {{component}}}. */
public enum Placeholder {
  /** The one that is in the worst trouble. */
  COMPONENT,
  /** All of them, or the first and how many more there are. */
  COMPONENTS,
  /** The status page of the first. */
  PAGE,
  /** As in {@code partial outage}. */
  STATE,
  /** When it began, by the organization's clock. */
  SINCE,
  /** How long it took. */
  DURATION;

  /** What there is to say while it goes on. */
  public static final Set<Placeholder> BEFORE_ITS_END =
      Set.of(COMPONENT, COMPONENTS, PAGE, STATE, SINCE);

  public static final Set<Placeholder> AT_ITS_END = Set.of(values());

  private static final Pattern GAP = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

  /** As it is written in a text. */
  public String text() {
    return "{{" + name().toLowerCase(Locale.ROOT) + "}}";
  }

  /** The first gap of a text that nothing fills, as it is written; empty where there is none. */
  public static Optional<String> unknown(String text, Set<Placeholder> allowed) {
    Matcher gaps = GAP.matcher(text);
    while (gaps.find()) {
      if (allowed.stream().noneMatch(each -> isIn(gaps, each))) {
        return Optional.of(gaps.group());
      }
    }
    return GAP.matcher(text).replaceAll("").contains("{{") ? Optional.of("{{") : Optional.empty();
  }

  /** What nothing is known of is left out. */
  static String fill(String text, Map<Placeholder, String> values) {
    return GAP.matcher(text)
        .replaceAll(
            gap -> {
              String name = gap.group(1).toUpperCase(Locale.ROOT);
              return Matcher.quoteReplacement(
                  values.entrySet().stream()
                      .filter(each -> each.getKey().name().equals(name))
                      .map(Map.Entry::getValue)
                      .findFirst()
                      .orElse(""));
            });
  }

  private static boolean isIn(Matcher gap, Placeholder placeholder) {
    return placeholder.name().equals(gap.group(1).toUpperCase(Locale.ROOT));
  }
}
