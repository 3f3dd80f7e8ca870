package dev.tocsin.alert;

import dev.tocsin.monitor.Alarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * An alert's way to its journal. What has happened counts at once and is stored as soon as that can
 * be done; what is told outside waits for the journal, for {@link #PATIENCE} at most.
 */
final class AlertStoring {
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ActorContext<AlertEntity.Command> context;
  private final AlertRef ref;
  private final AlertParts parts;
  private final List<Pending> unstored = new ArrayList<>();
  private AlertRecord certain;
  private AlertRecord current;
  private boolean read;
  private boolean reading;
  private boolean readLate;
  private int inFlight;
  private boolean retryPending;
  private long added;
  private long impatientUpTo;
  private @Nullable ActorRef<AlertJournal.Command> journal;
  private @Nullable ActorRef<AlertJournal.Stored> answers;

  private record Pending(long number, AlertEvent event, @Nullable Runnable answer) {}

  /**
   * @param known as far as other nodes said
   */
  AlertStoring(
      ActorContext<AlertEntity.Command> context, AlertRef ref, AlertParts parts, AlertSight known) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
    this.certain = AlertRecord.empty(ref);
    List<AlertEvent> history = known.record().history();
    int stored = (int) Math.min(known.stored(), history.size());
    for (AlertEvent event : history.subList(0, stored)) {
      certain = certain.apply(event);
    }
    this.current = certain;
    // what another node did and could not store is stored by this one
    history.subList(stored, history.size()).forEach(event -> add(event, null));
  }

  /** What is so, stored or not. */
  AlertRecord current() {
    return current;
  }

  AlertRecord certain() {
    return certain;
  }

  /** Whether the journal was read, so that what it does not hold is not so. */
  boolean isRead() {
    return read;
  }

  boolean isSettled() {
    return read && unstored.isEmpty() && !reading;
  }

  /** Whether something waits for the journal for longer than a person may be left waiting. */
  boolean isOverdue() {
    return !unstored.isEmpty() && unstored.getFirst().number() <= impatientUpTo;
  }

  /**
   * Takes an event for what is so now.
   *
   * @param answer is run when it is stored, or has waited for so long that nobody should wait on
   */
  void add(AlertEvent event, @Nullable Runnable answer) {
    boolean first = unstored.isEmpty();
    unstored.add(new Pending(++added, event, answer));
    if (current.isNews(event)) {
      current = current.apply(event);
    }
    if (first) {
      Alarm.set(context, PATIENCE, new AlertEntity.Impatient(added));
    }
  }

  /**
   * Whether what is known may be acted upon: what other nodes and tables know may be older than the
   * journal, which is waited for, but not for longer than a person may be left waiting.
   */
  boolean mayAct() {
    return read || !certain.isRaised() || readLate && parts.whole().getAsBoolean();
  }

  /** Whether an event that intends a message has waited for the journal long enough. */
  boolean mayTell(Intended message) {
    if (!mayAct()) {
      return false;
    }
    return certain.notification(message.id()) != null
        || isOverdue() && parts.whole().getAsBoolean();
  }

  /** Whether the journal holds the message, and no outcome of it. */
  boolean isStored(Intended message) {
    return read && certain.notification(message.id()) != null;
  }

  void impatient(long number) {
    impatientUpTo = Math.max(impatientUpTo, number);
    readLate = !read;
    for (int i = 0; i < unstored.size(); i++) {
      Pending pending = unstored.get(i);
      if (pending.answer() != null && parts.whole().getAsBoolean()) {
        unstored.set(i, new Pending(pending.number(), pending.event(), null));
        pending.answer().run();
      }
    }
    if (!unstored.isEmpty()) {
      Alarm.set(context, PATIENCE, new AlertEntity.Impatient(added));
    }
  }

  void read() {
    if (!reading && !read) {
      Alarm.set(context, PATIENCE, new AlertEntity.Impatient(0));
    }
    reading = true;
    flush();
  }

  /** Gives the journal what waits for it, if it has nothing in its hands. */
  void flush() {
    if (inFlight > 0 || retryPending || (unstored.isEmpty() && !reading)) {
      return;
    }
    inFlight = unstored.size() + 1;
    journal()
        .tell(new AlertJournal.Store(unstored.stream().map(Pending::event).toList(), answers()));
  }

  void answered(AlertJournal.Stored stored) {
    parts.store().answered();
    inFlight = 0;
    reading = false;
    read = true;
    certain = stored.record();
    List<Pending> done = new ArrayList<>(unstored.subList(0, stored.proposed()));
    unstored.subList(0, stored.proposed()).clear();
    current = certain;
    for (Pending pending : unstored) {
      if (current.isNews(pending.event())) {
        current = current.apply(pending.event());
      }
    }
    for (Pending pending : done) {
      if (pending.answer() != null) {
        pending.answer().run();
      }
    }
  }

  /** The journal had nothing to do for a while; what reached it too late goes to the next one. */
  void journalStopped() {
    journal = null;
    inFlight = 0;
    flush();
  }

  /** The store failed the journal. */
  void journalFailed(Throwable cause) {
    journal = null;
    inFlight = 0;
    if (!isOfOpenBreaker(cause)) {
      parts.store().failed(cause);
    }
    retryPending = true;
    long jitter = ThreadLocalRandom.current().nextLong(RETRY.toMillis());
    Alarm.set(context, RETRY.plusMillis(jitter), new AlertEntity.RetryStoring());
  }

  void retry() {
    retryPending = false;
    flush();
  }

  /** What opened the breaker has been told; what it turns away says nothing of the store now. */
  private static boolean isOfOpenBreaker(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CircuitBreakerOpenException) {
        return true;
      }
    }
    return false;
  }

  private ActorRef<AlertJournal.Command> journal() {
    if (journal == null) {
      journal = context.spawnAnonymous(AlertJournal.create(ref));
      context.watch(journal);
    }
    return journal;
  }

  private ActorRef<AlertJournal.Stored> answers() {
    if (answers == null) {
      answers = context.messageAdapter(AlertJournal.Stored.class, AlertEntity.JournalAnswered::new);
    }
    return answers;
  }
}
