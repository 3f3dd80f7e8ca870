package dev.tocsin.http.page;

import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.PublicMaintenances;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageDays;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timelines;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every status page of this node, made ready: rendered once per change, one rendering per page at a
 * time, however many changes come meanwhile. Until {@link #ready()} it has what the disk kept from
 * the process before. Safe for use by many threads.
 */
public final class PageSnapshots implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PageSnapshots.class);

  /** More pages than these in one change are not waited for. */
  private static final int AT_ONCE = 20;

  private static final Duration WRITE_DELAY = Duration.ofMillis(500);

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final IncidentBoard incidents;
  private final Timelines timelines;
  private final PageRenderer renderer;
  private final PageFiles files;
  private final Executor rendering;
  private final InstantSource time;
  private final URI publicUrl;
  private final boolean subscribes;
  private final PublicMaintenances maintenances;
  private final PageMetrics metrics;

  private final Map<PageKey, Slot> slots = new ConcurrentHashMap<>();
  private final Map<String, PageKey> fromDisk = new ConcurrentHashMap<>();
  private final PageIndex index = new PageIndex();
  private volatile boolean ready;

  /** Up to when maintenance was looked for that begins or ends. */
  private volatile Instant looked;

  /**
   * @param rendering runs renderings, which are work for a processor, not waiting; a few threads
   * @param blocking may wait for the disk
   */
  public record Executors(Executor rendering, Executor blocking) {}

  /**
   * Loads what the disk has, and follows the configuration and the boards from here on.
   *
   * @param folder of the pages' files
   * @param publicUrl what the addresses begin with that other programs read
   * @param subscribes whether visitors of pages can ask to be told
   */
  public PageSnapshots(
      NodeConfiguration configuration,
      StatusBoard board,
      IncidentBoard incidents,
      Timelines timelines,
      Templates templates,
      Path folder,
      URI publicUrl,
      boolean subscribes,
      Executors executors,
      InstantSource time,
      MeterRegistry registry) {
    this.configuration = configuration;
    this.board = board;
    this.incidents = incidents;
    this.timelines = timelines;
    this.renderer = new PageRenderer(templates);
    this.rendering = executors.rendering();
    this.time = time;
    this.publicUrl = publicUrl;
    this.subscribes = subscribes;
    this.maintenances = new PublicMaintenances(configuration);
    this.looked = time.instant();
    this.metrics = new PageMetrics(registry);
    this.files = new PageFiles(folder, executors.blocking(), WRITE_DELAY, metrics);
    for (PageSnapshot snapshot : files.load()) {
      slot(snapshot.key()).load(snapshot);
      fromDisk.put(snapshot.slug(), snapshot.key());
    }
    metrics.held(() -> slots.values().stream().filter(slot -> slot.snapshot != null).count());
    configuration.onChange(this::onConfiguration);
    board.onChange(this::onStatus);
    incidents.onChange(this::onIncident);
  }

  /** What there is at a slug. */
  sealed interface Shown {
    record Page(PageSnapshot snapshot) implements Shown {}

    /** Only the organization's members may know of it. */
    record Members(StatusPageConfig page) implements Shown {}

    record Nothing() implements Shown {}

    /** This node cannot say yet. */
    record NotYet() implements Shown {}
  }

  Shown at(String slug) {
    return switch (configuration.pageBySlug(slug)) {
      case Lookup.Found<StatusPageConfig>(StatusPageConfig page) ->
          page.visibility() == Visibility.PRIVATE
              ? new Shown.Members(page)
              : shown(PageKey.of(page));
      case Lookup.Unknown<StatusPageConfig>() -> new Shown.Nothing();
      case Lookup.Incomplete<StatusPageConfig>() -> {
        PageKey key = fromDisk.get(slug);
        yield key == null ? new Shown.NotYet() : shown(key);
      }
    };
  }

  Optional<PageSnapshot> snapshot(PageKey key) {
    Slot slot = slots.get(key);
    return Optional.ofNullable(slot == null ? null : slot.snapshot);
  }

  /**
   * To be called once the configuration is complete and the board knows the statuses: from here on
   * pages are rendered, and those that were deleted meanwhile vanish from the disk.
   */
  public void ready() {
    ready = true;
    Set<PageKey> all = new HashSet<>(index.pages());
    all.addAll(slots.keySet());
    all.forEach(key -> slot(key).mark());
    fromDisk.clear();
  }

  /** Writes to the disk what waits to be written. Blocks. */
  @Override
  public void close() {
    files.close();
  }

  private Shown shown(PageKey key) {
    return snapshot(key).<Shown>map(Shown.Page::new).orElseGet(Shown.NotYet::new);
  }

  private void onStatus(MonitorStatus status) {
    touched(status.ref());
  }

  /** Any page of the organization may tell of it, or have told. */
  private void onIncident(IncidentRecord incident) {
    if (ready) {
      markAll(incident.ref().organization());
    }
  }

  private void markAll(OrganizationId organization) {
    index.pages().stream()
        .filter(key -> key.organization().equals(organization))
        .forEach(key -> slot(key).mark());
  }

  /** Something is another than it was shown, now or in the past. */
  public void touched(MonitorRef monitor) {
    if (ready) {
      index.pagesOf(monitor).forEach(key -> slot(key).mark());
    }
  }

  /**
   * To be called each minute: days begin, outages that go on grow. What looks the same is not
   * rendered anew.
   */
  public void minutePassed() {
    if (ready) {
      index.pages().forEach(key -> slot(key).mark());
    }
  }

  /** To be called each second: maintenance begins and ends by itself. */
  public void secondPassed() {
    if (!ready) {
      return;
    }
    Instant since = looked;
    Instant now = time.instant();
    index.pages().stream()
        .map(PageKey::organization)
        .distinct()
        .filter(organization -> hasTurned(organization, since, now))
        .forEach(this::markAll);
    looked = now;
  }

  /** What cannot be said of one organization is looked at anew with the minute. */
  private boolean hasTurned(OrganizationId organization, Instant since, Instant now) {
    try {
      return maintenances.hasTurned(organization, since, now);
    } catch (RuntimeException failure) {
      log.error("The maintenance of organization {} cannot be told", organization, failure);
      return false;
    }
  }

  /** Changed pages are there when this returns: who writes a page finds it. */
  private void onConfiguration(ConfigurationChanges changes) {
    Set<PageKey> pages = new HashSet<>();
    changes.pages().forEach(page -> pages.add(PageKey.of(page)));
    for (StatusPageId deleted : changes.deletedPages()) {
      pages.add(new PageKey(changes.organization().id(), deleted));
    }
    // what the change says may be old by now; what counts is what the configuration says
    pages.forEach(key -> index.put(key, find(key)));
    if (!ready) {
      return;
    }
    if (pages.size() <= AT_ONCE) {
      pages.forEach(key -> slot(key).renderNow());
    } else {
      pages.forEach(key -> slot(key).mark());
    }
    Set<PageKey> touched = new HashSet<>();
    for (MonitorId monitor : changes.deletedMonitors()) {
      touched.addAll(index.pagesOf(new MonitorRef(changes.organization().id(), monitor)));
    }
    changes.monitors().forEach(monitor -> touched.addAll(index.pagesOf(monitor.ref())));
    touched.forEach(key -> slot(key).mark());
    boolean isPlanned =
        changes.items().changed().stream().anyMatch(item -> item.content() instanceof Maintenance);
    // of what was deleted no more is known than that
    if (isPlanned || !changes.items().deleted().isEmpty()) {
      markAll(changes.organization().id());
    }
  }

  private Slot slot(PageKey key) {
    return slots.computeIfAbsent(key, Slot::new);
  }

  private Optional<StatusPageConfig> find(PageKey key) {
    return known(configuration.page(key.organization(), key.page()));
  }

  private Optional<MonitorStatus> status(MonitorRef ref) {
    return known(configuration.monitor(ref))
        .map(
            monitor ->
                board.status(ref).orElseGet(() -> MonitorStatus.pending(ref, monitor.createdAt())));
  }

  /** How its components stand now, as visitors are told. */
  Map<ComponentId, Standing> standings(StatusPageConfig page) {
    Slot slot = slots.get(PageKey.of(page));
    PageContent made = slot == null ? null : slot.content;
    return (made == null ? content(page) : made)
        .model()
        .items()
        .collect(Collectors.toMap(PageModel.Item::id, PageModel.Item::standing));
  }

  private PageContent content(StatusPageConfig page) {
    List<PublicIncident> told = PageIncidents.of(page, incidents);
    PageModel.Said said = PageIncidents.said(told);
    Instant now = time.instant();
    PublicMaintenances.Told maintenance = maintenances.on(page, now);
    return new PageContent(
        place(page),
        PageModel.of(
            page,
            new PageModel.Sources(
                monitor -> status(new MonitorRef(page.organization(), monitor)),
                monitor -> timelines.counted(new MonitorRef(page.organization(), monitor)),
                said,
                maintenance.now(),
                new PageDays(zone(page.organization()), now))),
        told,
        maintenance.maintenances());
  }

  private PagePlace place(StatusPageConfig page) {
    return new PagePlace(
        page.id(),
        page.slug(),
        page.name(),
        PagePlace.home(publicUrl.toString(), page.slug()),
        zone(page.organization()),
        page.createdAt());
  }

  private ZoneId zone(OrganizationId organization) {
    return known(configuration.find(organization))
        .map(Organization::timeZone)
        .orElse(Organization.USUAL_TIME_ZONE);
  }

  private static <T> Optional<T> known(Lookup<T> lookup) {
    return switch (lookup) {
      case Lookup.Found<T>(T value) -> Optional.of(value);
      case Lookup.Unknown<T>() -> Optional.empty();
      case Lookup.Incomplete<T>() -> Optional.empty();
    };
  }

  /** One page's place, and who works on it. */
  private final class Slot {
    private final PageKey key;
    private final FoldedTask soon = new FoldedTask(rendering, this::renderOrReport);
    private final AtomicLong firstMark = new AtomicLong();
    private final ReentrantLock working = new ReentrantLock();
    private volatile @Nullable PageSnapshot snapshot;

    /** What the snapshot shows; null before the first rendering by this process. */
    private volatile @Nullable PageContent content;

    private final PagesBelow below = new PagesBelow(renderer);

    private boolean onDisk;

    private Slot(PageKey key) {
      this.key = key;
    }

    void load(PageSnapshot kept) {
      snapshot = kept;
      onDisk = true;
    }

    /** Has the page rendered soon; whoever comes before that is served by the same rendering. */
    void mark() {
      firstMark.compareAndSet(0, System.nanoTime());
      soon.request();
    }

    void renderNow() {
      firstMark.compareAndSet(0, System.nanoTime());
      renderOrReport();
    }

    private void renderOrReport() {
      working.lock();
      try {
        long since = firstMark.getAndSet(0);
        if (render() && since != 0) {
          metrics.changeToBytes.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
        }
      } catch (RuntimeException failure) {
        metrics.failedRenderings.increment();
        log.error("Page {} cannot be rendered; its last rendering stands", key.page(), failure);
      } finally {
        working.unlock();
      }
    }

    /**
     * @return whether there is something new to be seen
     */
    private boolean render() {
      Optional<StatusPageConfig> found = find(key);
      if (found.isEmpty()) {
        slots.remove(key, this);
        snapshot = null;
        files.delete(key);
        return false;
      }
      StatusPageConfig page = found.get();
      PageContent next = content(page);
      PageSnapshot last = snapshot;
      if (last == null || !next.equals(content)) {
        snapshot = metrics.rendering.record(() -> rendered(next, last));
        content = next;
      } else {
        metrics.unchanged.increment();
      }
      keep(page, last);
      return snapshot != last;
    }

    private PageSnapshot rendered(PageContent next, @Nullable PageSnapshot last) {
      Instant now = time.instant();
      long version = last == null ? 1 : last.version() + 1;
      StatusPageView view = StatusPageView.of(next, now, subscribes);
      return new PageSnapshot(
          key, next.slug(), version, now, renderer.render(view), below(next, view, now, last));
    }

    /** What is under the page never keeps the page itself from being true. */
    private Map<String, ReadyBody> below(
        PageContent next, StatusPageView view, Instant now, @Nullable PageSnapshot last) {
      try {
        return below.of(next, view, now);
      } catch (RuntimeException failure) {
        metrics.failedRenderings.increment();
        log.error(
            "What is under page {} cannot be rendered; its last rendering stands",
            key.page(),
            failure);
        return last == null ? Map.of() : last.below();
      }
    }

    /** The disk has public pages alone: without a database nobody can be known to be a member. */
    private void keep(StatusPageConfig page, @Nullable PageSnapshot last) {
      PageSnapshot current = snapshot;
      if (page.visibility() == Visibility.PRIVATE) {
        if (onDisk) {
          files.delete(key);
        }
        onDisk = false;
      } else if (current != null && (current != last || !onDisk)) {
        files.write(current);
        onDisk = true;
      }
    }
  }
}
