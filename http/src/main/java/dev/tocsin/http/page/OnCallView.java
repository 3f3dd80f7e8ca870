package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of who is on call shows.
 *
 * @param sentence what the reader came for
 * @param lead what follows; maybe empty
 * @param chosen null where there is no schedule at all
 * @param now who is on call, of each schedule
 * @param plans whether this reader may override
 * @param configures whether this reader may change schedules
 */
public record OnCallView(
    String sentence,
    String lead,
    @Nullable Chosen chosen,
    List<Now> now,
    boolean plans,
    boolean configures) {
  /**
   * The schedule whose calendar is shown.
   *
   * @param present the words of the way back to now
   * @param takers who may take a shift
   * @param overrides those that are not over
   */
  public record Chosen(
      String id,
      String name,
      CalendarView calendar,
      List<Way> views,
      String before,
      String present,
      String after,
      String presentWords,
      Takers takers,
      List<Override> overrides) {}

  /** A link among several. */
  public record Way(String name, String href, boolean current) {}

  /**
   * Whom forms offer.
   *
   * @param all who may take a shift: for a responder, they alone
   * @param people whose hours may be taken
   */
  public record Takers(List<Person> all, List<Person> people, String zone) {}

  public record Person(String id, String name) {}

  /**
   * @param removable whether this reader may take it away
   */
  public record Override(String id, String who, String when, boolean removable) {}

  /**
   * @param name null where nobody is
   * @param style of the person
   * @param until in words
   * @param next in words; maybe empty
   */
  public record Now(
      String id,
      String schedule,
      @Nullable String name,
      String style,
      String initials,
      String until,
      String next) {}

  /**
   * A calendar that other programs subscribe to.
   *
   * @param id of the element that shows it
   */
  public record Address(String id, String name, String url) {}
}
