package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.asset.Assets;
import dev.tocsin.http.testing.MemoryConfiguration;
import dev.tocsin.http.testing.MemoryTimelines;
import dev.tocsin.http.testing.Store;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timelines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One organization's configuration, statuses and pages on one node, without a server. */
final class House implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T02:24:00Z");
  static final Author SOMEBODY = Author.system(new OrganizationId(new java.util.UUID(0, 1)));
  static final URI PUBLIC_URL = URI.create("https://status.example");
  static final Assets ASSETS = Assets.load();
  static final Templates TEMPLATES = new Templates(ASSETS);
  static final Notices NOTICES = new Notices(TEMPLATES);

  final Organization organization;
  final MemoryConfiguration store;
  final NodeConfiguration configuration;
  final StatusBoard board = new StatusBoard();
  final IncidentBoard incidents = new IncidentBoard();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final PageSnapshots snapshots;
  final ReadyPages publicPages;
  private final Map<MonitorRef, Long> sequences = new HashMap<>();
  private final AtomicLong seconds = new AtomicLong();

  final Timelines timelines;

  House(Path folder) {
    this(new Tables(), folder, Runnable::run);
  }

  /** What outlives a process. */
  static final class Tables {
    final Store store = new Store();
    final Organization organization = new Organization(OrganizationId.create(), "Harbourline", NOW);
    final MemoryConfiguration configuration = new MemoryConfiguration(store);

    Tables() {
      configuration.add(organization);
    }
  }

  House(Tables tables, Path folder, Executor rendering) {
    this.store = tables.configuration;
    this.configuration = new NodeConfiguration(store, Runnable::run);
    this.organization = tables.organization;
    // every look at the clock is a second later, so that no two renderings have the same time
    InstantSource time = () -> NOW.plusSeconds(seconds.getAndIncrement());
    this.timelines = MemoryTimelines.following(board, time);
    this.snapshots =
        new PageSnapshots(
            configuration,
            board,
            incidents,
            timelines,
            TEMPLATES,
            folder,
            PUBLIC_URL,
            true,
            new PageSnapshots.Executors(rendering, Thread::startVirtualThread),
            time,
            registry);
    this.publicPages = new ReadyPages(snapshots, ASSETS, NOTICES);
  }

  House start() {
    refresh();
    snapshots.ready();
    return this;
  }

  void refresh() {
    configuration.refresh().toCompletableFuture().join();
  }

  /** Time goes by, and maintenance is looked for as it is each second. */
  void later(Duration by) {
    seconds.addAndGet(by.toSeconds());
    snapshots.secondPassed();
  }

  Item<Maintenance> plan(Maintenance maintenance) {
    Item<Maintenance> planned =
        store.createItem(
            new Item<>(organization.id(), Ids.create(), maintenance, NOW, 0), SOMEBODY);
    refresh();
    return planned;
  }

  Item<Maintenance> replan(Item<Maintenance> item, Maintenance maintenance) {
    Item<Maintenance> planned = store.updateItem(item.with(maintenance), item.revision(), SOMEBODY);
    refresh();
    return planned;
  }

  void cancel(Item<Maintenance> item) {
    store.deleteItem(item.organization(), Maintenance.KIND, item.id(), SOMEBODY, NOW);
    refresh();
  }

  MonitorRef monitor(String name, CheckSpec spec) {
    return monitor(name, spec, List.of());
  }

  MonitorRef tagged(String name, String tag) {
    return monitor(name, http("https://" + name + ".harbourline.example/"), List.of(tag));
  }

  private MonitorRef monitor(String name, CheckSpec spec, List<String> tags) {
    MonitorRef ref = new MonitorRef(organization.id(), MonitorId.create());
    store.createMonitor(
        new MonitorConfig(ref, name, spec, timing(), tags, NOW.minus(Duration.ofDays(30)), 0),
        SOMEBODY);
    refresh();
    return ref;
  }

  MonitorRef monitor(String name) {
    return monitor(name, http("https://" + name + ".harbourline.example/"));
  }

  void is(MonitorRef monitor, Status status, Duration ago, @Nullable String cause) {
    long sequence = sequences.merge(monitor, 1L, Long::sum);
    board.publish(
        new MonitorStatus(
            monitor, status, NOW.minus(ago), null, cause, new StatusVersion(sequence, 0)));
  }

  void is(MonitorRef monitor, Status status) {
    is(monitor, status, Duration.ofMinutes(37), null);
  }

  PageMaker page(String slug, String name) {
    return new PageMaker(slug, name);
  }

  void delete(StatusPageConfig page) {
    store.deletePage(page.organization(), page.id(), SOMEBODY, NOW);
    refresh();
  }

  static Timing timing() {
    return Timing.DEFAULT;
  }

  static HttpSpec http(String url) {
    return new HttpSpec(
        new HttpSpec.Request(url, "GET", Map.of(), null, null, null),
        List.of(new HttpSpec.StatusRange(200, 299)),
        null,
        null,
        null,
        new HttpSpec.Connection(true, true, null));
  }

  @Override
  public void close() {
    snapshots.close();
  }

  /** Puts a page together. */
  final class PageMaker {
    private final StatusPageId id = StatusPageId.create();
    private String slug;
    private final String name;
    private Visibility visibility = Visibility.PUBLIC;
    private final List<StatusPageConfig.Group> groups = new ArrayList<>();
    private final List<StatusPageConfig.Component> components = new ArrayList<>();
    private @Nullable GroupId group;
    private @Nullable StatusPageConfig saved;

    private PageMaker(String slug, String name) {
      this.slug = slug;
      this.name = name;
    }

    PageMaker slug(String other) {
      slug = other;
      return this;
    }

    PageMaker visible(Visibility wanted) {
      visibility = wanted;
      return this;
    }

    PageMaker group(String title) {
      group = GroupId.create();
      groups.add(new StatusPageConfig.Group(group, title));
      return this;
    }

    PageMaker component(String title, String description, MonitorRef... monitors) {
      components.add(
          new StatusPageConfig.Component(
              ComponentId.create(),
              title,
              description,
              group,
              java.util.Arrays.stream(monitors).map(MonitorRef::monitor).toList()));
      return this;
    }

    /** Again where it was saved before. */
    StatusPageConfig save() {
      StatusPageConfig page =
          new StatusPageConfig(
              organization.id(),
              id,
              slug,
              name,
              visibility,
              List.copyOf(groups),
              List.copyOf(components),
              NOW,
              0);
      saved =
          saved == null
              ? store.createPage(page, SOMEBODY)
              : store.updatePage(page, saved.revision(), SOMEBODY);
      refresh();
      return saved;
    }
  }
}
