package dev.tocsin.incident;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an incident makes of what somebody wants. Pure. */
final class Decisions {
  private static final int MOST_EVENTS = 400;

  /** All of it goes to every node at once, in a message of 256 KiB at most. */
  private static final int MOST_BYTES = 200_000;

  /** What is left for its end when there is too much for anything else. */
  private static final int RESERVED_EVENTS = 40;

  private static final int RESERVED_BYTES = 40_000;

  /** So far apart the clocks of two nodes may be. */
  private static final Duration APART = Duration.ofSeconds(10);

  private static final String NO_POSTMORTEM = "A postmortem follows when the incident is resolved.";

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
    if (change instanceof IncidentChange.AsOf(long sequence, IncidentChange wanted)) {
      return now.sequence() == sequence ? of(wanted) : new Decision.Known();
    }
    if (change instanceof IncidentChange.Open open) {
      return open(open);
    }
    if (!now.isThere()) {
      return change instanceof IncidentChange.Remove && now.sequence() > 0
          ? new Decision.Known()
          : new Decision.Unknown();
    }
    if (isTooMuch(change)) {
      return new Decision.Refused(
          "There is too much on this incident already: resolve it, and open another one.");
    }
    return switch (change) {
      case IncidentChange.Open open -> new Decision.Known();
      case IncidentChange.Tell(Post post) -> tell(post);
      case IncidentChange.Correct correct -> correct(correct);
      case IncidentChange.Retract retract -> retract(retract);
      case IncidentChange.Amend amend -> amend(amend);
      case IncidentChange.Grow(List<Affected> affected) -> grow(affected);
      case IncidentChange.Follow(List<Affected> affected) -> follow(affected);
      case IncidentChange.AsOf asOf -> of(asOf);
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
      case IncidentChange.Remove remove -> accepted(new IncidentEvent.Removed(at, by));
    };
  }

  /** What ends it, or takes something away, is never refused for what was said before. */
  private boolean isTooMuch(IncidentChange change) {
    boolean ends =
        change instanceof IncidentChange.Retract
            || change instanceof IncidentChange.Publish
            || change instanceof IncidentChange.Tell(Post post) && post.phase().isOver();
    return !(change instanceof IncidentChange.Remove)
        && (now.sequence() >= MOST_EVENTS + (ends ? RESERVED_EVENTS : 0)
            || now.bytes() + Weight.of(change) > MOST_BYTES + (ends ? RESERVED_BYTES : 0));
  }

  private Decision open(IncidentChange.Open open) {
    if (now.sequence() > 0) {
      return new Decision.Known();
    }
    if (open.startedAt().isAfter(at.plus(APART))) {
      return new Decision.Refused("It cannot begin in the future; maintenance can.");
    }
    if (open.first().phase() == Phase.POSTMORTEM) {
      return new Decision.Refused(NO_POSTMORTEM);
    }
    Instant began = earlier(open.startedAt(), at);
    List<IncidentEvent> events = new ArrayList<>();
    events.add(
        new IncidentEvent.Opened(
            at,
            by,
            open.heading(),
            open.visibility(),
            began,
            open.origin(),
            open.first().at(within(open.first().at(), began))));
    open.alerts().stream()
        .distinct()
        .forEach(alert -> events.add(new IncidentEvent.Linked(at, by, alert)));
    return new Decision.Accepted(events);
  }

  private Decision tell(Post post) {
    if (now.wasTold(post.id())) {
      return new Decision.Known();
    }
    if (post.at().isAfter(at.plus(APART))) {
      return new Decision.Refused("Nothing can be told at a time that is still to come.");
    }
    Instant began = now.standing().startedAt();
    if (post.at().isBefore(began.minus(APART))) {
      return new Decision.Refused(
          "It is from before the incident began; set the beginning first, or another time.");
    }
    if (post.phase() == Phase.POSTMORTEM && !followsTheEnd(post)) {
      return new Decision.Refused(NO_POSTMORTEM);
    }
    return accepted(new IncidentEvent.Posted(at, by, post.at(within(post.at(), began))));
  }

  /** Not before the beginning, and not in the future. */
  private Instant within(Instant time, Instant began) {
    return time.isBefore(began) ? began : earlier(time, at);
  }

  private boolean followsTheEnd(Post postmortem) {
    return now.phase().isOver()
        && now.posts().stream()
            .filter(post -> post.phase() == Phase.RESOLVED)
            .anyMatch(post -> !post.at().isAfter(postmortem.at()));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
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
    Map<ComponentId, PageState> known = known();
    List<Affected> worse =
        affected.stream()
            .filter(each -> isWorse(each.state(), known.get(each.component())))
            .toList();
    return unless(worse.isEmpty(), new IncidentEvent.Grown(at, by, worse));
  }

  private Decision follow(List<Affected> affected) {
    if (now.phase().isOver()) {
      return new Decision.Refused("The incident is resolved.");
    }
    Map<ComponentId, PageState> known = known();
    List<Affected> news =
        affected.stream().filter(each -> each.state() != known.get(each.component())).toList();
    return unless(news.isEmpty(), new IncidentEvent.Followed(at, by, news));
  }

  private Map<ComponentId, PageState> known() {
    Map<ComponentId, PageState> known = new HashMap<>();
    now.affected().forEach(each -> known.put(each.component(), each.state()));
    return known;
  }

  private static boolean isWorse(PageState state, @Nullable PageState before) {
    return before == null || state.compareTo(before) > 0;
  }

  /** All of it, or none. */
  private Decision amend(IncidentChange.Amend amend) {
    Heading before = now.heading();
    if (before == null) {
      return new Decision.Unknown();
    }
    Heading heading =
        new Heading(
            amend.title() == null ? before.title() : amend.title(),
            amend.impact() == null ? before.impact() : amend.impact());
    Instant start =
        amend.startedAt() == null ? now.standing().startedAt() : earlier(amend.startedAt(), at);
    Instant saidEnd = amend.end() == null ? now.standing().saidEnd() : amend.end().at();
    if (amend.startedAt() != null && amend.startedAt().isAfter(at.plus(APART))) {
      return new Decision.Refused("It cannot begin in the future; maintenance can.");
    }
    if (saidEnd != null && !now.phase().isOver()) {
      return new Decision.Refused("It goes on: resolve it first, then say when it was over.");
    }
    Instant end = saidEnd == null ? now.toldEnd().orElse(null) : saidEnd;
    if (end != null && (end.isAfter(at.plus(APART)) || end.isBefore(start))) {
      return new Decision.Refused("It cannot end before it begins, or in the future.");
    }
    List<IncidentEvent> events = new ArrayList<>();
    if (!heading.equals(before)) {
      events.add(new IncidentEvent.Described(at, by, heading));
    }
    if (!start.equals(now.standing().startedAt())
        || !Objects.equals(saidEnd, now.standing().saidEnd())) {
      events.add(new IncidentEvent.Dated(at, by, start, saidEnd));
    }
    return events.isEmpty() ? new Decision.Known() : new Decision.Accepted(events);
  }

  private static Decision unless(boolean isSo, IncidentEvent event) {
    return isSo ? new Decision.Known() : accepted(event);
  }

  private static Decision accepted(IncidentEvent event) {
    return new Decision.Accepted(List.of(event));
  }
}
