package dev.tocsin.persistence.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import scala.Option;

/**
 * Reads the journals of many entities with one statement, in PostgreSQL's own dialect. It reads
 * what the plugin's statements read for one.
 */
final class JournalReader {
  /** For each one look at the end of its part of the primary key; deleted events count. */
  private static final String LAST =
      """
      select (select max(j.sequence_number) from event_journal j where j.persistence_id = asked.id)
      from unnest(?::varchar[]) with ordinality as asked(id, place)
      order by asked.place
      """;

  private static final String EVENTS =
      """
      select asked.place, j.*
      from unnest(?::varchar[], ?::bigint[], ?::bigint[]) with ordinality
        as asked(id, low, high, place)
      cross join lateral (
        select ordering, deleted, persistence_id, sequence_number, writer, write_timestamp,
          adapter_manifest, event_payload, event_ser_id, event_ser_manifest, meta_payload,
          meta_ser_id, meta_ser_manifest
        from event_journal
        where persistence_id = asked.id and not deleted
          and sequence_number between asked.low and asked.high
        order by sequence_number
        limit ?
      ) j
      order by asked.place, j.sequence_number
      """;

  /**
   * Events of one journal, from and to these numbers, both included.
   *
   * @param most of them, beginning with the oldest
   */
  record Stretch(String persistenceId, long low, long high, long most) {}

  private JournalReader() {}

  /** The highest number of each; 0 where there is none. */
  static List<Long> last(Connection connection, List<String> persistenceIds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setArray(1, connection.createArrayOf("varchar", persistenceIds.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        List<Long> last = new ArrayList<>(persistenceIds.size());
        while (rows.next()) {
          last.add(rows.getLong(1));
        }
        return last;
      }
    }
  }

  /** The rows of each, oldest first. */
  static List<List<JournalPekkoSerializationRow>> events(
      Connection connection, List<Stretch> stretches) throws SQLException {
    List<List<JournalPekkoSerializationRow>> events = new ArrayList<>(stretches.size());
    stretches.forEach(stretch -> events.add(new ArrayList<>()));
    long most = stretches.stream().mapToLong(Stretch::most).max().orElse(0);
    try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
      statement.setArray(1, array(connection, "varchar", stretches, Stretch::persistenceId));
      statement.setArray(2, array(connection, "bigint", stretches, Stretch::low));
      statement.setArray(3, array(connection, "bigint", stretches, Stretch::high));
      statement.setLong(4, most);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          int place = rows.getInt("place") - 1;
          List<JournalPekkoSerializationRow> of = events.get(place);
          if (of.size() < stretches.get(place).most()) {
            of.add(row(rows));
          }
        }
      }
    }
    return events;
  }

  private static Array array(
      Connection connection, String type, List<Stretch> stretches, Function<Stretch, Object> of)
      throws SQLException {
    return connection.createArrayOf(type, stretches.stream().map(of).toArray());
  }

  private static JournalPekkoSerializationRow row(ResultSet row) throws SQLException {
    int metaId = row.getInt("meta_ser_id");
    Option<Object> metaSerializer = row.wasNull() ? Option.empty() : Option.apply(metaId);
    return new JournalPekkoSerializationRow(
        row.getLong("ordering"),
        row.getBoolean("deleted"),
        row.getString("persistence_id"),
        row.getLong("sequence_number"),
        row.getString("writer"),
        row.getLong("write_timestamp"),
        row.getString("adapter_manifest"),
        row.getBytes("event_payload"),
        row.getInt("event_ser_id"),
        row.getString("event_ser_manifest"),
        Option.apply(row.getBytes("meta_payload")),
        metaSerializer,
        Option.apply(row.getString("meta_ser_manifest")));
  }
}
