package dev.tocsin.http.page;

import static dev.tocsin.http.page.Deeds.stage;

import dev.tocsin.Ids;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ScheduleChanges;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.OnCallView.Person;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Member;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The editor of a schedule, which shows the next two weeks from what is typed. */
final class ScheduleFormPages {
  private final Inside inside;
  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final InstantSource time;
  private final OnCallPages pages;
  private final ScheduleChanges changes;

  ScheduleFormPages(Inside inside, ApiParts parts, OnCallPages pages, ScheduleChanges changes) {
    this.inside = inside;
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.time = parts.time();
    this.pages = pages;
    this.changes = changes;
  }

  /**
   * What the form is about.
   *
   * @param schedule null where it is new
   */
  private record About(@Nullable Item<Schedule> schedule) {
    @Nullable Schedule content() {
      return schedule == null ? null : schedule.content();
    }
  }

  /** For a new one. */
  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    var times = pages.reader(visitor, null).times();
    Map<String, String> form = new HashMap<>();
    form.put("id", Ids.create().toString());
    form.put("timeZone", times.zoneName());
    form.put("layers", "1");
    ScheduleForm.putUsual(
        0, "Primary", start(LocalDateTime.ofInstant(times.now(), times.zone())), form);
    form.put("l0-p0", visitor.user().id().toString());
    return Inside.done(shown(visitor, new About(null), form, List.of(), 200));
  }

  /** Turns of a week change hands on Monday mornings, and somebody is there at once. */
  static LocalDateTime start(LocalDateTime now) {
    return now.minusHours(9)
        .toLocalDate()
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .atTime(9, 0);
  }

  CompletionStage<HttpResponse> page(Visitor visitor, Item<Schedule> schedule) {
    return Inside.done(
        shown(visitor, new About(schedule), opened(schedule.content()), List.of(), 200));
  }

  private static Map<String, String> opened(Schedule schedule) {
    Map<String, String> form = ScheduleForm.of(schedule);
    form.put(Meanwhile.REVISION, ScheduleForm.version(schedule));
    return form;
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return sent(
        visitor,
        new About(null),
        form,
        schedule ->
            writer.createItem(
                new Item<>(
                    visitor.principal().organization(),
                    Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create),
                    schedule,
                    time.instant().truncatedTo(ChronoUnit.MILLIS),
                    0),
                visitor.principal().author()));
  }

  CompletionStage<HttpResponse> change(
      Visitor visitor, Map<String, String> form, Item<Schedule> before) {
    return sent(
        visitor,
        new About(before),
        form,
        schedule -> {
          String present = ScheduleForm.version(before.content());
          Meanwhile.check(
              form, present, ScheduleForm.version(schedule).equals(present), "schedule");
          return writer.updateItem(
              before.with(schedule), before.revision(), visitor.principal().author());
        });
  }

  private CompletionStage<HttpResponse> sent(
      Visitor visitor,
      About about,
      Map<String, String> form,
      Function<Schedule, CompletionStage<Item<Schedule>>> save) {
    String action = form.getOrDefault("action", "save");
    if (!action.equals("save")) {
      return Inside.done(
          shown(
              visitor,
              about,
              action.equals("layer") ? withLayer(form, visitor) : form,
              List.of(),
              200));
    }
    ScheduleForm.Typed typed = ScheduleForm.typed(form, about.content());
    return stage(() -> save.apply(read(visitor, typed, about)))
        .handle(
            (stored, failure) -> {
              if (failure == null) {
                return Answers.seeOther("/on-call/" + stored.id());
              }
              Inside.Fault fault = Inside.fault(failure);
              return fault.on(
                  shown(visitor, about, form, typed.atFields(fault.errors()), fault.status()));
            });
  }

  private Map<String, String> withLayer(Map<String, String> form, Visitor visitor) {
    Map<String, String> more = new HashMap<>(form);
    var times = pages.reader(visitor, null).times();
    int number = ScheduleForm.layers(form);
    more.put("layers", Integer.toString(number + 1));
    ScheduleForm.putUsual(
        number,
        "Layer " + (number + 1),
        start(LocalDateTime.ofInstant(times.now(), times.zone())),
        more);
    return more;
  }

  private Schedule read(Visitor visitor, ScheduleForm.Typed typed, About about) {
    List<FieldError> faults = new ArrayList<>(typed.faults());
    try {
      Schedule read =
          changes.read(visitor.principal().organization(), typed.json(), about.content());
      if (faults.isEmpty()) {
        return read;
      }
    } catch (InvalidInputException wrong) {
      faults.addAll(wrong.errors());
    }
    throw new InvalidInputException(faults);
  }

  CompletionStage<HttpResponse> delete(Visitor visitor, Item<Schedule> schedule) {
    return writer
        .deleteItem(
            schedule.organization(),
            Schedule.KIND,
            schedule.id(),
            visitor.principal().author(),
            time.instant())
        .handle(
            (gone, failure) -> {
              if (failure == null) {
                return Answers.seeOther("/on-call");
              }
              Inside.Fault fault = Inside.fault(failure);
              return fault.on(
                  shown(
                      visitor,
                      new About(schedule),
                      opened(schedule.content()),
                      fault.errors(),
                      fault.status()));
            });
  }

  private HttpResponse shown(
      Visitor visitor, About about, Map<String, String> form, List<FieldError> errors, int status) {
    Preview preview = preview(visitor, about, form);
    Item<Schedule> schedule = about.schedule();
    ScheduleFormView view =
        new ScheduleFormView(
            schedule == null ? null : schedule.id().toString(),
            form.getOrDefault("id", ""),
            new FormView(form, errors.isEmpty() ? preview.faults(form) : errors),
            IntStream.range(0, ScheduleForm.layers(form))
                .mapToObj(number -> layer(form, number, about))
                .toList(),
            members(visitor, about),
            teams(visitor),
            preview.calendar());
    return inside.html(status, "oncall/edit.jte", visitor, Map.of("page", view));
  }

  /**
   * The next two weeks.
   *
   * @param calendar null where what is typed is not complete
   */
  private record Preview(@Nullable CalendarView calendar, List<FieldError> errors) {
    /** Faults are told of what was sent, and not of a form that nobody has filled in yet. */
    List<FieldError> faults(Map<String, String> form) {
      return form.getOrDefault("action", "").equals("preview") ? errors : List.of();
    }
  }

  private Preview preview(Visitor visitor, About about, Map<String, String> form) {
    Map<String, String> named = new HashMap<>(form);
    // who only looks at the turns need not have thought of a name
    named.compute("name", (field, name) -> name == null || name.isBlank() ? "New" : name);
    ScheduleForm.Typed typed = ScheduleForm.typed(named, about.content());
    try {
      var reader = pages.reader(visitor, null);
      return new Preview(
          new CalendarDrawing(read(visitor, typed, about), reader)
              .draw(CalendarSpan.from(TurnWords.of(reader.times()).today())),
          List.of());
    } catch (InvalidInputException wrong) {
      return new Preview(null, typed.atFields(wrong.errors()));
    }
  }

  private static ScheduleFormView.LayerForm layer(
      Map<String, String> form, int number, About about) {
    String prefix = ScheduleForm.prefix(number);
    List<String> people = ScheduleForm.people(form, number);
    Integer stored =
        ScheduleForm.isStored(form, number)
            ? Integer.valueOf(
                ScheduleForm.stored(
                        Integer.parseInt(form.getOrDefault(prefix + "stored", "0")),
                        about.content())
                    .map(fixed -> fixed.turns().size())
                    .orElse(0))
            : null;
    return new ScheduleFormView.LayerForm(
        prefix,
        form.getOrDefault(prefix + "name", ""),
        stored,
        IntStream.range(0, ScheduleForm.places(form, number))
            .mapToObj(place -> place < people.size() ? people.get(place) : "")
            .toList());
  }

  /** Members, and who has left but is still named. */
  private List<Person> members(Visitor visitor, About about) {
    var reader = pages.reader(visitor, null);
    Schedule schedule = about.content();
    Stream<Person> present =
        configuration.people(visitor.principal().organization()).stream()
            .map(Member::user)
            .map(user -> new Person(user.id().toString(), user.called()));
    Stream<Person> named =
        schedule == null
            ? Stream.empty()
            : schedule.people().stream()
                .map(user -> new Person(user.toString(), reader.name(user)));
    return Stream.concat(present, named)
        .distinct()
        .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private List<Person> teams(Visitor visitor) {
    return configuration.items(visitor.principal().organization(), Team.KIND).stream()
        .map(team -> new Person(team.id().toString(), team.name()))
        .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
