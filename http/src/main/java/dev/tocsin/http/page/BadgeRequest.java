package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.uptime.Uptime;
import dev.tocsin.uptime.Uptimes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a badge's address asks for.
 *
 * @param component empty for the whole page
 * @param label what stands on the left; empty for the component's or the page's name
 */
record BadgeRequest(
    Optional<ComponentId> component, Shows shows, Period period, Optional<String> label) {
  private static final int LONGEST_LABEL = 40;

  /** What stands on the right. */
  enum Shows {
    STATUS,
    UPTIME,
    RESPONSE
  }

  /** Of what time the uptime is shown. */
  enum Period {
    DAY("24 h", Uptimes::day),
    WEEK("7 d", Uptimes::week),
    MONTH("30 d", Uptimes::month),
    QUARTER("90 d", Uptimes::quarter);

    private final String words;
    private final Function<Uptimes, Uptime> of;

    Period(String words, Function<Uptimes, Uptime> of) {
      this.words = words;
      this.of = of;
    }

    String words() {
      return words;
    }

    Uptime of(Uptimes uptimes) {
      return of.apply(uptimes);
    }
  }

  /**
   * @param parameter a query parameter's value by its name; null where it is not there
   * @throws InvalidInputException which names the parameter
   */
  static BadgeRequest of(Function<String, @Nullable String> parameter) {
    return new BadgeRequest(
        Optional.ofNullable(parameter.apply("component")).map(BadgeRequest::component),
        choice(parameter, "show", Shows.STATUS),
        choice(parameter, "period", Period.MONTH),
        Optional.ofNullable(parameter.apply("label"))
            .filter(label -> !label.isBlank())
            .map(BadgeRequest::label));
  }

  private static ComponentId component(String id) {
    return Ids.parse(id)
        .map(ComponentId::new)
        .orElseThrow(
            () -> new InvalidInputException("component", "It must be the id of a component."));
  }

  private static String label(String label) {
    if (label.length() > LONGEST_LABEL) {
      throw new InvalidInputException(
          "label", "It must not be longer than " + LONGEST_LABEL + " characters.");
    }
    return label;
  }

  private static <E extends Enum<E>> E choice(
      Function<String, @Nullable String> parameter, String name, E usual) {
    String chosen = parameter.apply(name);
    if (chosen == null) {
      return usual;
    }
    return Arrays.stream(usual.getDeclaringClass().getEnumConstants())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(chosen))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    name,
                    Arrays.stream(usual.getDeclaringClass().getEnumConstants())
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "It must be one of ", "."))));
  }
}
