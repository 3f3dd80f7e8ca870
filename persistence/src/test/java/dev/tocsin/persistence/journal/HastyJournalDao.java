package dev.tocsin.persistence.journal;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.concurrent.ExecutionContext;
import slick.jdbc.JdbcBackend.JdbcDatabaseDef;
import slick.jdbc.JdbcProfile;

/** A journal in whose time five seconds pass between two looks at the monotonic clock. */
public final class HastyJournalDao extends TimelyJournalDao {
  private static final AtomicLong SECONDS = new AtomicLong();

  /** Made by the journal plugin. */
  public HastyJournalDao(
      JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(
        database,
        profile,
        config,
        serialization,
        executionContext,
        materializer,
        new SteadyClock(InstantSource.system(), () -> SECONDS.addAndGet(5) * 1_000_000_000));
  }
}
