package dev.tocsin.http.page;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ScheduleChanges.Planner;
import dev.tocsin.http.page.CalendarDrawing.Reader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.ScheduleOverride;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what the page of who is on call shows, from this node's memory. */
final class OnCallPages {
  private final NodeConfiguration configuration;
  private final InstantSource time;

  OnCallPages(ApiParts parts) {
    this.configuration = parts.configuration();
    this.time = parts.time();
  }

  /** Who reads it, and how they read times. */
  Reader reader(Visitor visitor, @Nullable UUID overrides) {
    return new Reader(
        visitor.principal().organization(),
        visitor.user().id(),
        configuration,
        Times.of(visitor, configuration, time.instant()),
        overrides == null || !Inside.may(visitor, Role.RESPONDER)
            ? null
            : "/on-call/" + overrides + "/override");
  }

  static Planner planner(Visitor visitor) {
    return new Planner(
        visitor.principal().author(), visitor.principal().role(), visitor.user().id());
  }

  /** By their names. */
  List<Item<Schedule>> schedules(Visitor visitor) {
    return configuration.items(visitor.principal().organization(), Schedule.KIND).stream()
        .sorted(
            Comparator.comparing(
                    (Item<Schedule> each) -> each.name(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Item::id))
        .toList();
  }

  /**
   * @param wanted the schedule to show; null for the one that the reader is in
   */
  OnCallView view(
      Visitor visitor,
      @Nullable Item<Schedule> wanted,
      CalendarSpan.View view,
      Optional<LocalDate> day) {
    List<Item<Schedule>> all = schedules(visitor);
    Reader reader = reader(visitor, null);
    List<State> states = all.stream().map(each -> state(each, reader)).toList();
    Item<Schedule> chosen = wanted == null ? usual(states, reader.self()) : wanted;
    List<String> said = new OnCallWords(reader).say(states);
    return new OnCallView(
        said.getFirst(),
        said.getLast(),
        chosen == null ? null : chosen(chosen, visitor, view, day),
        states.stream().map(state -> now(state, reader)).toList(),
        Inside.may(visitor, Role.RESPONDER),
        Inside.may(visitor, Role.ADMIN));
  }

  /**
   * How a schedule is now.
   *
   * @param ahead its shifts from now on, for as long as one looks ahead
   */
  record State(Item<Schedule> schedule, List<Shift> ahead, Instant horizon) {
    @Nullable UserId user() {
      return ahead.getFirst().user();
    }

    /** Null where it does not end as far as one looks. */
    @Nullable Instant until() {
      Instant end = OwnDuty.end(ahead);
      return end.isBefore(horizon) ? end : null;
    }

    /** The first after those who are on call now; null where nobody else follows. */
    @Nullable Shift next() {
      return ahead.stream()
          .dropWhile(shift -> Objects.equals(shift.user(), user()))
          .filter(shift -> shift.user() != null)
          .findFirst()
          .orElse(null);
    }
  }

  private static State state(Item<Schedule> schedule, Reader reader) {
    Instant now = reader.times().now();
    Instant horizon = now.plus(OwnDuty.AHEAD);
    return new State(schedule, new OnCall(schedule.content()).timeline(now, horizon), horizon);
  }

  /** The one that the reader is on call for, else one that they are in, else the first. */
  private static @Nullable Item<Schedule> usual(List<State> states, UserId self) {
    return states.stream()
        .min(
            Comparator.comparing(
                state ->
                    self.equals(state.user())
                        ? 0
                        : state.schedule().content().people().contains(self) ? 1 : 2))
        .map(State::schedule)
        .orElse(null);
  }

  private static OnCallView.Now now(State state, Reader reader) {
    TurnWords words = TurnWords.of(reader.times());
    UserId user = state.user();
    Instant until = state.until();
    Shift next = state.next();
    UserId follows = next == null ? null : next.user();
    String name = user == null ? null : reader.name(user);
    return new OnCallView.Now(
        state.schedule().id().toString(),
        state.schedule().name(),
        name,
        user == null ? "" : new CalendarDrawing(state.schedule().content(), reader).style(user),
        name == null ? "" : ShellView.initials(name),
        until == null ? "further notice" : words.brief(until),
        follows == null ? "" : reader.name(follows));
  }

  private OnCallView.Chosen chosen(
      Item<Schedule> schedule, Visitor visitor, CalendarSpan.View view, Optional<LocalDate> day) {
    Reader reader = reader(visitor, schedule.id());
    LocalDate today = TurnWords.of(reader.times()).today();
    CalendarSpan span = CalendarSpan.around(view, day.orElse(today));
    List<OnCallView.Way> views = new ArrayList<>();
    for (CalendarSpan.View each : CalendarSpan.View.values()) {
      views.add(
          new OnCallView.Way(
              each.words, href(schedule, each, day.orElse(today)), each == span.view()));
    }
    return new OnCallView.Chosen(
        schedule.id().toString(),
        schedule.name(),
        new CalendarDrawing(schedule.content(), reader).draw(span),
        views,
        href(schedule, span.view(), span.before().first()),
        href(schedule, span.view(), today),
        href(schedule, span.view(), span.after().first()),
        span.view().present,
        takers(schedule, visitor, reader),
        overrides(schedule, visitor, reader));
  }

  private static String href(Item<Schedule> schedule, CalendarSpan.View view, LocalDate day) {
    return "/on-call/" + schedule.id() + "?view=" + view.key + "&day=" + day;
  }

  OnCallView.Takers takers(Item<Schedule> schedule, Visitor visitor, Reader reader) {
    boolean everybody = Inside.may(visitor, Role.ADMIN);
    List<OnCallView.Person> all =
        configuration.people(visitor.principal().organization()).stream()
            .map(Member::user)
            .filter(user -> everybody || user.id().equals(visitor.user().id()))
            .sorted(Comparator.comparing(user -> user.called(), String.CASE_INSENSITIVE_ORDER))
            .map(user -> new OnCallView.Person(user.id().toString(), user.called()))
            .toList();
    List<OnCallView.Person> people =
        schedule.content().people().stream()
            .map(user -> new OnCallView.Person(user.toString(), reader.name(user)))
            .sorted(Comparator.comparing(OnCallView.Person::name, String.CASE_INSENSITIVE_ORDER))
            .toList();
    return new OnCallView.Takers(all, people, reader.times().zoneName());
  }

  private static List<OnCallView.Override> overrides(
      Item<Schedule> schedule, Visitor visitor, Reader reader) {
    Planner planner = planner(visitor);
    TurnWords words = TurnWords.of(reader.times());
    boolean plans = Inside.may(visitor, Role.RESPONDER);
    return schedule.content().overrides().stream()
        .filter(each -> each.until().isAfter(reader.times().now()))
        .sorted(Comparator.comparing(ScheduleOverride::from))
        .map(
            each ->
                new OnCallView.Override(
                    each.id().toString(),
                    reader.name(each.user())
                        + (each.insteadOf() == null ? "" : " for " + reader.name(each.insteadOf())),
                    words.brief(each.from()) + " until " + words.brief(each.until()),
                    plans && planner.mayRemove(each)))
        .toList();
  }
}
