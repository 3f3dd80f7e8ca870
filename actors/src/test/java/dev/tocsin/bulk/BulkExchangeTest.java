package dev.tocsin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.ConflictException;
import dev.tocsin.bulk.BulkProgress.Refusal;
import dev.tocsin.bulk.BulkProgress.Tally;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.MemoryConfigurationStore;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.configuration.Peers;
import dev.tocsin.monitor.LocalMonitors;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.ShardedMonitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change of many monitors is followed on every node. */
class BulkExchangeTest {
  private static final OrganizationId HOME = OrganizationId.create();
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final ActorTestKit kit =
      ActorTestKit.create(
          "bulk",
          ConfigFactory.parseResources("serialization.conf").withFallback(ConfigFactory.load()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whatOneNodeDoesIsKnownOnAnother() {
    BulkRuns here = node();
    BulkRuns there = node();
    List<UUID> begun = new ArrayList<>();
    // until the two have found each other
    await()
        .until(
            () -> {
              begun.add(begin(there));
              return begun.stream()
                  .flatMap(id -> here.find(HOME, id).stream())
                  .anyMatch(run -> run.tally().isOver());
            });
  }

  private static UUID begin(BulkRuns runs) {
    BulkOrder order = order(HOME);
    runs.start(order, one(HOME));
    return order.id();
  }

  private static BulkOrder order(OrganizationId organization) {
    return new BulkOrder(
        UUID.randomUUID(),
        organization,
        BulkAction.PAUSE,
        "",
        Author.user(new UserId(UUID.randomUUID())));
  }

  private static List<MonitorRef> one(OrganizationId organization) {
    return List.of(new MonitorRef(organization, MonitorId.create()));
  }

  @Test
  void anOrganizationHasOneRunAtATime() {
    BulkRuns runs = runs(neverRun -> {});
    BulkOrder first = order(HOME);
    runs.start(first, one(HOME));
    assertThat(runs.start(first, one(HOME)).toCompletableFuture()).isCompleted();
    assertThatThrownBy(() -> runs.start(order(HOME), one(HOME)))
        .isInstanceOf(ConflictException.class);
    OrganizationId other = OrganizationId.create();
    runs.start(order(other), one(other));
    assertThat(runs.underWay(other)).isPresent();
  }

  @Test
  void aRunOfAnOrganizationMayFollowAnotherAndTheOldestAreForgotten() {
    BulkRuns runs = runs();
    List<UUID> all = new ArrayList<>();
    for (int count = 0; count < 25; count++) {
      all.add(begin(runs));
    }
    assertThat(all.stream().filter(id -> runs.find(HOME, id).isPresent()).count()).isLessThan(25);
    assertThat(runs.find(HOME, all.getLast())).isPresent();
  }

  @Test
  void whatIsAboutNoMonitorIsOverAtOnceForOthersToo() {
    BulkRuns runs = runs();
    List<BulkProgress> told = new ArrayList<>();
    runs.tell(told::add);
    BulkOrder order = order(HOME);
    assertThat(runs.start(order, List.of()).toCompletableFuture().join().tally().isOver()).isTrue();
    assertThat(runs.find(HOME, order.id())).isPresent();
    assertThat(told).singleElement().matches(progress -> progress.tally().isOver());
  }

  @Test
  void oldNewsDoNotComeAfterTheEndAndOthersSeeNothing() {
    BulkRuns runs = runs();
    BulkProgress end = progress(new Tally(9, 1, true), NOW.minusSeconds(60));
    runs.heard(end);
    runs.heard(progress(new Tally(5, 0, false), NOW));

    assertThat(runs.find(HOME, end.id())).contains(end);
    assertThat(runs.find(OrganizationId.create(), end.id())).isEmpty();
    assertThat(runs.underWay(HOME)).isEmpty();
  }

  @Test
  void aNodeThatSaysNothingMoreIsGone() {
    BulkRuns runs = runs();
    BulkProgress last = progress(new Tally(5, 0, false), NOW.minusSeconds(20));
    runs.heard(last);
    assertThat(runs.underWay(HOME)).contains(last);
    assertThat(last.isSilent(NOW.plusSeconds(11))).isTrue();

    runs.heard(progress(new Tally(6, 0, false), NOW.minusSeconds(31)));
    assertThat(runs.find(HOME, last.id())).contains(last);
  }

  @Test
  void whatIsToldSurvivesTheWay() {
    new SerializationTestKit(kit.system())
        .verifySerialization(new BulkExchange.Heard(progress(new Tally(5, 1, false), NOW)), true);
  }

  private static BulkProgress progress(Tally tally, Instant at) {
    return new BulkProgress(
        UUID.fromString("0198c0de-0000-7000-8000-00000000cccc"),
        HOME,
        BulkAction.TAG,
        10,
        tally,
        List.of(new Refusal(MonitorId.create(), "shop", "It has 20 tags already.")),
        at);
  }

  private BulkRuns node() {
    BulkRuns runs = runs();
    ActorRef<BulkExchange.Command> exchange = kit.spawn(BulkExchange.create(runs));
    runs.tell(progress -> exchange.tell(new BulkExchange.Say(progress)));
    return runs;
  }

  private static BulkRuns runs() {
    return runs(Runnable::run);
  }

  private static BulkRuns runs(Executor blocking) {
    MemoryConfigurationStore store = new MemoryConfigurationStore();
    NodeConfiguration configuration = new NodeConfiguration(store, Runnable::run);
    return new BulkRuns(
        new BulkRuns.Parts(
            configuration,
            new ConfigurationWriter(store, configuration, Peers.NONE, Runnable::run),
            new ShardedMonitors(Optional::empty, new LocalMonitors(), () -> NOW),
            new StatusBoard(),
            blocking,
            () -> NOW,
            20));
  }
}
