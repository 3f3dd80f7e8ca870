package dev.tocsin.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** How times and ids pass to and from both databases. */
final class SqlTypes {
  private SqlTypes() {}

  /** Null where the column is. */
  static @Nullable Instant instant(ResultSet row, int column, StatementContext context)
      throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * As a time with its offset: a {@code java.sql.Timestamp} passes through the process's time zone,
   * where the hour of the change from summer to winter stands for two. Cut to the microseconds that
   * a column holds, for one database would round and the other not.
   */
  static final class Instants extends AbstractArgumentFactory<Instant> {
    Instants() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      OffsetDateTime time = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, time);
    }
  }

  /** As a date: a {@code java.sql.Date} is a midnight in the process's time zone. */
  static final class Dates extends AbstractArgumentFactory<LocalDate> {
    Dates() {
      super(Types.DATE);
    }

    @Override
    protected Argument build(LocalDate value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, value);
    }
  }

  /** Jdbi would bind an absent id as text, which PostgreSQL refuses. */
  static final class Uuids extends AbstractArgumentFactory<UUID> {
    Uuids() {
      super(Types.OTHER);
    }

    @Override
    protected Argument build(UUID value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, value);
    }
  }
}
