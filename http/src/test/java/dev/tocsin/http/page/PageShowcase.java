package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.marshalling.sse.EventStreamMarshalling;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.sse.ServerSentEvent;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;

/**
 * Serves every page in its states from fixed sample data, for taking pictures and looking around.
 * Prints the addresses; ends with the process. {@code /set/NAME/STATUS} changes a monitor.
 */
public final class PageShowcase {
  private PageShowcase() {}

  public static void main(String[] arguments) throws Exception {
    House busy = new House(Files.createTempDirectory("pages"));
    fill(busy);
    serve("busy", busy.start());
    serve("empty", new House(Files.createTempDirectory("pages")).start());
    House calm = new House(Files.createTempDirectory("pages"));
    for (String name : new String[] {"shop", "api", "docs"}) {
      calm.is(calm.monitor(name), Status.UP, Duration.ofDays(41), null);
    }
    serve("calm", calm.start());
    House past = new House(Files.createTempDirectory("pages"));
    MonitorRef shop = past.monitor("shop");
    past.is(shop, Status.UP, Duration.ofDays(29), null);
    outage(past, shop, Duration.ofDays(9), Duration.ofMinutes(200));
    outage(past, shop, Duration.ofDays(3), Duration.ofMinutes(340));
    outage(past, shop, Duration.ofHours(7), Duration.ofMinutes(47));
    past.start();
    PastSample.fill(
        new PageServer(past, changes(past), stream(past)), past.organization.id(), shop);
    serve("starting", new House(Files.createTempDirectory("pages")));
    Thread.currentThread().join();
  }

  private static void outage(House house, MonitorRef monitor, Duration ago, Duration lasted) {
    house.is(monitor, Status.DOWN, ago, "503 Service Unavailable, expected 200-299.");
    house.is(monitor, Status.UP, ago.minus(lasted), null);
  }

  private static void serve(String name, House house) {
    PageServer server = new PageServer(house, changes(house), stream(house));
    System.out.println(name + " " + server.uri(""));
  }

  static void fill(House house) {
    MonitorRef labels =
        house.monitor(
            "labels-api",
            House.http("https://api.harbourline.example/v2/labels/health?key=secret"));
    MonitorRef labelsWest = house.monitor("labels-api-west");
    MonitorRef rates = house.monitor("rates-api");
    MonitorRef printing = house.monitor("label-printing");
    MonitorRef tracking = house.monitor("tracking-api");
    MonitorRef ledger = house.monitor("nightly-ledger-export", new ManualSpec());
    MonitorRef returns = house.monitor("returns-portal");
    MonitorRef legacy = house.monitor("legacy-soap");
    house.is(labels, Status.DOWN, seconds(389), "503 Service Unavailable, expected 200-299.");
    house.is(ledger, Status.DOWN, Duration.ofMinutes(18), "Set by hand: the export did not run.");
    house.is(
        printing,
        Status.DEGRADED,
        Duration.ofMinutes(11),
        "Answered in 1.92 s, above its limit of 800 ms.");
    house.is(
        tracking,
        Status.DEGRADED,
        Duration.ofHours(52),
        "The certificate ends in 6 days, on 26 November 2026.");
    house.is(legacy, Status.PAUSED, Duration.ofDays(11), null);
    house.is(labelsWest, Status.UP, Duration.ofDays(17), null);
    house.is(rates, Status.UP, Duration.ofHours(27), null);
    MonitorRef[] up = new MonitorRef[12];
    String[] names = {
      "address-book",
      "api-docs",
      "auth",
      "billing-webhooks",
      "customs-forms",
      "dashboard",
      "eu-edge",
      "mail-relay",
      "pickup-points",
      "search",
      "shop-plugin",
      "webhooks"
    };
    for (int each = 0; each < up.length; each++) {
      up[each] = house.monitor(names[each]);
      house.is(up[each], Status.UP, Duration.ofDays(6 + 3L * each), null);
    }
    house
        .page("calm", "Harbourline")
        .group("API")
        .component("Labels", "Creating and printing shipping labels", labelsWest)
        .component("Rates", "", rates)
        .component("Webhooks", "Events that are sent to your systems", up[11])
        .group("Apps")
        .component("Dashboard", "", up[5])
        .component("Shop plugin", "", up[10])
        .save();
    house
        .page("partial", "Harbourline")
        .group("API")
        .component("Labels", "Creating and printing shipping labels", labels, labelsWest)
        .component("Rates", "", rates)
        .component("Webhooks", "Events that are sent to your systems", up[11])
        .group("Apps")
        .component("Dashboard", "", up[5])
        .component("Label printing", "The printer’s own connection", printing)
        .save();
    house
        .page("down", "Harbourline Status")
        .component("Website", "www.harbourline.example", up[0])
        .component("Labels", "Creating and printing shipping labels", labels)
        .group("Data")
        .component("Ledger", "", ledger)
        .component("Search", "", up[9])
        .group("Apps")
        .component("Label printing", "", printing)
        .component("Returns", "", returns)
        .component("Legacy SOAP interface for customers who signed before 2019", "", legacy)
        .save();
    house.page("new", "Harbourline").component("Returns", "", returns).save();
    house.page("void", "Harbourline").save();
    house
        .page("staff", "Inside Harbourline")
        .visible(Visibility.PRIVATE)
        .component("Ledger", "", ledger)
        .save();
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private static Route changes(House house) {
    return path(
        segment("set").slash(segment()).slash(segment()),
        (name, status) -> {
          house
              .configuration
              .monitors(house.organization.id(), null)
              .forEach(
                  monitor -> {
                    if (monitor.name().equals(name)) {
                      Status wanted = Status.valueOf(status.toUpperCase(Locale.ROOT));
                      house.is(
                          monitor.ref(),
                          wanted,
                          Duration.ZERO,
                          wanted == Status.DOWN ? "Connection refused." : null);
                    }
                  });
          return complete(StatusCodes.OK);
        });
  }

  private static Route stream(House house) {
    return path(
        segment("api").slash("v1").slash("events").slash("stream"),
        () -> {
          AtomicReference<SourceQueueWithComplete<ServerSentEvent>> queue = new AtomicReference<>();
          Source<ServerSentEvent, NotUsed> events =
              Source.<ServerSentEvent>queue(1_000, OverflowStrategy.dropHead())
                  .mapMaterializedValue(
                      live -> {
                        queue.set(live);
                        return NotUsed.getInstance();
                      })
                  .keepAlive(Duration.ofSeconds(10), ServerSentEvent::heartbeat);
          house.board.onChange(
              (MonitorStatus status) -> {
                if (queue.get() != null) {
                  queue
                      .get()
                      .offer(
                          ServerSentEvent.create(
                              "{\"id\":\"" + status.ref().monitor() + "\"}", "monitor"));
                }
              });
          return concat(Directives.completeOK(events, EventStreamMarshalling.toEventStream()));
        });
  }
}
