package dev.tocsin.statuspage;

import dev.tocsin.uptime.StatusCounts;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a component stood on each of the last 90 days, today included, and how much of that time it
 * was up.
 *
 * @param days oldest first
 * @param percent of the observed time in which none of the component's monitors was down; rounded
 *     down to thousandths, so that 100 says that there was no downtime; null where nothing was
 *     observed
 */
public record ComponentHistory(List<Day> days, @Nullable Double percent) {
  public static final int DAYS = PageDays.COUNT;

  private static final PageState[] STATES = PageState.values();
  private static final double THOUSANDTHS = 1_000.0;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  public ComponentHistory {
    days = List.copyOf(days);
  }

  /**
   * @param worst the worst state of the day; no data where nothing was observed
   * @param lasted how long it stood at that state, in whole minutes, begun ones counted; zero where
   *     there was no trouble
   * @param milder the other trouble of the day, the worse first, by the same minutes
   */
  public record Day(LocalDate date, PageState worst, Duration lasted, List<Trouble> milder) {
    public Day {
      milder = List.copyOf(milder);
    }

    /** One without other trouble. */
    public Day(LocalDate date, PageState worst, Duration lasted) {
      this(date, worst, lasted, List.of());
    }
  }

  public record Trouble(PageState state, Duration lasted) {}

  /**
   * @param monitors of the component
   */
  public static ComponentHistory of(
      Collection<Timeline> monitors, StatusPageConfig.Follows follows, PageDays days) {
    Bars bars = new Bars(days);
    StatusCounts.each(
        monitors,
        (moment, counts) -> bars.changed(moment, state(PageState.of(counts::of), follows)));
    bars.changed(days.now(), PageState.NO_DATA);
    return new ComponentHistory(
        bars.days(),
        Timeline.worst(monitors)
            .uptime(days.first(), days.now())
            .percent()
            .map(percent -> Math.floor(percent * THOUSANDTHS) / THOUSANDTHS)
            .orElse(null));
  }

  private static PageState state(PageState state, StatusPageConfig.Follows follows) {
    return state == PageState.PARTIAL_OUTAGE && follows == StatusPageConfig.Follows.WORST
        ? PageState.MAJOR_OUTAGE
        : state;
  }

  /** The days while they are filled in. */
  private static final class Bars {
    private final PageDays days;
    private final PageState[] worst = new PageState[DAYS];

    /** Milliseconds at each state of trouble, day by day. */
    private final long[] lasted = new long[DAYS * STATES.length];

    private PageState current = PageState.NO_DATA;
    private long since;

    private Bars(PageDays days) {
      this.days = days;
    }

    void changed(Instant at, PageState state) {
      long moment = Math.min(at.toEpochMilli(), days.now().toEpochMilli());
      stood(current, since, moment);
      current = state;
      since = moment;
    }

    private void stood(PageState state, long from, long to) {
      if (state.compareTo(PageState.OPERATIONAL) < 0) {
        return; // on a bar, a pause is no data either
      }
      for (int day = days.indexOf(from); day < DAYS && days.begin(day) < to; day++) {
        long within = Math.min(to, days.begin(day + 1)) - Math.max(from, days.begin(day));
        if (within <= 0) {
          continue;
        }
        PageState before = worst[day];
        if (before == null || before.compareTo(state) < 0) {
          worst[day] = state;
        }
        if (state.isTrouble()) {
          lasted[place(day, state)] += within;
        }
      }
    }

    private static int place(int day, PageState state) {
      return day * STATES.length + state.ordinal();
    }

    List<Day> days() {
      List<Day> all = new ArrayList<>(DAYS);
      for (int day = 0; day < DAYS; day++) {
        PageState state = worst[day];
        if (state == null) {
          all.add(days.unknown(day));
        } else if (state == PageState.OPERATIONAL) {
          all.add(days.quiet(day));
        } else {
          all.add(new Day(days.quiet(day).date(), state, lasted(day, state), milder(day, state)));
        }
      }
      return all;
    }

    private Duration lasted(int day, PageState state) {
      return Duration.ofMinutes((lasted[place(day, state)] + MINUTE - 1) / MINUTE);
    }

    private List<Trouble> milder(int day, PageState state) {
      List<Trouble> milder = new ArrayList<>();
      for (int other = state.ordinal() - 1; STATES[other].isTrouble(); other--) {
        if (lasted[place(day, STATES[other])] > 0) {
          milder.add(new Trouble(STATES[other], lasted(day, STATES[other])));
        }
      }
      return milder;
    }
  }
}
