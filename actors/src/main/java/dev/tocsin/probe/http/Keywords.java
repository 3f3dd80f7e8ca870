package dev.tocsin.probe.http;

import dev.tocsin.input.Texts;
import dev.tocsin.probe.http.HttpSpec.Keyword;
import dev.tocsin.probe.net.Patterns;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a body must have or lack: a text, or a match of a pattern. */
final class Keywords {
  private static final int LONGEST_QUOTE = 80;

  private Keywords() {}

  static boolean isFound(Keyword keyword, BodyText body) {
    return keyword.pattern() == null
        ? body.text().contains(Objects.requireNonNull(keyword.text()))
        : Patterns.search(keyword.pattern(), body.text()) instanceof Patterns.Found;
  }

  /**
   * @return what is wrong with the body, one sentence; empty where the rule holds
   */
  static Optional<String> fault(@Nullable Keyword keyword, BodyText body) {
    if (keyword == null) {
      return Optional.empty();
    }
    if (body.fault() != null) {
      return Optional.of(body.fault());
    }
    return keyword.pattern() == null
        ? textFault(Objects.requireNonNull(keyword.text()), keyword.absent(), body)
        : patternFault(keyword.pattern(), keyword.absent(), body);
  }

  private static Optional<String> textFault(String text, boolean absent, BodyText body) {
    boolean found = body.text().contains(text);
    return found != absent
        ? Optional.empty()
        : Optional.of(
            "The text \"%s\" is %s the body%s"
                .formatted(quote(text), found ? "in" : "not in", found ? "" : restOf(body)));
  }

  private static Optional<String> patternFault(String pattern, boolean absent, BodyText body) {
    String quoted = quote(pattern);
    return switch (Patterns.search(pattern, body.text())) {
      case Patterns.Found found ->
          absent
              ? Optional.of("The pattern \"" + quoted + "\" matches in the body")
              : Optional.empty();
      case Patterns.Missing missing ->
          absent
              ? Optional.empty()
              : Optional.of(
                  "The pattern \"" + quoted + "\" matches nothing in the body" + restOf(body));
      // nobody knows what is behind it, so neither rule is shown to hold
      case Patterns.Unsearched(int searched) ->
          Optional.of(
              "The body is too large for the pattern \"%s\": nothing matches in its first %d"
                      .formatted(quoted, searched)
                  + " characters, and a pattern of this size is searched for no further");
    };
  }

  private static String restOf(BodyText body) {
    return body.cut() ? ", of which only the beginning was read" : "";
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : Texts.cut(text, LONGEST_QUOTE) + "...";
  }
}
