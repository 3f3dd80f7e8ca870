package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.oncall.FixedTurns;
import dev.tocsin.oncall.Layer;
import dev.tocsin.oncall.Rotation;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.ScheduleOverride;
import dev.tocsin.oncall.Shift;
import dev.tocsin.oncall.Source;
import dev.tocsin.oncall.Turn;
import dev.tocsin.oncall.Window;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schedules as the API shows them. */
final class ScheduleJson {
  private final NodeConfiguration configuration;

  ScheduleJson(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /** What {@link Schedule#read} takes. */
  static ObjectNode configured(Schedule schedule) {
    UUID team = schedule.team();
    ObjectNode json =
        Json.object()
            .put("name", schedule.name())
            .put("teamId", team == null ? null : team.toString())
            .put("timeZone", schedule.timeZone().getId());
    ArrayNode layers = json.putArray("layers");
    schedule.layers().forEach(layer -> layers.add(layer(layer)));
    return json;
  }

  private static ObjectNode layer(Layer layer) {
    ObjectNode json = Json.object().put("name", layer.name());
    switch (layer.turns()) {
      case Rotation rotation -> put(rotation, json);
      case FixedTurns fixed -> {
        ArrayNode shifts = json.putArray("shifts");
        fixed.turns().forEach(turn -> shifts.add(turn(turn)));
      }
    }
    ArrayNode restrictions = json.putArray("restrictions");
    layer.restrictions().forEach(window -> restrictions.add(window(window)));
    return json;
  }

  private static void put(Rotation rotation, ObjectNode json) {
    LocalDateTime end = rotation.end();
    ArrayNode people = json.putArray("people");
    rotation.people().forEach(person -> people.add(person.toString()));
    json.putObject("rotation")
        .put("every", rotation.every())
        .put("unit", Json.name(rotation.unit()));
    json.put("start", rotation.start().toString()).put("end", end == null ? null : end.toString());
  }

  private static ObjectNode turn(Turn turn) {
    return Json.object()
        .put("from", Json.time(turn.from()))
        .put("until", Json.time(turn.until()))
        .put("userId", turn.user().toString());
  }

  private static ObjectNode window(Window window) {
    ObjectNode json = Json.object();
    switch (window) {
      case Window.Daily daily -> {
        ArrayNode days = json.putArray("days");
        daily.days().forEach(day -> days.add(Json.name(day)));
        json.put("from", daily.from().toString()).put("until", daily.until().toString());
      }
      case Window.Weekly weekly ->
          json.put("fromDay", name(weekly.firstDay()))
              .put("from", weekly.from().toString())
              .put("untilDay", name(weekly.lastDay()))
              .put("until", weekly.until().toString());
    }
    return json;
  }

  private static String name(DayOfWeek day) {
    return Json.name(day);
  }

  static ObjectNode override(ScheduleOverride override) {
    UserId insteadOf = override.insteadOf();
    return Json.object()
        .put("id", override.id().toString())
        .put("userId", override.user().toString())
        .put("from", Json.time(override.from()))
        .put("until", Json.time(override.until()))
        .put("insteadOfUserId", insteadOf == null ? null : insteadOf.toString())
        .set("author", Json.tree(override.author()));
  }

  static ArrayNode overrides(List<ScheduleOverride> overrides) {
    ArrayNode json = Json.array();
    overrides.forEach(each -> json.add(override(each)));
    return json;
  }

  /** {@code {id, name}}; the name is null of somebody who has left, and all of it for nobody. */
  @Nullable ObjectNode person(OrganizationId organization, @Nullable UserId user) {
    if (user == null) {
      return null;
    }
    String name =
        configuration.person(organization, user) instanceof Lookup.Found<Member>(Member found)
            ? found.user().called()
            : null;
    return Json.object().put("id", user.toString()).put("name", name);
  }

  ArrayNode people(OrganizationId organization, Schedule schedule) {
    ArrayNode json = Json.array();
    schedule.people().forEach(user -> json.add(person(organization, user)));
    return json;
  }

  ArrayNode shifts(OrganizationId organization, List<Shift> shifts) {
    ArrayNode json = Json.array();
    for (Shift shift : shifts) {
      ObjectNode one = span(shift.from(), shift.until());
      one.set("person", person(organization, shift.user()));
      one.set("why", shift.duty() == null ? null : why(shift.duty().source()));
      json.add(one);
    }
    return json;
  }

  static ObjectNode span(Instant from, Instant until) {
    return Json.object().put("from", Json.time(from)).put("until", Json.time(until));
  }

  static ObjectNode why(Source source) {
    return switch (source) {
      case Source.OfLayer layer ->
          Json.object()
              .put("type", "layer")
              .put("layer", layer.name())
              .put("layerIndex", layer.index());
      case Source.OfOverride override ->
          Json.object().put("type", "override").put("overrideId", override.id().toString());
    };
  }
}
