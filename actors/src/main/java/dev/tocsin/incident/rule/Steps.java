package dev.tocsin.incident.rule;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.configuration.Item;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.incident.rule.Situation.Watch;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next about one fold, by what is so: the same step however often it is asked,
 * until it is done. Pure.
 */
final class Steps {
  /** Between two updates that say what else is affected. */
  static final Duration APART = Duration.ofMinutes(1);

  /** So many updates a rule tells; what joins after that joins silently. */
  static final int MOST_TOLD = 20;

  /** So many times an incident follows its monitors at once, and so many times at all. */
  static final int FOLLOWED_AT_ONCE = 10;

  static final int MOST_FOLLOWED = 100;

  private static final int MOST_COMPONENTS = 200;
  private static final int MOST_ALERTS = 50;

  /** Problems that come again and again within that time are watched for longer each time. */
  private static final Duration LATELY = Duration.ofHours(6);

  private static final int PATIENT_WITH = 2;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Situation situation;
  private final Instant now;
  private final List<IncidentRecord> own;
  private final @Nullable IncidentRecord current;

  /** What incidents speak of, gone through once. */
  private final Map<IncidentRef, Set<ComponentId>> spokenOf = new HashMap<>();

  private Steps(Situation situation) {
    this.situation = situation;
    this.now = situation.now();
    this.own =
        situation.incidents().stream()
            .filter(incident -> situation.fold().origin(incident).isPresent())
            .sorted(Comparator.comparing(this::number))
            .toList();
    this.current = own.isEmpty() ? null : own.getLast();
  }

  static Optional<Step> next(Situation situation) {
    return new Steps(situation).next();
  }

  private long number(IncidentRecord incident) {
    return situation.fold().origin(incident).map(Origin.ByRule::number).orElse(0L);
  }

  private Optional<Step> next() {
    if (current == null) {
      return open(0);
    }
    return new Past(current).isClosed() ? open(number(current) + 1) : goOn(current);
  }

  /** A component that is in trouble by a rule, and since when. */
  private record Trouble(Item<IncidentRule> rule, Seen seen, Instant since) {
    boolean isDue(Instant now) {
      return !since.plus(rule.content().opening().after()).isAfter(now);
    }
  }

  /** What suffers and nobody deals with, by the rules; of a component the first that is due. */
  private List<Trouble> troubles() {
    Map<ComponentId, Trouble> troubles = new LinkedHashMap<>();
    for (Seen seen : situation.seen().values()) {
      situation.watches().stream()
          .filter(watch -> watch.components().contains(seen.component()))
          .flatMap(watch -> trouble(watch.rule(), seen).stream())
          .min(
              Comparator.comparing(
                  trouble -> trouble.since().plus(trouble.rule().content().opening().after())))
          .filter(trouble -> !isDealtWith(seen))
          .ifPresent(trouble -> troubles.put(seen.component(), trouble));
    }
    return List.copyOf(troubles.values());
  }

  private static Optional<Trouble> trouble(Item<IncidentRule> rule, Seen seen) {
    return seen.since(rule.content().opening().from()).map(since -> new Trouble(rule, seen, since));
  }

  /** Whether another incident is about it, or one that is closed was about this very trouble. */
  private boolean isDealtWith(Seen seen) {
    Instant began = seen.lastTrouble().orElse(now);
    return situation.incidents().stream()
        .filter(incident -> incident != current || new Past(incident).isClosed())
        .filter(situation.fold()::isRead)
        .anyMatch(
            incident -> {
              Past past = new Past(incident);
              return past.isClosed()
                  ? past.dealtWith(seen.component(), began)
                  : isNamed(incident, seen.component());
            });
  }

  private boolean isNamed(IncidentRecord incident, ComponentId component) {
    return spokenOf
        .computeIfAbsent(
            incident.ref(),
            ref ->
                incident.affected().stream().map(Affected::component).collect(Collectors.toSet()))
        .contains(component);
  }

  private Optional<Step> open(long number) {
    List<Trouble> all = troubles();
    Optional<Trouble> first =
        all.stream()
            .filter(trouble -> trouble.isDue(now))
            .min(
                Comparator.comparing(Trouble::since)
                    .thenComparing(trouble -> trouble.rule().id())
                    .thenComparing(trouble -> trouble.seen().component().value()));
    return first.map(trouble -> opening(number, trouble.rule(), all));
  }

  private Step opening(long number, Item<IncidentRule> rule, List<Trouble> all) {
    IncidentRef ref = situation.fold().incident(number);
    List<Seen> about = all.stream().limit(MOST_COMPONENTS).map(Trouble::seen).toList();
    Instant since = all.stream().map(Trouble::since).min(Comparator.naturalOrder()).orElse(now);
    PageState worst = worst(about);
    Wording wording = new Wording(about, worst, since, situation.zone());
    IncidentRule.Words words = rule.content().words();
    IncidentChange open =
        new IncidentChange.Open(
            new Heading(wording.title(words.title()), impact(worst)),
            rule.content().opening().opens() == Opens.PUBLIC
                ? Visibility.PUBLIC
                : Visibility.INTERNAL,
            since,
            new Origin.ByRule(rule.id(), situation.fold().key(), number),
            new Post(
                Ids.derive(ref.incident().value(), "opened by rule", ""),
                now,
                Phase.INVESTIGATING,
                wording.message(words.message()),
                states(about),
                null),
            alerts(about).limit(MOST_ALERTS).toList());
    return new Step(ref, open, rule.id());
  }

  private static PageState worst(List<Seen> about) {
    return about.stream()
        .map(Seen::state)
        .max(Comparator.naturalOrder())
        .orElse(PageState.OPERATIONAL);
  }

  private static Impact impact(PageState worst) {
    return switch (worst) {
      case MAJOR_OUTAGE -> Impact.CRITICAL;
      case PARTIAL_OUTAGE -> Impact.MAJOR;
      case DEGRADED_PERFORMANCE -> Impact.MINOR;
      case UNDER_MAINTENANCE, OPERATIONAL, NO_DATA, PAUSED -> Impact.NONE;
    };
  }

  private static List<Affected> states(List<Seen> about) {
    return about.stream().map(seen -> new Affected(seen.component(), seen.state())).toList();
  }

  private Stream<AlertId> alerts(List<Seen> about) {
    return about.stream()
        .flatMap(seen -> seen.culprits().stream())
        .distinct()
        .flatMap(monitor -> situation.alerts().getOrDefault(monitor, List.of()).stream())
        .distinct();
  }

  private Optional<Step> goOn(IncidentRecord incident) {
    Past past = new Past(incident);
    Optional<Item<IncidentRule>> rule = rule(incident);
    if (rule.isEmpty()) {
      return Optional.empty(); // its rules are gone: it is for people to end it
    }
    List<Trouble> joining =
        troubles().stream()
            .filter(trouble -> !isNamed(incident, trouble.seen().component()))
            .toList();
    boolean isFull = situation.full().contains(incident.ref());
    return Optional.<IncidentChange>empty()
        .or(() -> isFull ? Optional.empty() : grow(incident, past, rule.get(), joining))
        .or(
            () ->
                isFull || joining.stream().noneMatch(trouble -> trouble.isDue(now))
                    ? resolve(incident, past, rule.get())
                    : Optional.empty())
        .or(() -> isFull ? Optional.empty() : link(incident, past))
        .or(() -> isFull ? Optional.empty() : follow(incident, past))
        .or(() -> isFull ? Optional.empty() : judge(incident, past))
        .map(
            change ->
                new Step(
                    incident.ref(),
                    new IncidentChange.AsOf(incident.sequence(), change),
                    rule.get().id()));
  }

  /** That which opened it; where that is gone, another one that watches what it is about. */
  private Optional<Item<IncidentRule>> rule(IncidentRecord incident) {
    Optional<UUID> opener = situation.fold().origin(incident).map(Origin.ByRule::rule);
    return situation.watches().stream()
        .filter(watch -> opener.filter(watch.rule().id()::equals).isPresent())
        .findFirst()
        .or(
            () ->
                situation.watches().stream()
                    .filter(
                        watch ->
                            watch.components().stream().anyMatch(each -> isNamed(incident, each)))
                    .findFirst())
        .map(Watch::rule);
  }

  /** With words, so that customers are told of it; where a person tells them, without. */
  private Optional<IncidentChange> grow(
      IncidentRecord incident, Past past, Item<IncidentRule> rule, List<Trouble> joining) {
    List<Seen> due =
        joining.stream()
            .filter(trouble -> trouble.isDue(now))
            .limit(MOST_COMPONENTS)
            .map(Trouble::seen)
            .toList();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    if (past.isTakenOver() || past.told() >= MOST_TOLD) {
      return past.followed().count() < MOST_FOLLOWED
          ? Optional.of(new IncidentChange.Follow(states(due)))
          : Optional.empty();
    }
    if (past.lastTold().plus(APART).isAfter(now)) {
      return Optional.empty(); // what else joins within a minute is told with it
    }
    Wording wording =
        new Wording(due, worst(due), incident.standing().startedAt(), situation.zone());
    return Optional.of(
        tell(
            incident,
            "grown",
            now,
            incident.phase(),
            wording.message(rule.content().words().growth()),
            states(due)));
  }

  private static IncidentChange tell(
      IncidentRecord incident,
      String what,
      Instant at,
      Phase phase,
      String message,
      List<Affected> affected) {
    UUID id = Ids.derive(incident.ref().incident().value(), what, "" + incident.sequence());
    return new IncidentChange.Tell(new Post(id, at, phase, message, affected, null));
  }

  private Optional<IncidentChange> resolve(
      IncidentRecord incident, Past past, Item<IncidentRule> rule) {
    if (!rule.content().resolving().byItself() || past.isTakenOver()) {
      return Optional.empty();
    }
    List<Seen> named =
        situation.seen().values().stream()
            .filter(seen -> seen.isWatched() && isNamed(incident, seen.component()))
            .toList();
    Optional<Instant> well =
        named.stream().allMatch(seen -> seen.wellSince(incident.standing().startedAt()).isPresent())
            ? named.stream()
                .flatMap(seen -> seen.wellSince(incident.standing().startedAt()).stream())
                .max(Comparator.naturalOrder())
            : Optional.empty();
    return well.filter(since -> !since.plus(quiet(rule)).isAfter(now))
        .map(
            since -> {
              Instant end = since.isAfter(past.lastWord()) ? since : past.lastWord();
              Instant began = incident.standing().startedAt();
              Wording wording =
                  new Wording(named, PageState.OPERATIONAL, began, situation.zone())
                      .lasting(Duration.between(began, end));
              return tell(
                  incident,
                  "recovered",
                  end,
                  Phase.RESOLVED,
                  wording.message(rule.content().words().resolution()),
                  List.of());
            });
  }

  /** What comes again and again is watched for longer before it is said to be over. */
  private Duration quiet(Item<IncidentRule> rule) {
    Duration usual = rule.content().resolving().quietFor();
    long lately =
        own.stream()
            .flatMap(incident -> new Past(incident).closedByRuleAt().stream())
            .filter(at -> at.isAfter(now.minus(LATELY)))
            .count();
    Duration wait = usual;
    for (long more = PATIENT_WITH; more < lately && wait.compareTo(LONGEST_WAIT) < 0; more++) {
      wait = wait.multipliedBy(2);
    }
    Duration most = usual.compareTo(LONGEST_WAIT) > 0 ? usual : LONGEST_WAIT;
    return wait.compareTo(most) > 0 ? most : wait;
  }

  private Optional<IncidentChange> link(IncidentRecord incident, Past past) {
    if (incident.alerts().size() >= MOST_ALERTS) {
      return Optional.empty();
    }
    List<Seen> named =
        situation.seen().values().stream()
            .filter(seen -> isNamed(incident, seen.component()))
            .toList();
    return alerts(named)
        .filter(alert -> !incident.alerts().contains(alert) && !past.wasUnlinked(alert))
        .findFirst()
        .map(IncidentChange.Link::new);
  }

  /** What people said of a component stands. */
  private Optional<IncidentChange> follow(IncidentRecord incident, Past past) {
    long followed = past.followed().count();
    boolean isTooSoon =
        followed >= FOLLOWED_AT_ONCE
            && past.followed()
                .reduce((one, other) -> other)
                .map(IncidentEvent::at)
                .filter(last -> last.plus(APART).isAfter(now))
                .isPresent();
    if (isTooSoon || followed >= MOST_FOLLOWED) {
      return Optional.empty();
    }
    Set<ComponentId> theirs = past.saidByPeople();
    Map<ComponentId, PageState> said =
        incident.affected().stream()
            .collect(Collectors.toMap(Affected::component, Affected::state, (one, other) -> other));
    List<Affected> changed =
        situation.seen().values().stream()
            .filter(seen -> said.containsKey(seen.component()))
            .filter(seen -> !theirs.contains(seen.component()))
            .filter(seen -> seen.state().compareTo(PageState.OPERATIONAL) >= 0)
            .map(seen -> new Affected(seen.component(), seen.state()))
            .filter(each -> each.state() != said.get(each.component()))
            .toList();
    return changed.isEmpty() ? Optional.empty() : Optional.of(new IncidentChange.Follow(changed));
  }

  /** It is as bad as it ever was, unless a person has judged that. */
  private static Optional<IncidentChange> judge(IncidentRecord incident, Past past) {
    Heading heading = incident.heading();
    Impact worst =
        incident.affected().stream()
            .map(each -> impact(each.state()))
            .max(Comparator.naturalOrder())
            .orElse(Impact.NONE);
    return heading == null
            || past.isTakenOver()
            || past.wasDescribedByPerson()
            || worst.compareTo(heading.impact()) <= 0
        ? Optional.empty()
        : Optional.of(new IncidentChange.Amend(null, worst, null, null));
  }
}
