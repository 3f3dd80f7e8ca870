package dev.tocsin.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Events as they were written once, byte for byte: what a journal holds must be read for ever. A
 * line is serializer, manifest and bytes in hexadecimal; lines are only ever added.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsAsReleasedTest {
  private static final String GOLDEN = "/golden/monitor-events.txt";

  private final ActorTestKit kit =
      ActorTestKit.create(
          "golden",
          ConfigFactory.parseResources("serialization.conf").withFallback(ConfigFactory.load()));

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  private List<MonitorEvent> golden() throws IOException {
    List<MonitorEvent> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream(GOLDEN)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        events.add(
            (MonitorEvent)
                SerializationExtension.get(kit.system())
                    .deserialize(
                        HexFormat.of().parseHex(parts[2]), Integer.parseInt(parts[0]), parts[1])
                    .get());
      }
    }
    return events;
  }

  @Test
  void everyKindOfEventThatWasEverWrittenIsRead() throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    golden().forEach(event -> kinds.merge(event.getClass().getSimpleName(), 1, Integer::sum));
    List<String> known = new ArrayList<>();
    for (Class<?> kind : MonitorEvent.class.getPermittedSubclasses()) {
      known.add(kind.getSimpleName());
    }
    assertThat(kinds.keySet()).as("add a line for a new kind").containsAll(known);
  }

  @Test
  void anOldJournalLeadsToTheSameRecord() throws IOException {
    MonitorRecord record = MonitorRecord.empty(Samples.REF);
    for (MonitorEvent event : golden()) {
      record = record.apply(event);
    }
    assertThat(record.deleted()).isTrue();
    assertThat(record.status().version().sequence()).isEqualTo(8);
    assertThat(record.lastEventAt()).isEqualTo(Instant.parse("2026-03-01T12:00:08Z"));
    assertThat(record.owed()).extracting(MonitorViewChange::sequence).containsExactly(7L, 8L);
  }

  /** Prints the lines for the events of today, for a new golden file. */
  static List<String> lines(ActorTestKit kit, List<MonitorEvent> events) {
    List<String> lines = new ArrayList<>();
    var serialization = SerializationExtension.get(kit.system());
    for (MonitorEvent event : events) {
      var serializer = serialization.findSerializerFor(event);
      lines.add(
          serializer.identifier()
              + " "
              + Serializers.manifestFor(serializer, event)
              + " "
              + HexFormat.of().formatHex(serialization.serialize(event).get()));
    }
    return lines;
  }
}
