package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.ListOrder.Known;
import dev.tocsin.http.page.ListView.Choices;
import dev.tocsin.http.page.ListView.Found;
import dev.tocsin.http.page.ListView.Pager;
import dev.tocsin.http.page.ListView.Section;
import dev.tocsin.http.page.form.CareForm.Named;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timelines;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The list of an organization's monitors, made from this node's memory; their last results are
 * asked of the monitors themselves, and left out where they do not come at once.
 */
public final class MonitorList {
  static final int PER_PAGE = 50;

  /** Of which the uptime is shown. */
  private static final Duration SHOWN = Duration.ofDays(30);

  /** A page is not kept waiting for its drawings. */
  private static final long PATIENCE_MILLIS = 30;

  private static final String OUT = "out";

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final Timelines timelines;
  private final Monitors entities;
  private final String region;
  private final InstantSource time;

  /**
   * @param region of this installation
   */
  public MonitorList(
      NodeConfiguration configuration,
      StatusBoard board,
      Timelines timelines,
      Monitors entities,
      String region,
      InstantSource time) {
    this.configuration = configuration;
    this.board = board;
    this.timelines = timelines;
    this.entities = entities;
    this.region = region;
    this.time = time;
  }

  /** What needs attention comes first, the latest first; the rest by name. */
  CompletionStage<ListView> view(Visitor reader, ListQuery query) {
    OrganizationId organization = reader.principal().organization();
    Times times = Times.of(reader, configuration, time.instant());
    Instant now = times.now();
    List<Known> all = known(organization);
    List<Known> matching = matching(all, query);
    Found found = new Found(counts(all), counts(matching), query);
    List<Known> listed = matching.stream().filter(one -> query.show().has(one.is())).toList();
    int pages = Math.max(1, Math.ceilDiv(listed.size(), PER_PAGE));
    int page = Math.clamp(query.page(), 1, pages);
    int from = (page - 1) * PER_PAGE;
    int to = Math.min(listed.size(), from + PER_PAGE);
    Pager pager =
        new Pager(
            listed.isEmpty() ? 0 : from + 1,
            to,
            listed.size(),
            page == 1 ? null : query.at(page - 1).address(),
            page == pages ? null : query.at(page + 1).address());
    List<Known> first =
        ListOrder.first(listed, ListOrder.of(query, one -> uptime(one.monitor(), now)), to);
    return rows(first.subList(from, to), query, times)
        .thenApply(
            rows ->
                new ListView(
                    found,
                    now,
                    sections(rows, found, listed),
                    choices(organization, all, query),
                    pager));
  }

  Found found(OrganizationId organization, ListQuery query) {
    List<Known> all = known(organization);
    return new Found(counts(all), counts(matching(all, query)), query);
  }

  /** All that the list has, on all its pages. */
  List<MonitorRef> listed(OrganizationId organization, ListQuery query) {
    return matching(known(organization), query).stream()
        .filter(one -> query.show().has(one.is()))
        .map(one -> one.monitor().ref())
        .toList();
  }

  MonitorCounts counts(OrganizationId organization) {
    return counts(known(organization));
  }

  /**
   * @param query of the list that it is a line of
   */
  Lookup<CompletionStage<MonitorRow>> row(Visitor reader, MonitorId id, ListQuery query) {
    return switch (configuration.monitor(new MonitorRef(reader.principal().organization(), id))) {
      case Lookup.Found<MonitorConfig>(MonitorConfig monitor) ->
          new Lookup.Found<>(
              row(
                  new Known(monitor, status(monitor)),
                  query,
                  Times.of(reader, configuration, time.instant())));
      case Lookup.Unknown<MonitorConfig>() -> new Lookup.Unknown<>();
      case Lookup.Incomplete<MonitorConfig>() -> new Lookup.Incomplete<>();
    };
  }

  private List<Known> matching(List<Known> all, ListQuery query) {
    Predicate<MonitorConfig> matches = query.matcher(region);
    return all.stream().filter(one -> matches.test(one.monitor())).toList();
  }

  private CompletionStage<List<MonitorRow>> rows(List<Known> shown, ListQuery query, Times times) {
    List<CompletableFuture<MonitorRow>> rows =
        shown.stream().map(one -> row(one, query, times).toCompletableFuture()).toList();
    return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new))
        .thenApply(done -> rows.stream().map(CompletableFuture::join).toList());
  }

  private CompletionStage<MonitorRow> row(Known one, ListQuery query, Times times) {
    MonitorConfig monitor = one.monitor();
    String section =
        query.matcher(region).test(monitor) && query.show().has(one.is())
            ? section(one, query)
            : OUT;
    MonitorRow row = MonitorRow.of(monitor, one.status(), uptime(monitor, times.now()), times);
    // a line without drawings says all that matters
    return Answers.absentWhereAway(entities.results(monitor.ref()))
        .toCompletableFuture()
        .completeOnTimeout(Optional.empty(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .thenApply(points -> row.in(section, points.map(RecentDrawing::of).orElse(null)));
  }

  private Uptime uptime(MonitorConfig monitor, Instant now) {
    return timelines.counted(monitor.ref()).uptime(now.minus(SHOWN), now);
  }

  private List<Known> known(OrganizationId organization) {
    List<Known> all = new ArrayList<>();
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      all.add(new Known(monitor, status(monitor)));
    }
    return all;
  }

  /** Its name; empty where this node does not know it. */
  Optional<String> name(OrganizationId organization) {
    return configuration.find(organization) instanceof Lookup.Found<Organization>(Organization it)
        ? Optional.of(it.name())
        : Optional.empty();
  }

  /** A status page of the organization. */
  public record PageLink(String slug, String name, boolean isPrivate) {}

  List<PageLink> pages(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .map(
            page ->
                new PageLink(
                    page.slug(),
                    page.name(),
                    page.visibility() == dev.tocsin.statuspage.StatusPageConfig.Visibility.PRIVATE))
        .sorted(Comparator.comparing(PageLink::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private static String section(Known one, ListQuery query) {
    if (query.byTag()) {
      return "tag:" + one.tag();
    }
    return query.inPlaces() ? MonitorRow.Place.of(one.is()).key() : "all";
  }

  private static List<Section> sections(List<MonitorRow> rows, Found found, List<Known> listed) {
    List<Section> sections = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      String key = rows.get(from).place();
      int to = from;
      while (to < rows.size() && rows.get(to).place().equals(key)) {
        to++;
      }
      sections.add(section(key, rows.subList(from, to), found, listed));
      from = to;
    }
    return sections;
  }

  private static Section section(
      String key, List<MonitorRow> rows, Found found, List<Known> listed) {
    for (MonitorRow.Place place : MonitorRow.Place.values()) {
      if (place.key().equals(key)) {
        return new Section(key, place.title(), found.count(place), rows);
      }
    }
    if (!found.query().byTag()) {
      return new Section(key, "Monitors", listed.size(), rows);
    }
    String tag = key.substring("tag:".length());
    int count = (int) listed.stream().filter(one -> one.tag().equals(tag)).count();
    return new Section(key, tag.isEmpty() ? "Without a tag" : tag, count, rows);
  }

  private Choices choices(OrganizationId organization, List<Known> all, ListQuery query) {
    Set<String> types = new HashSet<>();
    Set<String> tags = new HashSet<>();
    for (Known one : all) {
      types.add(one.monitor().spec().type());
      tags.addAll(one.monitor().tags());
    }
    // what the address says stays to be seen, and to be taken back
    if (!query.type().isEmpty()) {
      types.add(query.type());
    }
    if (!query.tag().isEmpty()) {
      tags.add(query.tag());
    }
    return new Choices(
        types.stream().sorted().toList(),
        tags.stream()
            .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))
            .toList(),
        teams(organization, query),
        regions(query));
  }

  /** Nothing to choose from where there is one; what the address says can be taken back. */
  private List<String> regions(ListQuery query) {
    return query.region().isEmpty()
        ? List.of()
        : Stream.of(region, query.region()).distinct().sorted().toList();
  }

  private List<Named> teams(OrganizationId organization, ListQuery query) {
    List<Named> teams = new ArrayList<>(CareChoices.named(organization, Team.KIND, configuration));
    if (!query.team().isEmpty() && teams.stream().noneMatch(it -> it.id().equals(query.team()))) {
      teams.add(new Named(query.team(), "A team that is gone"));
    }
    return teams;
  }

  private MonitorStatus status(MonitorConfig monitor) {
    return board
        .status(monitor.ref())
        .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
  }

  private static MonitorCounts counts(List<Known> all) {
    return MonitorCounts.of(all.stream().map(Known::is).toList());
  }
}
