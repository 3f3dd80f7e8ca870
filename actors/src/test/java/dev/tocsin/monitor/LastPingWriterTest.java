package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.StoreHealth;
import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the writer answers while a call of the store is under way; a test runs each call itself. */
class LastPingWriterTest {
  private static final ActorTestKit kit = ActorTestKit.create("last-pings", ManualTime.config());
  private static final ManualTime time = ManualTime.get(kit.system());
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
  private final MemoryLastPings table = new MemoryLastPings();
  private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
  private final TestProbe<MonitorEntity.Reply> answers = kit.createTestProbe();
  private final TestProbe<LastPingWriter.Found> found = kit.createTestProbe();
  private Runnable afterReading = () -> {};
  private final ActorRef<LastPingWriter.Command> writer =
      kit.spawn(
          LastPingWriter.create(new Hooked(), new StoreHealth(MutableClock.running()), calls::add));

  /** Lets something happen between a statement and its answer. */
  private final class Hooked implements LastPings {
    @Override
    public void store(Collection<LastPing> rows) {
      table.store(rows);
    }

    @Override
    public List<LastPing> find(Collection<MonitorRef> monitors) {
      List<LastPing> rows = table.find(monitors);
      afterReading.run();
      return rows;
    }
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private LastPing row(int second) {
    Ping ping =
        new Ping(
            Ping.Kind.SUCCESS,
            BEGIN.plusSeconds(second),
            null,
            null,
            null,
            null,
            null,
            new Ping.Source("GET", "192.0.2.1", "curl"));
    return new LastPing(ref, ping, Beats.NONE.received(ping));
  }

  private void keep(LastPing row) {
    writer.tell(new LastPingWriter.Keep(row, answers.ref()::tell));
  }

  private void runCall() {
    call().run();
  }

  private Runnable call() {
    try {
      Runnable call = calls.poll(5, TimeUnit.SECONDS);
      assertThat(call).as("a call of the store").isNotNull();
      return call;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsNobodyWaitingForAStoreThatHangs() {
    keep(row(0));
    keep(row(1));
    time.timePasses(Duration.ofMillis(6_900));
    answers.expectNoMessage();
    time.timePasses(Duration.ofMillis(200));
    answers.expectMessageClass(MonitorEntity.NotNow.class);
    answers.expectMessageClass(MonitorEntity.NotNow.class);
    keep(row(2));
    answers.expectMessageClass(MonitorEntity.NotNow.class);
    // it answers after all; the newest is stored though its caller was told that it may not be
    runCall();
    runCall();
    assertThat(table.row(ref)).isEqualTo(row(2));
    keep(row(3));
    runCall();
    answers.expectMessageClass(MonitorEntity.Received.class);
    time.timePasses(Duration.ofSeconds(20));
    answers.expectNoMessage();
  }

  @Test
  void findsWhatIsBeingWritten() {
    table.store(List.of(row(0)));
    keep(row(1));
    writer.tell(new LastPingWriter.Find(ref, found.ref()));
    Runnable write = call();
    runCall();
    assertThat(found.receiveMessage().row()).isEqualTo(row(1));
    write.run();
    answers.expectMessageClass(MonitorEntity.Received.class);
  }

  @Test
  void findsWhatWasWrittenSinceItRead() {
    table.store(List.of(row(0)));
    afterReading =
        () -> {
          keep(row(1));
          runCall();
          answers.expectMessageClass(MonitorEntity.Received.class);
        };
    writer.tell(new LastPingWriter.Find(ref, found.ref()));
    runCall();
    assertThat(found.receiveMessage().row()).isEqualTo(row(1));
  }
}
