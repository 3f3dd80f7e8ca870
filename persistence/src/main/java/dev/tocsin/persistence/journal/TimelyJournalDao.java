package dev.tocsin.persistence.journal;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.PekkoSerialization;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend.JdbcDatabaseDef;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile;
import slick.jdbc.SimpleJdbcAction;

/**
 * Writes events only while somebody waits for them. The journal tells an entity that its write has
 * failed when {@code circuit-breaker.call-timeout} has passed, but what waits in this plugin's
 * queues or for a connection would still be written afterwards. So a batch is looked at before it
 * begins and once more before it is committed, and one that holds an event older than {@link
 * #LAST_COMMIT} fails as a whole.
 *
 * <p>With PostgreSQL, entities that read their journals at the same time do so with one statement:
 * after an outage of ten thousand targets it is these questions that take the time.
 */
public class TimelyJournalDao extends DefaultJournalDao {
  /**
   * Milliseconds after an event came to the journal when its transaction may last be committed; the
   * rest of the call's time-out is the commit's.
   */
  static final long LAST_COMMIT = 4_000;

  /** The end of so many journals in one statement. */
  private static final int MOST_NUMBERS = 500;

  /** So many journals in one statement: each may have a hundred events before it has a snapshot. */
  private static final int MOST_JOURNALS = 64;

  private final SteadyClock clock;
  private final Serialization serialization;
  private final boolean shares;
  private final SharedReads<String, Long> last;
  private final SharedReads<JournalReader.Stretch, List<JournalPekkoSerializationRow>> events;

  /**
   * Made by the journal plugin, by its name in the settings, so no clock can be given to it. It
   * measures by the monotonic one, as everything does that must not be misled by a wall clock which
   * is set back: an event that is late stays late.
   */
  public TimelyJournalDao(
      JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    this(
        database,
        profile,
        config,
        serialization,
        executionContext,
        materializer,
        new SteadyClock(InstantSource.system(), System::nanoTime));
  }

  TimelyJournalDao(
      JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer,
      SteadyClock clock) {
    super(database, profile, config, serialization, executionContext, materializer);
    this.clock = clock;
    this.serialization = serialization;
    this.shares = profile instanceof PostgresProfile;
    this.last = new SharedReads<>(MOST_NUMBERS, JournalReader::last, this::onConnection);
    this.events = new SharedReads<>(MOST_JOURNALS, JournalReader::events, this::onConnection);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Slick's effect types have no form in Java
  private <T> CompletionStage<T> onConnection(SharedReads.Work<T> work) {
    DBIOAction action =
        new SimpleJdbcAction<>(
            context -> {
              try {
                return work.on(context.connection());
              } catch (SQLException | RuntimeException | Error failed) {
                // what is no exception is not answered by Slick
                throw new ReadFailedException(failed);
              }
            });
    return FutureConverters.asJava((Future<T>) db().run(action));
  }

  @Override
  public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
    return shares
        ? FutureConverters.asScala(last.ask(persistenceId).thenApply(number -> (Object) number))
        : super.highestSequenceNr(persistenceId, fromSequenceNr);
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
    if (!shares) {
      return super.messages(persistenceId, fromSequenceNr, toSequenceNr, max);
    }
    var stretch = new JournalReader.Stretch(persistenceId, fromSequenceNr, toSequenceNr, max);
    return org.apache.pekko.stream.javadsl.Source.lazyCompletionStage(() -> events.ask(stretch))
        .mapConcat(rows -> rows)
        .map(row -> PekkoSerialization.fromRow(serialization, row))
        .mapMaterializedValue(asked -> NotUsed.getInstance())
        .asScala();
  }

  /** The plugin has stamped the events by the wall clock; what is compared must be steady. */
  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    long arrived = clock.millis();
    return super.asyncWriteMessages(messages.map(write -> stamped(write, arrived)).toSeq());
  }

  private static AtomicWrite stamped(AtomicWrite write, long at) {
    return new AtomicWrite(write.payload().map(event -> event.withTimestamp(at)).toSeq());
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

  /** Of what Slick's actions cannot throw. */
  private static final class ReadFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReadFailedException(Throwable cause) {
      super(cause);
    }
  }

  private BoxedUnit requireInTime(long oldest) {
    if (isLate(oldest)) {
      throw new LateWriteException();
    }
    return BoxedUnit.UNIT;
  }

  private boolean isLate(long oldest) {
    return clock.millis() - oldest > LAST_COMMIT;
  }

  private static long oldest(Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
    long oldest = Long.MAX_VALUE;
    var each = rows.iterator();
    while (each.hasNext()) {
      oldest = Math.min(oldest, each.next()._1().writeTimestamp());
    }
    return oldest;
  }
}
