package dev.tocsin.incident;

import dev.tocsin.CborSerializable;
import dev.tocsin.alert.AlertId;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An incident as its events made it.
 *
 * @param heading null before it was opened
 * @param posts by the times that they bear; of the same time the one that was told first
 * @param alerts that it is about, in the order in which they were linked
 * @param history all events, the oldest first; the last one's number is their count
 */
public record IncidentRecord(
    IncidentRef ref,
    @Nullable Heading heading,
    Standing standing,
    List<Post> posts,
    List<AlertId> alerts,
    List<IncidentEvent> history)
    implements CborSerializable {
  public IncidentRecord {
    posts = List.copyOf(posts);
    alerts = List.copyOf(alerts);
    history = List.copyOf(history);
  }

  public static IncidentRecord empty(IncidentRef ref) {
    return new IncidentRecord(ref, null, Standing.NONE, List.of(), List.of(), List.of());
  }

  /** The number of the last event; 0 before it was opened. */
  public long sequence() {
    return history.size();
  }

  /** What opened it; a hand, before it was opened. */
  public Origin origin() {
    return !history.isEmpty() && history.getFirst() instanceof IncidentEvent.Opened opened
        ? opened.origin()
        : new Origin.ByHand();
  }

  /** When something happened to it last; empty before it was opened. */
  public Optional<Instant> changedAt() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast().at());
  }

  /** Whether it was opened, and is not removed. */
  public boolean isThere() {
    return heading != null && !standing.removed();
  }

  /** That of the post with the latest time. */
  public Phase phase() {
    return posts.isEmpty() ? Phase.INVESTIGATING : posts.getLast().phase();
  }

  /** Empty while it goes on. */
  public Optional<Instant> endedAt() {
    if (!phase().isOver()) {
      return Optional.empty();
    }
    return standing.saidEnd() != null ? Optional.of(standing.saidEnd()) : toldEnd();
  }

  /** The end that its updates say; empty while it goes on. */
  Optional<Instant> toldEnd() {
    if (!phase().isOver()) {
      return Optional.empty();
    }
    Instant end = posts.getLast().at();
    for (Post post : posts.reversed()) {
      if (!post.phase().isOver()) {
        break;
      }
      end = post.at();
    }
    return Optional.of(end);
  }

  /** What it says of components now, in the order in which it came to them. */
  public List<Affected> affected() {
    record Said(Instant at, List<Affected> affected, boolean isOver) {}
    Stream<Said> told =
        posts.stream().map(post -> new Said(post.at(), post.affected(), post.phase().isOver()));
    Stream<Said> seen =
        history.stream()
            .filter(IncidentRecord::isSilent)
            .map(event -> new Said(event.at(), affected(event), false));
    Map<ComponentId, PageState> states = new LinkedHashMap<>();
    Stream.concat(told, seen)
        .sorted(Comparator.comparing(Said::at))
        .forEach(
            said -> {
              if (said.isOver()) {
                states.replaceAll((component, before) -> PageState.OPERATIONAL);
              }
              said.affected().forEach(each -> states.put(each.component(), each.state()));
            });
    return states.entrySet().stream()
        .map(each -> new Affected(each.getKey(), each.getValue()))
        .toList();
  }

  /** Whether it ever said anything of any component, also in what was taken back since. */
  public boolean hasNamedComponents() {
    return history.stream().anyMatch(event -> !affected(event).isEmpty());
  }

  /** Whether it says something of components, and tells nobody. */
  private static boolean isSilent(IncidentEvent event) {
    return event instanceof IncidentEvent.Grown || event instanceof IncidentEvent.Followed;
  }

  /** What an event says of components. */
  public static List<Affected> affected(IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Opened opened -> opened.first().affected();
      case IncidentEvent.Posted posted -> posted.post().affected();
      case IncidentEvent.Grown grown -> grown.affected();
      case IncidentEvent.Followed followed -> followed.affected();
      case IncidentEvent.Corrected corrected -> List.of();
      case IncidentEvent.Retracted retracted -> List.of();
      case IncidentEvent.Described described -> List.of();
      case IncidentEvent.Published published -> List.of();
      case IncidentEvent.Linked linked -> List.of();
      case IncidentEvent.Unlinked unlinked -> List.of();
      case IncidentEvent.Noted noted -> List.of();
      case IncidentEvent.Dated dated -> List.of();
      case IncidentEvent.Removed removed -> List.of();
    };
  }

  /** Whether a component suffers from it, or did, as far as its updates say. */
  public boolean troubles(ComponentId component) {
    return troublesAny(Set.of(component));
  }

  /** Whether one of these suffers from it, or did, as far as its updates say. */
  boolean troublesAny(Set<ComponentId> components) {
    return Stream.concat(
            posts.stream().flatMap(post -> post.affected().stream()),
            history.stream()
                .filter(IncidentRecord::isSilent)
                .flatMap(event -> affected(event).stream()))
        .anyMatch(each -> each.state().isTrouble() && components.contains(each.component()));
  }

  /** As it was known at a time; empty where it was not opened yet. */
  public IncidentRecord asOf(Instant moment) {
    IncidentRecord then = empty(ref);
    for (IncidentEvent event : history) {
      if (event.at().isAfter(moment)) {
        break;
      }
      then = then.apply(event);
    }
    return then;
  }

  /** What it makes of what somebody wants; nothing has happened by that. */
  public Decision decide(IncidentChange wanted, Author by, Instant at) {
    return Decisions.of(this, wanted, by, at);
  }

  public IncidentRecord apply(IncidentEvent event) {
    List<IncidentEvent> told = new ArrayList<>(history);
    told.add(event);
    return switch (event) {
      case IncidentEvent.Opened opened ->
          new IncidentRecord(
              ref,
              opened.heading(),
              new Standing(opened.visibility(), opened.startedAt(), null, false),
              List.of(opened.first()),
              alerts,
              told);
      case IncidentEvent.Posted posted -> telling(with(posted.post()), told);
      case IncidentEvent.Corrected corrected ->
          with(
              standing,
              posts.stream()
                  .map(
                      post ->
                          post.id().equals(corrected.post())
                              ? post.saying(corrected.message(), corrected.at())
                              : post)
                  .toList(),
              told);
      case IncidentEvent.Retracted retracted ->
          telling(
              posts.stream().filter(post -> !post.id().equals(retracted.post())).toList(), told);
      case IncidentEvent.Described described ->
          new IncidentRecord(ref, described.heading(), standing, posts, alerts, told);
      case IncidentEvent.Grown grown -> with(standing, posts, told);
      case IncidentEvent.Followed followed -> with(standing, posts, told);
      case IncidentEvent.Published published -> with(standing.published(), posts, told);
      case IncidentEvent.Linked linked ->
          linking(
              Stream.concat(alerts.stream(), Stream.of(linked.alert())).distinct().toList(), told);
      case IncidentEvent.Unlinked unlinked ->
          linking(alerts.stream().filter(alert -> !alert.equals(unlinked.alert())).toList(), told);
      case IncidentEvent.Noted noted -> with(standing, posts, told);
      case IncidentEvent.Dated dated ->
          with(standing.dated(dated.startedAt(), dated.endedAt()), posts, told);
      case IncidentEvent.Removed removed -> with(standing.gone(), posts, told);
    };
  }

  private IncidentRecord with(Standing after, List<Post> shown, List<IncidentEvent> told) {
    return new IncidentRecord(ref, heading, after, shown, alerts, told);
  }

  private IncidentRecord linking(List<AlertId> linked, List<IncidentEvent> told) {
    return new IncidentRecord(ref, heading, standing, posts, linked, told);
  }

  private List<Post> with(Post post) {
    List<Post> all = new ArrayList<>(posts);
    all.add(post);
    all.sort(Comparator.comparing(Post::at));
    return all;
  }

  /** An end that a person set is that of an incident which does not begin again. */
  private IncidentRecord telling(List<Post> now, List<IncidentEvent> told) {
    boolean isOver = !now.isEmpty() && now.getLast().phase().isOver();
    return with(isOver ? standing : standing.dated(standing.startedAt(), null), now, told);
  }

  /** What it weighs on its way between nodes, at most. */
  int bytes() {
    return history.stream().mapToInt(Weight::of).sum();
  }

  Optional<Post> post(UUID id) {
    return posts.stream().filter(post -> post.id().equals(id)).findFirst();
  }

  /** Also of one that was retracted. */
  boolean wasTold(UUID post) {
    return history.stream()
        .anyMatch(
            event ->
                (event instanceof IncidentEvent.Posted told && told.post().id().equals(post))
                    || (event instanceof IncidentEvent.Opened opened
                        && opened.first().id().equals(post)));
  }

  boolean wasNoted(UUID note) {
    return history.stream()
        .anyMatch(event -> event instanceof IncidentEvent.Noted noted && noted.id().equals(note));
  }
}
