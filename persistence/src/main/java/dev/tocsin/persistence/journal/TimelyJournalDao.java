package dev.tocsin.persistence.journal;

import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.runtime.BoxedUnit;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend.JdbcDatabaseDef;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SimpleJdbcAction;

/**
 * Writes events only while somebody waits for them. The journal tells an entity that its write has
 * failed when {@code circuit-breaker.call-timeout} has passed, but what waits in this plugin's
 * queues or for a connection would still be written afterwards. So a batch is looked at before it
 * begins and once more before it is committed, and one that holds an event older than {@link
 * #LAST_COMMIT} fails as a whole.
 */
public final class TimelyJournalDao extends DefaultJournalDao {
  /**
   * Milliseconds after an event came to the journal when its transaction may last be committed; the
   * rest of the call's time-out is the commit's.
   */
  static final long LAST_COMMIT = 4_000;

  /** Made by the journal plugin, by its name in the settings. */
  public TimelyJournalDao(
      JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(database, profile, config, serialization, executionContext, materializer);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // Slick's effect types have no form in Java
  public Future<BoxedUnit> writeJournalRows(
      Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
    long oldest = oldest(rows);
    if (isLate(oldest)) {
      return Future$.MODULE$.failed(new LateWriteException());
    }
    DBIOAction insert = queries().writeJournalRows(rows, ec());
    DBIOAction stillInTime = new SimpleJdbcAction<>(context -> requireInTime(oldest));
    DBIOAction both = insert.andThen(stillInTime);
    return db().run(profile().api().jdbcActionExtensionMethods(both).transactionally());
  }

  private static BoxedUnit requireInTime(long oldest) {
    if (isLate(oldest)) {
      throw new LateWriteException();
    }
    return BoxedUnit.UNIT;
  }

  private static boolean isLate(long oldest) {
    return System.currentTimeMillis() - oldest > LAST_COMMIT;
  }

  /** The plugin stamps each event with this process's clock when it comes in. */
  private static long oldest(Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
    long oldest = Long.MAX_VALUE;
    var each = rows.iterator();
    while (each.hasNext()) {
      oldest = Math.min(oldest, each.next()._1().writeTimestamp());
    }
    return oldest;
  }
}
