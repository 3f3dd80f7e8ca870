package dev.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.persistence.testing.Engine;
import dev.tocsin.persistence.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JournalReaderTest {
  private static TestDatabase test;

  @BeforeAll
  static void create() {
    test = TestDatabase.create(Engine.POSTGRES);
    test.database()
        .write(
            handle -> {
              var insert =
                  handle.prepareBatch(
                      """
                      insert into event_journal (persistence_id, sequence_number, deleted, writer,
                        write_timestamp, adapter_manifest, event_payload, event_ser_id,
                        event_ser_manifest)
                      values (?, ?, ?, 'writer', 7, '', ?, 33, 'manifest')
                      """);
              for (int number = 1; number <= 5; number++) {
                insert.add("a", number, number <= 2, payload("a" + number));
              }
              insert.add("b", 1, false, payload("b1"));
              insert.add("gone", 1, true, payload("gone1"));
              return insert.execute().length;
            });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  private static byte[] payload(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tellsTheLastNumberOfEachAtItsPlace() {
    List<Long> last =
        test.database()
            .read(
                handle ->
                    unchecked(
                        () ->
                            JournalReader.last(
                                handle.getConnection(), List.of("b", "none", "a", "gone", "b"))));
    assertThat(last).containsExactly(1L, 0L, 5L, 1L, 1L);
  }

  @Test
  void readsTheEventsOfEachInTheirOrder() {
    var asked =
        List.of(
            new JournalReader.Stretch("none", 1, Long.MAX_VALUE, 10),
            new JournalReader.Stretch("a", 1, Long.MAX_VALUE, 2),
            new JournalReader.Stretch("gone", 1, 9, 10),
            new JournalReader.Stretch("a", 4, 4, 10),
            new JournalReader.Stretch("b", 1, 1, 10));
    var events =
        test.database()
            .read(handle -> unchecked(() -> JournalReader.events(handle.getConnection(), asked)));
    assertThat(events)
        .extracting(of -> of.stream().map(JournalReaderTest::text).toList())
        .containsExactly(List.of(), List.of("a3", "a4"), List.of(), List.of("a4"), List.of("b1"));
    JournalPekkoSerializationRow row = events.get(4).getFirst();
    assertThat(row.persistenceId()).isEqualTo("b");
    assertThat(row.writer()).isEqualTo("writer");
    assertThat(row.writeTimestamp()).isEqualTo(7);
    assertThat(row.eventSerId()).isEqualTo(33);
    assertThat(row.eventSerManifest()).isEqualTo("manifest");
    assertThat(row.metaPayload().isEmpty()).isTrue();
    assertThat(row.metaSerId().isEmpty()).isTrue();
  }

  private static String text(JournalPekkoSerializationRow row) {
    return new String(row.eventPayload(), StandardCharsets.UTF_8);
  }

  private interface Sql<T> {
    T get() throws SQLException;
  }

  private static <T> T unchecked(Sql<T> sql) {
    try {
      return sql.get();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
