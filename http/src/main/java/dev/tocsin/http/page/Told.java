package dev.tocsin.http.page;

import dev.tocsin.notify.Outcome;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * What came of a deed, said beside what it was done to.
 *
 * @param about the id of that; empty for the page as a whole
 * @param style of the state that stands before it
 */
public record Told(int status, String about, String style, String sentence) {
  static final Told NOTHING = new Told(200, "", "up", "");

  static Told fault(String about, Inside.Fault fault) {
    return new Told(
        fault.status(),
        about,
        "down",
        fault.errors().stream()
            .map(error -> sentence(error.message()))
            .collect(Collectors.joining(" ")));
  }

  /**
   * @param taken what is said where the service took the message
   */
  static Told outcome(String about, Outcome outcome, String taken) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> new Told(200, about, "up", taken);
      case Outcome.Retry(String reason, Duration after, var wide) ->
          new Told(
              200,
              about,
              "degraded",
              "It was not taken now: "
                  + sentence(reason)
                  + " An alert would be tried again"
                  + (after == null ? "." : " after " + Words.duration(after) + "."));
      case Outcome.Permanent(String reason, var wide) ->
          new Told(
              200,
              about,
              "down",
              "It was refused: " + sentence(reason) + " An alert would not arrive.");
    };
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  public boolean isAbout(String id) {
    return about.equals(id) && !sentence.isEmpty();
  }

  /** Whether a screen reader is to interrupt for it. */
  public String role() {
    return style.equals("up") ? "status" : "alert";
  }
}
