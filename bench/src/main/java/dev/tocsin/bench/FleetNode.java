package dev.tocsin.bench;

import dev.tocsin.app.Node;
import dev.tocsin.app.Parts;
import dev.tocsin.app.logging.Logging;
import dev.tocsin.conf.Settings;
import dev.tocsin.monitor.MonitorEntity;
import dev.tocsin.monitor.MonitorParts;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.ShardedMonitors;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.time.WallClock;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/**
 * The program as its command starts it, in a process of its own, which can be told to have its
 * monitors check at once, and to take checks as answered without asking anybody. It reads one
 * command a line and answers each with one line.
 */
public final class FleetNode {
  static final String READY = "ready ";
  static final String DONE = "done ";

  private static volatile boolean checksNothing;

  private FleetNode() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.load(Optional.empty(), System.getenv());
    Logging.configure(settings.log());
    Node node =
        Node.start(
            settings, new Parts(WallClock.system(), Duration.ofSeconds(60), FleetNode::between));
    System.out.println(READY + node.url());
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("end")) {
          break;
        }
        System.out.println(DONE + obey(node, settings, words));
      }
    }
    node.close();
    System.exit(0);
  }

  private static MonitorParts.Checks between(MonitorParts.Checks real) {
    return (spec, timeout) ->
        checksNothing ? CompletableFuture.completedStage(answer()) : real.check(spec, timeout);
  }

  /** As big as what a check of HTTP leaves. */
  private static CheckResult answer() {
    return new CheckResult(
        Instant.now(),
        Outcome.UP,
        null,
        new Phases(null, 1_000L, null, 2_000L, 300L, 3_400),
        new Evidence(
            new StringBuilder("127.0.0.1:20080").toString(),
            Integer.valueOf(200),
            List.of(),
            null,
            List.of(),
            null,
            List.of()));
  }

  private static String obey(Node node, Settings settings, String[] words) throws Exception {
    return switch (words[0]) {
      case "checks" -> {
        checksNothing = words[1].equals("nothing");
        yield words[1];
      }
      case "check" -> {
        Fleet fleet = Fleet.read(Path.of(words[1]));
        int rounds = Integer.parseInt(words[2]);
        int monitors = Integer.parseInt(words[3]);
        yield checkNow(node, fleet.monitors().subList(0, monitors), rounds);
      }
      case "rows" -> rows(settings);
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** How many statuses and events are stored. */
  private static String rows(Settings settings) {
    var of = settings.database();
    try (Database database =
        Database.open(
            of.isPostgres()
                ? new DatabaseSettings(
                    of.url(), of.user(), of.password().value(), settings.node().dataDir())
                : DatabaseSettings.embedded(settings.node().dataDir()))) {
      return database.read(
          handle ->
              handle.createQuery("select count(*) from monitor_status").mapTo(Long.class).one()
                  + " "
                  + handle
                      .createQuery("select count(*) from event_journal")
                      .mapTo(Long.class)
                      .one());
    }
  }

  /**
   * @return when the first and the last result of the last round came, in milliseconds since the
   *     epoch, and how many of all were up
   */
  private static String checkNow(Node node, List<MonitorRef> monitors, int rounds)
      throws Exception {
    Round last = new Round(0, 0, 0);
    int up = 0;
    for (int round = 0; round < rounds; round++) {
      CompletableFuture<Round> over = new CompletableFuture<>();
      var handle = node.core().current().orElseThrow();
      ShardedMonitors.Reach reach = handle.entities().monitors().reach();
      ActorRef<MonitorEntity.Reply> collector =
          handle
              .system()
              .systemActorOf(collector(monitors.size(), over), "bench-" + round, Props.empty());
      for (MonitorRef monitor : monitors) {
        reach
            .region()
            .tell(
                new ShardingEnvelope<>(monitor.entityId(), new MonitorEntity.CheckNow(collector)));
      }
      last = over.get(5, TimeUnit.MINUTES);
      up += last.up();
    }
    return last.first() + " " + last.last() + " " + up;
  }

  private record Round(long first, long last, int up) {}

  private static Behavior<MonitorEntity.Reply> collector(
      int wanted, CompletableFuture<Round> over) {
    long[] first = new long[1];
    int[] seen = new int[2];
    return Behaviors.receiveMessage(
        reply -> {
          long now = System.currentTimeMillis();
          first[0] = seen[0] == 0 ? now : first[0];
          seen[0]++;
          if (reply instanceof MonitorEntity.Result(CheckResult result)
              && result.outcome() == Outcome.UP) {
            seen[1]++;
          }
          if (seen[0] < wanted) {
            return Behaviors.same();
          }
          over.complete(new Round(first[0], now, seen[1]));
          return Behaviors.stopped();
        });
  }
}
