package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which monitors a list shows and in which order, as its address says it. What an address says
 * wrong is as if it had not said it.
 *
 * @param text words that each must be in the name, the address or a tag
 * @param type of check, as in {@code http}; empty for any
 * @param tag empty for any
 * @param team the id of the one that owns them; empty for any
 * @param region where they are checked; empty for any
 * @param page from 1
 */
public record ListQuery(
    String text,
    Show show,
    String type,
    String tag,
    String team,
    String region,
    Sort sort,
    boolean byTag,
    int page) {
  private static final int LONGEST = 200;

  /** By status. */
  public enum Show {
    ALL("All"),
    DOWN("Down"),
    DEGRADED("Degraded"),
    UP("Up"),
    OTHER("Other");

    private final String title;

    Show(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean has(Status status) {
      return switch (this) {
        case ALL -> true;
        case DOWN -> status == Status.DOWN;
        case DEGRADED -> status == Status.DEGRADED;
        case UP -> status == Status.UP;
        case OTHER -> status == Status.PENDING || status == Status.PAUSED;
      };
    }
  }

  /** The order within each section. */
  public enum Sort {
    TROUBLE("What needs attention"),
    NAME("Name"),
    CHANGED("Last change"),
    UPTIME("Lowest uptime");

    private final String title;

    Sort(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ListQuery of(Map<String, String> said) {
    return new ListQuery(
        cut(said.getOrDefault("q", "").strip()),
        choice(Show.values(), Show::key, said.getOrDefault("status", ""), Show.ALL),
        cut(said.getOrDefault("type", "")),
        cut(said.getOrDefault("tag", "")),
        cut(said.getOrDefault("team", "")),
        cut(said.getOrDefault("region", "")),
        choice(Sort.values(), Sort::key, said.getOrDefault("sort", ""), Sort.TROUBLE),
        "tag".equals(said.get("group")),
        number(said.getOrDefault("page", "")));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static <T> T choice(T[] all, Function<T, String> key, String said, T other) {
    for (T each : all) {
      if (key.apply(each).equals(said)) {
        return each;
      }
    }
    return other;
  }

  private static int number(String page) {
    return page.matches("\\d{1,6}") ? Math.max(1, Integer.parseInt(page)) : 1;
  }

  /** Whether it asks for more than words and a status. */
  public boolean narrowsMore() {
    return !type.isEmpty() || !tag.isEmpty() || !team.isEmpty() || !region.isEmpty() || !inPlaces();
  }

  /** Whether the list has its usual sections. */
  boolean inPlaces() {
    return sort == Sort.TROUBLE && !byTag;
  }

  /**
   * Looks at all but the status.
   *
   * @param here the region that all monitors of this installation are checked in
   */
  Predicate<MonitorConfig> matcher(String here) {
    List<String> words =
        text.isEmpty() ? List.of() : List.of(text.toLowerCase(Locale.ROOT).split("\\s+"));
    return monitor ->
        (type.isEmpty() || monitor.spec().type().equals(type))
            && (tag.isEmpty() || monitor.tags().contains(tag))
            && (team.isEmpty() || team.equals(String.valueOf(monitor.care().team())))
            && (region.isEmpty() || region.equals(here))
            && words.stream().allMatch(word -> isIn(monitor, word));
  }

  private static boolean isIn(MonitorConfig monitor, String word) {
    return contains(monitor.name(), word)
        || monitor.tags().stream().anyMatch(each -> contains(each, word))
        || contains(MonitorRow.address(monitor.spec()), word);
  }

  private static boolean contains(String text, String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }

  public ListQuery showing(Show other) {
    return new ListQuery(text, other, type, tag, team, region, sort, byTag, 1);
  }

  public ListQuery at(int other) {
    return new ListQuery(text, show, type, tag, team, region, sort, byTag, other);
  }

  /** Where the list that is asked so stands: {@code /?status=down}. */
  public String address() {
    return Addresses.of(
        "/",
        "q",
        text,
        "status",
        show == Show.ALL ? "" : show.key(),
        "type",
        type,
        "tag",
        tag,
        "team",
        team,
        "region",
        region,
        "sort",
        sort == Sort.TROUBLE ? "" : sort.key(),
        "group",
        byTag ? "tag" : "",
        "page",
        page == 1 ? "" : Integer.toString(page));
  }
}
