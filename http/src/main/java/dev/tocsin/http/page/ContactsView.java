package dev.tocsin.http.page;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How somebody is reached.
 *
 * @param told what came of what was just done
 * @param typed the code or rule that was refused
 * @param push what a browser needs to become one of the ways; null where it cannot
 */
public record ContactsView(
    String sentence,
    List<Method> methods,
    List<Urgency> urgencies,
    Told told,
    FormView typed,
    @Nullable Push push) {

  /** How long after a step a rule may be, as a list offers it. */
  public static final List<Option> DELAYS =
      List.of(
          Option.of("0s", "at once"),
          Option.of("1m", "after 1 min"),
          Option.of("2m", "after 2 min"),
          Option.of("3m", "after 3 min"),
          Option.of("5m", "after 5 min"),
          Option.of("10m", "after 10 min"),
          Option.of("15m", "after 15 min"),
          Option.of("30m", "after 30 min"),
          Option.of("1h", "after 1 h"),
          Option.of("4h", "after 4 h"));

  /**
   * @param kind in words
   * @param place where it leads, without secrets
   * @param available whether this installation can send there
   * @param changeable whether it has a form
   * @param health whether messages reach it
   */
  public record Method(
      String id,
      String name,
      String kind,
      String place,
      boolean verified,
      boolean available,
      boolean changeable,
      HealthView health) {}

  /**
   * @param key of this installation, as browsers ask for it
   * @param person whose way it becomes
   */
  public record Push(String key, String person) {}

  /**
   * The rules of one urgency.
   *
   * @param key as forms name it
   * @param otherwise what holds beside the rules; may be empty
   */
  public record Urgency(
      String key, String title, String about, String otherwise, List<Rule> rules) {}

  /**
   * @param delay as forms name it
   * @param when in words
   */
  public record Rule(String delay, String when, Method method) {}
}
