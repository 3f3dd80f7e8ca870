package dev.tocsin.oncall;

import dev.tocsin.Ids;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a schedule as the API takes it: {@code {name, teamId, timeZone, layers: [{name, people,
 * rotation: {every, unit}, start, end, restrictions}, {name, shifts: [{from, until, userId}],
 * restrictions}]}}.
 */
final class ScheduleReader {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_LAYERS = 20;
  private static final int MOST_PEOPLE = 100;
  private static final UserId NOBODY = new UserId(new UUID(0, 0));

  private ScheduleReader() {}

  static Schedule read(Input input) {
    String name = input.text("name", LONGEST_NAME);
    if (!input.has("timeZone")) {
      input.missing("timeZone", "a time zone such as \"Europe/Berlin\"");
    }
    return new Schedule(
        name,
        team(input),
        input.timeZone("timeZone").orElse(ZoneId.of("UTC")),
        input.objects("layers", MOST_LAYERS).stream().map(ScheduleReader::layer).toList(),
        List.of());
  }

  static ScheduleOverride override(Input input, Author author) {
    UserId user = user(input, "userId");
    UserId insteadOf = input.has("insteadOfUserId") ? user(input, "insteadOfUserId") : null;
    input.check(
        !user.equals(insteadOf),
        "insteadOfUserId",
        "It is the person who takes it; give somebody else, or leave it out.");
    Span span = span(input);
    return new ScheduleOverride(
        OverrideId.create(), user, span.from(), span.until(), insteadOf, author);
  }

  private static @Nullable UUID team(Input input) {
    return Moments.parsed(input, "teamId", "a team's id", Ids::parse).orElse(null);
  }

  private static Layer layer(Input input) {
    String name = input.text("name", LONGEST_NAME);
    if (!input.has("shifts")) {
      return new Layer(name, rotation(input), WindowReader.read(input, "restrictions"));
    }
    input.check(
        !input.has("rotation"),
        "shifts",
        "It excludes \"rotation\": give the one or the other, not both.");
    List<Turn> shifts =
        input.objects("shifts", FixedTurns.MOST).stream().map(ScheduleReader::turn).toList();
    FixedTurns turns = FixedTurns.of(shifts);
    input.check(
        turns.turns().size() <= FixedTurns.MOST,
        "shifts",
        "Cut where they meet they are more than " + FixedTurns.MOST + "; send fewer.");
    return new Layer(name, turns, WindowReader.read(input, "restrictions"));
  }

  private static Turn turn(Input input) {
    Span span = span(input);
    return new Turn(span.from(), span.until(), user(input, "userId"));
  }

  private static Turns rotation(Input input) {
    List<UserId> people = people(input);
    var start = Moments.local(input, "start");
    var end = Moments.local(input, "end");
    if (start.isEmpty()) {
      input.missing(
          "start", "when the first person begins, by the clock, such as \"2026-01-05T09:00\"");
    } else if (end.isPresent()) {
      input.check(end.get().isAfter(start.get()), "end", "It must be after \"start\".");
    }
    var unit = Rotation.Unit.WEEKS;
    int every = 1;
    var rotation = input.object("rotation");
    if (rotation.isPresent()) {
      unit = unit(rotation.get());
      every = rotation.get().integer("every", 1, most(unit)).orElse(1);
    } else {
      input.missing("rotation", "an object such as {\"every\": 1, \"unit\": \"weeks\"}");
    }
    return new Rotation(every, unit, start.orElse(Moments.EARLIEST), end.orElse(null), people);
  }

  private static List<UserId> people(Input input) {
    if (!input.has("people")) {
      input.missing("people", "a list of users' ids, in the order of their turns");
    }
    List<UserId> people =
        input.list(
            "people",
            MOST_PEOPLE,
            "a user's id",
            node -> Ids.parse(node.asText()).map(UserId::new).orElse(null));
    input.check(!people.isEmpty(), "people", "It must have at least one person.");
    return people;
  }

  private static Rotation.Unit unit(Input rotation) {
    if (!rotation.has("unit")) {
      rotation.missing("unit", "\"hours\", \"days\" or \"weeks\"");
    }
    return rotation.choice("unit", Rotation.Unit.class).orElse(Rotation.Unit.WEEKS);
  }

  /** A turn lasts a year at most: so far an export must look to find where one began. */
  private static int most(Rotation.Unit unit) {
    return switch (unit) {
      case HOURS -> 8_760;
      case DAYS -> 365;
      case WEEKS -> 52;
    };
  }

  private static UserId user(Input input, String field) {
    if (!input.has(field)) {
      input.missing(field, "a user's id");
    }
    return Moments.parsed(input, field, "a user's id", Ids::parse).map(UserId::new).orElse(NOBODY);
  }

  private static Span span(Input input) {
    Instant from = Moments.instant(input, "from");
    Instant until = Moments.instant(input, "until");
    boolean inOrder = input.check(from.isBefore(until), "until", "It must be after \"from\".");
    input.check(
        !until.isAfter(from.plus(Moments.LONGEST)),
        "until",
        "It must be at most a year after \"from\".");
    return inOrder ? new Span(from, until) : new Span(from, from.plusSeconds(1));
  }
}
