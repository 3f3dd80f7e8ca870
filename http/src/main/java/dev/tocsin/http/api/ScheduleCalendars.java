package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.FixedTurns;
import dev.tocsin.oncall.Layer;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.calendar.CalendarImport;
import dev.tocsin.oncall.calendar.ShiftCalendar;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Schedules as calendars of other programs, and the other way round. */
public final class ScheduleCalendars {
  /** What a calendar shows around now. */
  private static final Duration BACK = Duration.ofDays(31);

  private static final Duration AHEAD = Duration.ofDays(183);
  private static final int LONGEST_CALENDAR = 1 << 20;
  private static final int MOST_LAYERS = 20;
  private static final String USUAL_NAME = "Imported";

  private final NodeConfiguration configuration;
  private final InstantSource time;

  public ScheduleCalendars(ApiParts parts) {
    this.configuration = parts.configuration();
    this.time = parts.time();
  }

  /**
   * A schedule with the layer that a calendar made.
   *
   * @param layer its name
   */
  public record Read(Schedule schedule, String layer, CalendarImport.Imported imported) {
    ObjectNode json() {
      Instant complete = imported.completeUntil();
      ObjectNode json =
          Json.object().put("layer", layer).put("shifts", imported.turns().turns().size());
      ArrayNode unknown = json.putArray("unknownPeople");
      imported.unknownPeople().forEach(unknown::add);
      ArrayNode problems = json.putArray("problems");
      imported
          .problems()
          .forEach(
              problem ->
                  problems
                      .addObject()
                      .put("event", problem.event())
                      .put("message", problem.message()));
      return json.put("completeUntil", complete == null ? null : Json.time(complete));
    }
  }

  /** Everybody's shifts. */
  public HttpResponse ofSchedule(Item<Schedule> item) {
    Instant now = time.instant();
    return answer(
        ShiftCalendar.ofSchedule(
            item.id(),
            item.content(),
            now.minus(BACK),
            now.plus(AHEAD),
            item.createdAt(),
            user -> name(item.organization(), user)));
  }

  /** One person's shifts in all schedules. */
  public HttpResponse ofPerson(OrganizationId organization, UserId person) {
    Instant now = time.instant();
    Map<UUID, Schedule> schedules = new LinkedHashMap<>();
    Instant stamp = Instant.EPOCH;
    for (Item<Schedule> each :
        configuration.items(organization, Schedule.KIND).stream()
            .sorted(Comparator.comparing(Item::id))
            .toList()) {
      schedules.put(each.id(), each.content());
      stamp = each.createdAt().isAfter(stamp) ? each.createdAt() : stamp;
    }
    return answer(
        ShiftCalendar.ofPerson(
            "On call: " + name(organization, person),
            person,
            schedules,
            now.minus(BACK),
            now.plus(AHEAD),
            stamp));
  }

  private static HttpResponse answer(String calendar) {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(
                ContentTypes.parse(ShiftCalendar.MEDIA_TYPE), ByteString.fromString(calendar)))
        .addHeader(RawHeader.create("Content-Disposition", "inline; filename=\"on-call.ics\""))
        .addHeader(RawHeader.create("Cache-Control", "private, no-cache"));
  }

  private String name(OrganizationId organization, UserId user) {
    return configuration.person(organization, user) instanceof Lookup.Found<Member>(Member found)
        ? found.user().called()
        : "Somebody who has left";
  }

  /**
   * Makes a layer of a calendar, on top of the others; it replaces one of the same name that came
   * out of a calendar. Fields: {@code calendar}, {@code name}.
   *
   * @throws InvalidInputException where nothing of it can be taken
   */
  public Read read(Item<Schedule> item, JsonNode body) {
    Input input = Input.of(body);
    String name = input.optionalText("name", Fields.LONGEST_NAME).orElse(USUAL_NAME);
    Optional<String> calendar = input.verbatim("calendar", LONGEST_CALENDAR);
    if (calendar.isEmpty()) {
      input.missing("calendar", "the text of an .ics file");
    }
    input.finish();
    Schedule schedule = item.content();
    CalendarImport.Imported imported =
        CalendarImport.read(
            calendar.orElse(""), schedule.timeZone(), time.instant(), people(item.organization()));
    if (imported.turns().turns().isEmpty()) {
      throw new InvalidInputException("calendar", nothing(imported));
    }
    return new Read(with(schedule, name, imported.turns()), name, imported);
  }

  private static String nothing(CalendarImport.Imported imported) {
    String sentence =
        "Nothing of it was taken: no event of the last 31 days or later names a member of this"
            + " organization by e-mail address or name.";
    return imported.unknownPeople().isEmpty()
        ? sentence
        : sentence
            + " It names "
            + String.join(", ", imported.unknownPeople().stream().limit(10).toList())
            + ".";
  }

  private static Schedule with(Schedule schedule, String name, FixedTurns turns) {
    List<Layer> layers = new ArrayList<>(schedule.layers());
    boolean replaced = false;
    for (int i = 0; i < layers.size() && !replaced; i++) {
      Layer layer = layers.get(i);
      if (layer.name().equals(name) && layer.turns() instanceof FixedTurns) {
        layers.set(i, new Layer(name, turns, layer.restrictions()));
        replaced = true;
      }
    }
    if (!replaced) {
      if (layers.size() >= MOST_LAYERS) {
        throw new InvalidInputException(
            "name",
            "There are "
                + MOST_LAYERS
                + " layers already; remove one, or name one that a calendar made.");
      }
      layers.add(new Layer(name, turns, List.of()));
    }
    return new Schedule(
        schedule.name(), schedule.team(), schedule.timeZone(), layers, schedule.overrides());
  }

  /** Members by their addresses, and by names that only one of them has. */
  private Function<String, Optional<UserId>> people(OrganizationId organization) {
    Map<String, UserId> known = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (Member member : configuration.people(organization)) {
      String name = member.user().name();
      if (name != null && known.putIfAbsent(small(name), member.user().id()) != null) {
        twice.add(small(name));
      }
    }
    twice.forEach(known::remove);
    configuration
        .people(organization)
        .forEach(member -> known.put(small(member.user().email().value()), member.user().id()));
    return text -> Optional.ofNullable(known.get(small(text)));
  }

  private static String small(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
