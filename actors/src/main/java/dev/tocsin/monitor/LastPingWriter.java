package dev.tocsin.monitor;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's last pings, many in one transaction, and answers each caller when its ping is
 * stored or can't be. What could not be stored is kept and tried again, so that it is known to the
 * next owner of its monitor; its caller is told all the same, and at once while the store is away.
 */
public final class LastPingWriter extends AbstractBehavior<LastPingWriter.Command> {
  private static final int MOST_AT_ONCE = 1_000;
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Longer than the store takes to fail. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  public sealed interface Command {}

  /**
   * @param answer is told {@link MonitorEntity.Received} or {@link MonitorEntity.NotNow}
   */
  public record Keep(LastPing row, Consumer<MonitorEntity.Reply> answer) implements Command {}

  /** Asks what is stored; answered when the store has answered, however late that is. */
  public record Find(MonitorRef ref, ActorRef<Found> replyTo) implements Command {}

  /**
   * @param late whether the store was away when it was asked first
   */
  public record Found(@Nullable LastPing row, boolean late) {}

  private record Written(Map<MonitorRef, Entry> batch, @Nullable Throwable failure)
      implements Command {}

  private record Read(
      List<Find> asked, @Nullable Map<MonitorRef, LastPing> rows, @Nullable Throwable failure)
      implements Command {}

  private enum Timer implements Command {
    WRITE_IS_LATE,
    RETRY_WRITE,
    RETRY_READ
  }

  /** The newest row of a monitor and everyone who waits for it or an older one. */
  private static final class Entry {
    LastPing row;
    final List<Consumer<MonitorEntity.Reply>> askers = new ArrayList<>(1);

    Entry(LastPing row) {
      this.row = row;
    }

    void take(LastPing newer) {
      if (!newer.ping().at().isBefore(row.ping().at())) {
        row = newer;
      }
    }
  }

  private final LastPings table;
  private final StoreHealth store;
  private final Executor blocking;
  private final TimerScheduler<Command> timers;
  private final Map<MonitorRef, Entry> waiting = new LinkedHashMap<>();
  private final List<Map<MonitorRef, Entry>> apart = new ArrayList<>();
  private final List<Find> questions = new ArrayList<>();
  private final Map<MonitorRef, LastPing> writtenSinceTheReading = new HashMap<>();
  private @Nullable Map<MonitorRef, Entry> underWay;
  private boolean reading;
  private boolean away;
  private boolean late;
  private boolean readLate;

  public static Behavior<Command> create(LastPings table, StoreHealth store, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new LastPingWriter(context, timers, table, store, blocking)));
  }

  private LastPingWriter(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LastPings table,
      StoreHealth store,
      Executor blocking) {
    super(context);
    this.timers = timers;
    this.table = table;
    this.store = store;
    this.blocking = blocking;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Keep.class, this::onKeep)
        .onMessage(Written.class, this::onWritten)
        .onMessage(Find.class, this::onFind)
        .onMessage(Read.class, this::onRead)
        .onMessageEquals(Timer.WRITE_IS_LATE, this::onWriteIsLate)
        .onMessageEquals(Timer.RETRY_WRITE, this::onRetryWrite)
        .onMessageEquals(Timer.RETRY_READ, this::onRetryRead)
        .build();
  }

  // ---- writing

  private Behavior<Command> onKeep(Keep keep) {
    Entry entry = waiting.computeIfAbsent(keep.row().ref(), ref -> new Entry(keep.row()));
    entry.take(keep.row());
    if (away || late) {
      keep.answer().accept(notStored());
    } else {
      entry.askers.add(keep.answer());
      writeNext();
    }
    return this;
  }

  private void writeNext() {
    if (underWay != null || away || (waiting.isEmpty() && apart.isEmpty())) {
      return;
    }
    Map<MonitorRef, Entry> batch = apart.isEmpty() ? nextBatch() : apart.removeFirst();
    List<LastPing> rows = batch.values().stream().map(entry -> entry.row).toList();
    underWay = batch;
    timers.startSingleTimer(Timer.WRITE_IS_LATE, PATIENCE);
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> table.store(rows), blocking),
            (done, failure) -> new Written(batch, failure));
  }

  private Map<MonitorRef, Entry> nextBatch() {
    Map<MonitorRef, Entry> batch = new LinkedHashMap<>();
    var each = waiting.entrySet().iterator();
    while (each.hasNext() && batch.size() < MOST_AT_ONCE) {
      var next = each.next();
      batch.put(next.getKey(), next.getValue());
      each.remove();
    }
    return batch;
  }

  private Behavior<Command> onWritten(Written written) {
    underWay = null;
    late = false;
    timers.cancel(Timer.WRITE_IS_LATE);
    Throwable failure = written.failure();
    if (failure == null) {
      store.answered();
      if (reading) {
        written.batch().forEach((ref, entry) -> writtenSinceTheReading.put(ref, entry.row));
      }
      written.batch().values().forEach(entry -> tell(entry, new MonitorEntity.Received()));
    } else if (StoreUnavailableException.is(failure)) {
      store.failed(failure);
      away = true;
      apart.forEach(this::putBack);
      apart.clear();
      putBack(written.batch());
      waiting.values().forEach(entry -> tell(entry, notStored()));
      timers.startSingleTimer(Timer.RETRY_WRITE, RETRY);
    } else {
      onRefused(written.batch(), failure);
    }
    writeNext();
    return this;
  }

  private void putBack(Map<MonitorRef, Entry> batch) {
    batch.forEach(
        (ref, entry) -> {
          Entry newer = waiting.putIfAbsent(ref, entry);
          if (newer != null) {
            newer.askers.addAll(entry.askers);
          }
        });
  }

  /** The store is there and takes one of these for wrong: that one must not hold up the others. */
  private void onRefused(Map<MonitorRef, Entry> batch, Throwable failure) {
    if (batch.size() == 1) {
      batch.forEach(
          (ref, entry) -> {
            tell(entry, notStored());
            getContext().getLog().error("A ping of {} cannot be stored", ref.entityId(), failure);
          });
      return;
    }
    Map<MonitorRef, Entry> half = new LinkedHashMap<>();
    Map<MonitorRef, Entry> other = new LinkedHashMap<>();
    batch.forEach((ref, entry) -> (half.size() < batch.size() / 2 ? half : other).put(ref, entry));
    apart.add(half);
    apart.add(other);
  }

  /** The row may still be stored, but its caller is not kept waiting. */
  private Behavior<Command> onWriteIsLate() {
    late = true;
    notYetStored().forEach(all -> all.values().forEach(entry -> tell(entry, notStored())));
    return this;
  }

  /** In the order in which they came. */
  private List<Map<MonitorRef, Entry>> notYetStored() {
    List<Map<MonitorRef, Entry>> all = new ArrayList<>(apart);
    if (underWay != null) {
      all.addFirst(underWay);
    }
    all.add(waiting);
    return all;
  }

  private Behavior<Command> onRetryWrite() {
    away = false;
    writeNext();
    return this;
  }

  private static void tell(Entry entry, MonitorEntity.Reply reply) {
    entry.askers.forEach(asker -> asker.accept(reply));
    entry.askers.clear();
  }

  private static MonitorEntity.Reply notStored() {
    return new MonitorEntity.NotNow("The ping could not be stored; send it again.");
  }

  // ---- reading

  private Behavior<Command> onFind(Find find) {
    questions.add(find);
    readNext();
    return this;
  }

  private void readNext() {
    if (reading || questions.isEmpty() || timers.isTimerActive(Timer.RETRY_READ)) {
      return;
    }
    List<Find> asked =
        new ArrayList<>(questions.subList(0, Math.min(questions.size(), MOST_AT_ONCE)));
    questions.subList(0, asked.size()).clear();
    reading = true;
    writtenSinceTheReading.clear();
    List<MonitorRef> refs = asked.stream().map(Find::ref).distinct().toList();
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> byMonitor(table.find(refs)), blocking),
            (rows, failure) -> new Read(asked, rows, failure));
  }

  private static Map<MonitorRef, LastPing> byMonitor(List<LastPing> rows) {
    return rows.stream().collect(Collectors.toMap(LastPing::ref, Function.identity()));
  }

  private Behavior<Command> onRead(Read read) {
    reading = false;
    Map<MonitorRef, LastPing> rows = read.rows();
    if (rows == null) {
      Throwable failure = read.failure();
      if (failure != null && StoreUnavailableException.is(failure)) {
        store.failed(failure);
      } else {
        getContext().getLog().error("Last pings cannot be read; it is tried again", failure);
      }
      readLate = true;
      questions.addAll(read.asked());
      timers.startSingleTimer(Timer.RETRY_READ, RETRY);
      return this;
    }
    Map<MonitorRef, LastPing> known = new HashMap<>(rows);
    // newer than what was stored when it was read
    known.putAll(writtenSinceTheReading);
    notYetStored().forEach(all -> all.forEach((ref, entry) -> known.put(ref, entry.row)));
    read.asked().forEach(find -> find.replyTo().tell(new Found(known.get(find.ref()), readLate)));
    readLate = !questions.isEmpty() && readLate;
    readNext();
    return this;
  }

  private Behavior<Command> onRetryRead() {
    readNext();
    return this;
  }
}
