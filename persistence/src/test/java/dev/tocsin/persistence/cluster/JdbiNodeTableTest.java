package dev.tocsin.persistence.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.Formation.Decision;
import dev.tocsin.cluster.Formation.Why;
import dev.tocsin.cluster.NodeRow;
import dev.tocsin.cluster.NodeTable.Content;
import dev.tocsin.conf.HostPort;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.Engine;
import dev.tocsin.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbiNodeTableTest {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);
  private static final Decision WAIT = new Decision.Wait(Why.ASK, "");
  private static final UUID INCARNATION = UUID.randomUUID();

  private final TestDatabase test = TestDatabase.create(Engine.POSTGRES);
  private final Database database = test.database();
  private final JdbiNodeTable table = new JdbiNodeTable(database);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void isEmptyAtFirstAndShowsOthersAsTheyWroteThemselves() {
    var first = node("10.0.0.1", Optional.of(new HostPort("10.0.0.1", 7626)));
    var second = node("fd00::2", Optional.empty());

    assertThat(seenBy(first)).isEqualTo(new Content(Optional.empty(), List.of()));
    var content = seenBy(second);

    assertThat(content.others())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.address()).isEqualTo(first.address());
              assertThat(row.processId()).isEqualTo(first.processId());
              assertThat(row.incarnation()).isEmpty();
              assertThat(row.management()).isEqualTo(first.management());
              assertThat(row.region()).isEqualTo("default");
              assertThat(row.age()).isLessThan(Duration.ofSeconds(5));
            });
    assertThat(seenBy(first).others())
        .extracting(NodeRow::address)
        .containsExactly(second.address());
  }

  @Test
  void formingWritesTheIncarnationAndTheFirstMember() {
    var first = node("10.0.0.1");
    table.inTurn(first, TIME_TO_LIVE, content -> new Decision.Form(INCARNATION));

    var content = seenBy(node("10.0.0.2"));

    assertThat(content.incarnation()).contains(INCARNATION);
    assertThat(content.others().getFirst().incarnation()).contains(INCARNATION);
  }

  @Test
  void formingForgetsStaleRowsAndKeepsLiveOnes() {
    seenBy(node("10.0.0.8"));
    seenBy(node("10.0.0.9"));
    database.write(
        handle ->
            handle.execute(
                "update node set seen = seen - interval '16 s' where address = '10.0.0.9:7625'"));

    table.inTurn(node("10.0.0.1"), TIME_TO_LIVE, content -> new Decision.Form(INCARNATION));

    assertThat(seenBy(node("10.0.0.2")).others())
        .extracting(row -> row.address().host())
        .containsExactly("10.0.0.1", "10.0.0.8");
  }

  @Test
  void aBeatIsSeenAndBringsTheIncarnationAndTheTime() {
    var node = node("10.0.0.1");
    table.inTurn(node, TIME_TO_LIVE, content -> new Decision.Form(INCARNATION));
    database.write(handle -> handle.execute("update node set seen = seen - interval '1 h'"));

    var beat = table.beat(node);

    assertThat(beat.incarnation()).contains(INCARNATION);
    assertThat(beat.storeTime())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(beat.roundTrip()).isPositive();
    assertThat(seenBy(node("10.0.0.2")).others().getFirst().age())
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aBeatRestoresARowThatSomebodyRemoved() {
    var node = node("10.0.0.1");
    table.beat(node);
    database.write(handle -> handle.execute("delete from node"));

    assertThat(table.beat(node).incarnation()).isEmpty();
    assertThat(seenBy(node("10.0.0.2")).others()).hasSize(1);
  }

  @Test
  void leavingRemovesTheOwnRowAndNotThatOfALaterLife() {
    var former = node("10.0.0.1");
    var later = node("10.0.0.1");
    table.beat(former);
    table.beat(later);

    table.leave(former.address(), former.processId());
    assertThat(seenBy(node("10.0.0.2")).others()).hasSize(1);

    table.leave(later.address(), later.processId());
    assertThat(seenBy(node("10.0.0.2")).others()).isEmpty();
  }

  @Test
  void nodesDecideOneAfterTheOther() throws Exception {
    var formed = new AtomicReference<UUID>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var decisions = new ArrayList<Future<Decision>>();
      for (int index = 1; index <= 6; index++) {
        var node = node("10.0.0." + index);
        decisions.add(
            executor.submit(
                () ->
                    table.inTurn(
                        node,
                        TIME_TO_LIVE,
                        content ->
                            content.incarnation().isEmpty()
                                ? new Decision.Form(UUID.randomUUID())
                                : WAIT)));
      }
      for (var decision : decisions) {
        if (decision.get() instanceof Decision.Form form) {
          assertThat(formed.getAndSet(form.incarnation())).isNull();
        }
      }
    }
    assertThat(table.beat(node("10.0.0.1")).incarnation()).contains(formed.get());
  }

  @Test
  void tellsTheStoresTime() {
    assertThat(table.storeTime().storeTime())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  private Content seenBy(NodeRow self) {
    var seen = new AtomicReference<Content>();
    table.inTurn(
        self,
        TIME_TO_LIVE,
        content -> {
          seen.set(content);
          return WAIT;
        });
    return seen.get();
  }

  private static NodeRow node(String host) {
    return node(host, Optional.empty());
  }

  private static NodeRow node(String host, Optional<HostPort> management) {
    return new NodeRow(
        new HostPort(host, 7625),
        UUID.randomUUID(),
        Optional.empty(),
        management,
        "default",
        Duration.ZERO);
  }
}
