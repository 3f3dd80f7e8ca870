package dev.tocsin.app;

import dev.tocsin.conf.Settings;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.PublicPages;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.asset.Assets;
import dev.tocsin.http.page.Badges;
import dev.tocsin.http.page.MonitorList;
import dev.tocsin.http.page.MonitorPages;
import dev.tocsin.http.page.Notices;
import dev.tocsin.http.page.PageRoutes;
import dev.tocsin.http.page.PageSnapshots;
import dev.tocsin.http.page.PastSources;
import dev.tocsin.http.page.ReadyPages;
import dev.tocsin.http.page.Templates;
import dev.tocsin.http.page.TenancyEntrance;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.oncall.calendar.CalendarLinks;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** What people see in a browser: status pages from this node's memory, and the pages behind. */
final class Pages implements AutoCloseable {
  private static final int RENDERERS = 2;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Assets assets = Assets.load();
  private final Templates templates = new Templates(assets);
  private final Notices notices = new Notices(templates);
  private final ExecutorService renderers =
      Executors.newFixedThreadPool(
          RENDERERS, Thread.ofPlatform().daemon().name("renderer-", 1).factory());
  private final PageSnapshots snapshots;
  private final Knowledge knowledge;
  private final URI url;
  private final CalendarLinks calendars;
  private final InstantSource clock;
  private final boolean showsComponents;

  Pages(
      Settings settings,
      Knowledge knowledge,
      IncidentBoard incidents,
      URI url,
      CalendarLinks calendars,
      InstantSource clock,
      Executor blocking,
      MeterRegistry registry) {
    this.knowledge = knowledge;
    this.url = url;
    this.calendars = calendars;
    this.clock = clock;
    this.showsComponents = settings.http().components();
    this.snapshots =
        new PageSnapshots(
            knowledge.configuration(),
            knowledge.board(),
            incidents,
            knowledge.timelines(),
            templates,
            settings.node().dataDir().resolve("pages"),
            url,
            settings.smtp().isPresent(),
            new PageSnapshots.Executors(renderers, blocking),
            clock,
            registry);
  }

  /**
   * Looks each minute whether a day has begun or an outage has grown, and each second whether a
   * maintenance begins or ends.
   */
  AutoCloseable follow(ActorSystem<?> edge) {
    knowledge.onTimelineChanged(snapshots::touched);
    Cancellable minutes =
        edge.scheduler()
            .scheduleWithFixedDelay(
                MINUTE, MINUTE, snapshots::minutePassed, edge.executionContext());
    Cancellable seconds =
        edge.scheduler()
            .scheduleWithFixedDelay(
                SECOND, SECOND, snapshots::secondPassed, edge.executionContext());
    return () -> {
      minutes.cancel();
      seconds.cancel();
    };
  }

  /** From here on pages are rendered from what this node knows, not from what the disk kept. */
  void ready() {
    snapshots.ready();
  }

  PublicPages open() {
    return new ReadyPages(snapshots, assets, notices);
  }

  Route routes(Doors doors, ClientAddress addresses, ApiParts parts) {
    TenancyEntrance entrance =
        new TenancyEntrance(
            doors.authentication(),
            addresses,
            new TenancyEntrance.Ways(
                doors.side().signIn(), doors.side().setup(), doors.side().joining()),
            parts.writer());
    MonitorList monitors =
        new MonitorList(
            knowledge.configuration(),
            knowledge.board(),
            knowledge.timelines(),
            parts.monitors().entities(),
            parts.monitors().region(),
            clock);
    Badges badges =
        new Badges(
            knowledge.configuration(),
            knowledge.board(),
            parts.incidents().board(),
            knowledge.timelines(),
            parts.monitors().entities(),
            clock);
    PageRoutes routes =
        new PageRoutes(
            entrance, monitors, snapshots, badges, templates, notices, url, parts(parts));
    var inside =
        Directives.concat(
            routes.subscribing(parts, addresses),
            routes.route(),
            routes.people(parts, addresses),
            routes.alerts(parts, addresses),
            routes.calendars(parts, calendars));
    return showsComponents
        ? Directives.concat(inside, routes.components(), routes.notFound())
        : Directives.concat(inside, routes.notFound());
  }

  private MonitorPages.Parts parts(ApiParts api) {
    return new MonitorPages.Parts(
        api.configuration(),
        api.writer(),
        api.board(),
        api.alerts().board(),
        api.monitors().timelines(),
        api.monitors().entities(),
        api.monitors().bulk(),
        api.monitors().views(),
        api.monitors().kinds(),
        api.monitors().tests(),
        api.monitors().region(),
        url.toString(),
        new PastSources(api.monitors().history(), api.monitors().rollups(), api.tenancy().store()),
        api.blocking(),
        api.time());
  }

  @Override
  public void close() {
    renderers.shutdown();
    snapshots.close();
  }
}
