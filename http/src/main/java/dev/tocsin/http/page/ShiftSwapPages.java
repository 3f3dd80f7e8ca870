package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ScheduleChanges;
import dev.tocsin.http.page.CalendarDrawing.Reader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.OnCallView.Person;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The form by which two people exchange a shift each. */
final class ShiftSwapPages {
  /** Further ahead nobody plans by name. */
  private static final Duration AHEAD = Duration.ofDays(62);

  private static final int MOST = 100;

  private final Inside inside;
  private final OnCallPages pages;
  private final ScheduleChanges changes;

  ShiftSwapPages(Inside inside, OnCallPages pages, ScheduleChanges changes) {
    this.inside = inside;
    this.pages = pages;
    this.changes = changes;
  }

  CompletionStage<HttpResponse> page(Visitor visitor, Item<Schedule> schedule) {
    return Inside.done(shown(visitor, schedule, FormView.empty(Map.of()), 200));
  }

  CompletionStage<HttpResponse> swap(
      Visitor visitor, Map<String, String> form, Item<Schedule> schedule) {
    return Deeds.attempt(
        () -> changes.swap(schedule, json(form), OnCallPages.planner(visitor)),
        "/on-call/" + schedule.id(),
        fault ->
            Inside.done(
                shown(visitor, schedule, new FormView(form, fault.errors()), fault.status())));
  }

  private static ObjectNode json(Map<String, String> form) {
    ObjectNode json = Json.object();
    for (String field : new String[] {"first", "second"}) {
      String moment = form.getOrDefault(field, "");
      if (!moment.isBlank()) {
        json.put(field, moment);
      }
    }
    return json;
  }

  private HttpResponse shown(Visitor visitor, Item<Schedule> schedule, FormView form, int status) {
    Reader reader = pages.reader(visitor, null);
    List<Shift> shifts = shifts(schedule.content(), reader.times().now());
    UserId self = visitor.user().id();
    List<Shift> mine =
        Inside.may(visitor, Role.ADMIN)
            ? shifts
            : shifts.stream().filter(shift -> self.equals(shift.user())).toList();
    return inside.html(
        status,
        "oncall/swap.jte",
        visitor,
        Map.of(
            "id",
            schedule.id().toString(),
            "name",
            schedule.name(),
            "mine",
            choices(mine, reader),
            "others",
            choices(shifts, reader),
            "form",
            form));
  }

  private static List<Shift> shifts(Schedule schedule, Instant now) {
    return new OnCall(schedule)
        .wholeShifts(now, now.plus(AHEAD)).stream()
            .filter(shift -> shift.user() != null && shift.until().isAfter(now))
            .limit(MOST)
            .toList();
  }

  /** Each by a moment in it, which stays in it while the form is filled in. */
  private static List<Person> choices(List<Shift> shifts, Reader reader) {
    TurnWords words = TurnWords.of(reader.times());
    List<Person> choices = new ArrayList<>();
    for (Shift shift : shifts) {
      UserId user = shift.user();
      if (user != null) {
        choices.add(
            new Person(
                shift.until().minusMillis(1).toString(),
                reader.name(user)
                    + ", "
                    + words.dated(shift.from())
                    + " until "
                    + words.dated(shift.until())));
      }
    }
    return choices;
  }
}
