package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.ORGANIZATION;
import static dev.tocsin.monitor.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.StoreHealth;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.testing.MutableClock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewWriterTest {
  private static final int MANY = 40;

  private final ActorTestKit kit =
      ActorTestKit.create("views", ConfigFactory.parseString("pekko.loglevel = off"));

  /** Tables that take everything but the change with one number. */
  private static final class Choosy implements Consumer<List<MonitorViewChange>> {
    private static final long REFUSED = 17;

    private final ConcurrentLinkedQueue<MonitorViewChange> taken = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(List<MonitorViewChange> changes) {
      if (changes.stream().anyMatch(change -> change.sequence() == REFUSED)) {
        throw new IllegalArgumentException("invalid byte sequence");
      }
      taken.addAll(changes);
    }
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void writesAllButTheOneThatTheTablesRefuse() {
    var views = new Choosy();
    var writer =
        kit.spawn(
            ViewWriter.create(
                views, new StoreHealth(MutableClock.running()), Thread::startVirtualThread));
    TestProbe<ViewWriter.Acknowledged> probe = kit.createTestProbe();

    for (long sequence = 1; sequence <= MANY; sequence++) {
      writer.tell(new ViewWriter.Write<>(change(sequence), probe.getRef()));
    }

    Set<Long> acknowledged = new HashSet<>();
    for (int i = 0; i < MANY - 1; i++) {
      acknowledged.add(probe.receiveMessage().sequence());
    }
    assertThat(acknowledged).hasSize(MANY - 1).doesNotContain(Choosy.REFUSED);
    probe.expectNoMessage();
    assertThat(views.taken).hasSize(MANY - 1);
  }

  private static MonitorViewChange change(long sequence) {
    var ref = new MonitorRef(ORGANIZATION, MonitorId.create());
    var status =
        new MonitorStatus(ref, Status.UP, at(1), null, null, new StatusVersion(sequence, 0));
    return new MonitorViewChange(sequence, new MonitorEvent.WentUp(at(1), null, 0), null, status);
  }
}
