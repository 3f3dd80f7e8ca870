package dev.tocsin.http.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alert's own page shows.
 *
 * @param now when this was made
 * @param stored false where what happened last waits for the store
 * @param told whom the alert was told, by person and channel
 * @param timeline the newest first
 * @param source the monitor that raised it; null where somebody did, or it is gone
 * @param people to whom it can be handed
 */
public record AlertView(
    Head head,
    Instant now,
    boolean stored,
    May may,
    Ladder ladder,
    List<Told> told,
    List<Line> timeline,
    @Nullable MonitorRow source,
    List<Choice> people) {

  /**
   * @param sentence that answers why one came
   * @param detail what is known of the cause; may be empty
   * @param held why nobody is told for now; null where nothing holds it
   * @param grouped the alerts that are told of together with this one
   * @param next what comes if nobody answers; null where nothing does
   */
  public record Head(
      String id,
      String code,
      MonitorRow.State state,
      String severity,
      String sentence,
      String detail,
      @Nullable String held,
      List<Choice> grouped,
      @Nullable Next next) {}

  /**
   * @param before as in {@code Next: Mara Lind, in}
   * @param at a moment to count down to; null where the words before say all
   * @param nobody why it will lead to nobody as things are now; null where it leads to somebody
   */
  public record Next(String before, @Nullable Instant at, String left, @Nullable Nobody nobody) {}

  /**
   * @param why in sentences
   * @param href where that can be changed
   * @param link the words that lead there
   */
  public record Nobody(String why, String href, String link) {}

  /** What the reader may do with it now. */
  public record May(boolean acknowledge, boolean change, boolean note) {}

  /**
   * @param policy its name and how often it repeats
   */
  public record Ladder(String policy, List<Rung> rungs) {}

  /**
   * @param style {@code done}, {@code now} or {@code next}
   * @param at when it was or is due, in words; empty where nobody knows
   * @param due a moment to count down to; null where it was run, or is not next
   */
  public record Rung(
      String style, String label, String at, @Nullable Instant due, String who, String more) {}

  /**
   * One person or channel.
   *
   * @param style of its colour, as calendars have it
   * @param steps by which it was told, as in {@code step 1, step 2}; may be empty
   */
  public record Told(
      String name, String initials, String style, String steps, List<Message> messages) {}

  /**
   * @param icon of the kind of channel
   * @param more why it failed, or what it says other than that the alert was triggered; may be
   *     empty
   */
  public record Message(
      String icon, String place, MonitorRow.State outcome, String more, String at) {}

  /**
   * @param state as the style sheet calls it, where it is loud; null where it is not
   * @param more may be empty
   */
  public record Line(
      Instant at, String time, String icon, @Nullable String state, String text, String more) {}

  /** A person who can be chosen. */
  public record Choice(String id, String name) {}

  /** Whether its times need no date. */
  public boolean isOfToday() {
    return timeline.stream().allMatch(line -> line.time().length() <= "00:00:00".length());
  }

  /** How many of the messages arrived, as far as that is known; empty where there are none. */
  public String arrived() {
    List<String> outcomes =
        told.stream()
            .flatMap(each -> each.messages().stream())
            .map(message -> message.outcome().style())
            .filter(style -> !style.equals("paused"))
            .toList();
    long planned = outcomes.stream().filter("pending"::equals).count();
    long arrived = outcomes.stream().filter("up"::equals).count();
    return outcomes.isEmpty()
        ? ""
        : arrived
            + " of "
            + outcomes.size()
            + " arrived"
            + (planned == 0 ? "" : ", " + planned + " planned");
  }

  /** What the browser's tab says. */
  public String title() {
    return (head.state().style().equals("down") ? "Unanswered" : head.state().word())
        + ": "
        + head.code()
        + " · Tocsin";
  }
}
