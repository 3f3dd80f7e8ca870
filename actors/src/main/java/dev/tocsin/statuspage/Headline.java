package dev.tocsin.statuspage;

import dev.tocsin.statuspage.PageModel.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a page says of its components in words.
 *
 * @param sentence the one that answers why a visitor came
 * @param rest what else is to be said of the components, in whole sentences; maybe empty
 */
public record Headline(String sentence, String rest) {
  private static final List<String> NUMBERS =
      List.of(
          "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  public static Headline of(PageModel page) {
    List<Item> all = page.items().toList();
    return switch (page.components().state()) {
      case MAJOR_OUTAGE, PARTIAL_OUTAGE, DEGRADED_PERFORMANCE -> trouble(page, all);
      case UNDER_MAINTENANCE -> worked(all);
      case OPERATIONAL -> calm(all);
      case NO_DATA ->
          all.isEmpty()
              ? new Headline("This page shows nothing yet.", "")
              : new Headline("There is no data yet.", unseen(all, PageState.PAUSED));
      case PAUSED -> new Headline("Nothing is watched now.", "");
    };
  }

  /** {@code Two}, {@code 31}: small numbers are words where they begin or carry a sentence. */
  public static String number(int count, boolean first) {
    if (count >= NUMBERS.size()) {
      return Integer.toString(count);
    }
    String word = NUMBERS.get(count);
    return first ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : word;
  }

  private static Headline trouble(PageModel page, List<Item> all) {
    PageState worst = page.components().state();
    List<String> rest = new ArrayList<>();
    for (PageState state :
        List.of(
            PageState.PARTIAL_OUTAGE,
            PageState.DEGRADED_PERFORMANCE,
            PageState.UNDER_MAINTENANCE)) {
      List<Item> having = having(all, state);
      if (state.compareTo(worst) < 0 && !having.isEmpty()) {
        rest.add(
            having.size() == 1
                ? having.getFirst().name() + " " + predicate(state, 1)
                : number(having.size(), true) + " more " + predicate(state, having.size()));
      }
    }
    if (all.stream().anyMatch(item -> item.standing().state() == PageState.OPERATIONAL)) {
      rest.add(
          isFullySeen(all) ? "Everything else works." : "Everything else that is watched works.");
    }
    return new Headline(
        who(having(all, worst), all.size()) + " " + predicate(worst, having(all, worst).size()),
        String.join(" ", rest));
  }

  private static Headline worked(List<Item> all) {
    List<Item> having = having(all, PageState.UNDER_MAINTENANCE);
    boolean isRest =
        all.stream().anyMatch(item -> item.standing().state() == PageState.OPERATIONAL);
    return new Headline(
        who(having, all.size()) + " " + predicate(PageState.UNDER_MAINTENANCE, having.size()),
        isRest
            ? isFullySeen(all) ? "Everything else works." : "Everything else that is watched works."
            : "");
  }

  private static Headline calm(List<Item> all) {
    if (isFullySeen(all)) {
      return new Headline("All systems work.", "");
    }
    String rest = (unseen(all, PageState.NO_DATA) + " " + unseen(all, PageState.PAUSED)).strip();
    return new Headline("All that is watched works.", rest);
  }

  private static boolean isFullySeen(List<Item> all) {
    return having(all, PageState.NO_DATA).isEmpty() && having(all, PageState.PAUSED).isEmpty();
  }

  private static String unseen(List<Item> all, PageState state) {
    List<Item> having = having(all, state);
    if (having.isEmpty()) {
      return "";
    }
    return who(having, all.size()) + " " + predicate(state, having.size());
  }

  private static String who(List<Item> which, int of) {
    if (which.size() == 1) {
      return which.getFirst().name();
    }
    if (which.size() == of) {
      return of == 2 ? "Both components" : "All " + number(of, false) + " components";
    }
    return number(which.size(), true) + " of " + number(of, false) + " components";
  }

  private static String predicate(PageState state, int count) {
    String are = count == 1 ? "is " : "are ";
    return switch (state) {
      case MAJOR_OUTAGE -> are + "down.";
      case PARTIAL_OUTAGE -> are + "partly down.";
      case DEGRADED_PERFORMANCE -> are + "degraded.";
      case UNDER_MAINTENANCE -> are + "under maintenance.";
      case OPERATIONAL -> count == 1 ? "works." : "work.";
      case NO_DATA -> (count == 1 ? "has" : "have") + " no data yet.";
      case PAUSED -> are + "not watched now.";
    };
  }

  private static List<Item> having(List<Item> all, PageState state) {
    return all.stream().filter(item -> item.standing().state() == state).toList();
  }
}
