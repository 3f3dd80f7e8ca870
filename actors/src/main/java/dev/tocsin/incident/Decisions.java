package dev.tocsin.incident;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an incident makes of what somebody wants. Pure. */
final class Decisions {
  /** All of it goes to every node at once, in a message of 256 KiB at most. */
  private static final int MOST_EVENTS = 400;

  /** Characters of everything that was ever said. */
  private static final int MOST_SAID = 60_000;

  private final IncidentRecord now;
  private final Author by;
  private final Instant at;

  private Decisions(IncidentRecord now, Author by, Instant at) {
    this.now = now;
    this.by = by;
    this.at = at;
  }

  static Decision of(IncidentRecord now, IncidentChange change, Author by, Instant at) {
    return new Decisions(now, by, at).of(change);
  }

  private Decision of(IncidentChange change) {
    if (change instanceof IncidentChange.Open open) {
      return open(open);
    }
    if (!now.isThere()) {
      return change instanceof IncidentChange.Remove && now.sequence() > 0
          ? new Decision.Known()
          : new Decision.Unknown();
    }
    if (!(change instanceof IncidentChange.Remove)
        && (now.sequence() >= MOST_EVENTS || now.said() + said(change) > MOST_SAID)) {
      return new Decision.Refused(
          "There is too much on this incident already: resolve it, and open another one.");
    }
    return switch (change) {
      case IncidentChange.Open open -> new Decision.Known();
      case IncidentChange.Tell(Post post) -> tell(post);
      case IncidentChange.Correct correct -> correct(correct);
      case IncidentChange.Retract retract -> retract(retract);
      case IncidentChange.Describe(Heading heading) ->
          unless(heading.equals(now.heading()), new IncidentEvent.Described(at, by, heading));
      case IncidentChange.Grow(List<Affected> affected) -> grow(affected);
      case IncidentChange.Publish publish ->
          unless(
              now.standing().visibility() == Visibility.PUBLIC,
              new IncidentEvent.Published(at, by));
      case IncidentChange.Link(var alert) ->
          unless(now.alerts().contains(alert), new IncidentEvent.Linked(at, by, alert));
      case IncidentChange.Unlink(var alert) ->
          unless(!now.alerts().contains(alert), new IncidentEvent.Unlinked(at, by, alert));
      case IncidentChange.Note note ->
          unless(now.wasNoted(note.id()), new IncidentEvent.Noted(at, by, note.id(), note.text()));
      case IncidentChange.Date date -> date(date);
      case IncidentChange.Remove remove -> accepted(new IncidentEvent.Removed(at, by));
    };
  }

  private static int said(IncidentChange change) {
    return switch (change) {
      case IncidentChange.Tell(Post post) -> post.message().length();
      case IncidentChange.Correct correct -> correct.message().length();
      case IncidentChange.Note note -> note.text().length();
      default -> 0;
    };
  }

  private Decision open(IncidentChange.Open open) {
    if (now.sequence() > 0) {
      return new Decision.Known();
    }
    if (open.startedAt().isAfter(at)) {
      return new Decision.Refused("It cannot begin in the future; maintenance can.");
    }
    List<IncidentEvent> events = new ArrayList<>();
    events.add(
        new IncidentEvent.Opened(
            at,
            by,
            open.heading(),
            open.visibility(),
            open.startedAt(),
            open.origin(),
            open.first()));
    open.alerts().stream()
        .distinct()
        .forEach(alert -> events.add(new IncidentEvent.Linked(at, by, alert)));
    return new Decision.Accepted(events);
  }

  private Decision tell(Post post) {
    if (now.wasTold(post.id())) {
      return new Decision.Known();
    }
    if (post.at().isAfter(at)) {
      return new Decision.Refused("Nothing can be told at a time that is still to come.");
    }
    if (post.at().isBefore(now.standing().startedAt())) {
      return new Decision.Refused(
          "It is from before the incident began; set the beginning first, or another time.");
    }
    if (post.phase() == Phase.POSTMORTEM && !now.phase().isOver()) {
      return new Decision.Refused("A postmortem follows when the incident is resolved.");
    }
    return accepted(new IncidentEvent.Posted(at, by, post));
  }

  private Decision correct(IncidentChange.Correct correct) {
    return now.post(correct.post())
        .map(
            post ->
                unless(
                    post.message().equals(correct.message()),
                    new IncidentEvent.Corrected(at, by, correct.post(), correct.message())))
        .orElseGet(() -> new Decision.Refused("There is no such update any more."));
  }

  private Decision retract(IncidentChange.Retract retract) {
    if (now.post(retract.post()).isEmpty()) {
      return now.wasTold(retract.post())
          ? new Decision.Known()
          : new Decision.Refused("There is no such update.");
    }
    return now.posts().size() == 1
        ? new Decision.Refused(
            "It is the only update; change its words, or remove the incident as a whole.")
        : accepted(new IncidentEvent.Retracted(at, by, retract.post()));
  }

  private Decision grow(List<Affected> affected) {
    if (now.phase().isOver()) {
      return new Decision.Refused("The incident is resolved.");
    }
    Map<ComponentId, PageState> known = new HashMap<>();
    now.affected().forEach(each -> known.put(each.component(), each.state()));
    List<Affected> worse =
        affected.stream()
            .filter(each -> isWorse(each.state(), known.get(each.component())))
            .toList();
    return unless(worse.isEmpty(), new IncidentEvent.Grown(at, by, worse));
  }

  private static boolean isWorse(PageState state, @Nullable PageState before) {
    return before == null || state.compareTo(before) > 0;
  }

  private Decision date(IncidentChange.Date date) {
    if (date.startedAt().isAfter(at)) {
      return new Decision.Refused("It cannot begin in the future; maintenance can.");
    }
    if (date.endedAt() != null) {
      if (!now.phase().isOver()) {
        return new Decision.Refused("It goes on: resolve it first, then say when it was over.");
      }
      if (date.endedAt().isAfter(at) || date.endedAt().isBefore(date.startedAt())) {
        return new Decision.Refused("It cannot end before it begins, or in the future.");
      }
    }
    boolean isSo =
        date.startedAt().equals(now.standing().startedAt())
            && Objects.equals(date.endedAt(), now.standing().saidEnd());
    return unless(isSo, new IncidentEvent.Dated(at, by, date.startedAt(), date.endedAt()));
  }

  private static Decision unless(boolean isSo, IncidentEvent event) {
    return isSo ? new Decision.Known() : accepted(event);
  }

  private static Decision accepted(IncidentEvent event) {
    return new Decision.Accepted(List.of(event));
  }
}
