package dev.tocsin.monitor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's way to its journal: one change at a time, in order, again until it is stored. The
 * journal is a child that comes when there is something to store and goes when it has nothing left
 * to do or the store fails it.
 */
final class Storing {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** What an answer of the journal leaves. */
  enum Left {
    /** Nothing that is shown and that the journal does not hold. */
    NOTHING,
    /** What checks saw after the change that is stored now. */
    SEEN_AFTER,
    /** What checks saw without knowing what the journal holds: it may turn down any of it. */
    UNJUDGED
  }

  private final ActorContext<MonitorEntity.Command> context;
  private final MonitorRef ref;
  private final MonitorParts parts;
  private final Unstored unstored = new Unstored();
  private @Nullable ActorRef<MonitorJournal.Command> journal;
  private @Nullable ActorRef<MonitorJournal.Answer> answers;
  private @Nullable Runnable owedReply;
  private boolean inFlight;
  private boolean recovering;
  private boolean retryPending;

  Storing(ActorContext<MonitorEntity.Command> context, MonitorRef ref, MonitorParts parts) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
  }

  /**
   * @param asker null for what a check has seen
   */
  void add(MonitorEvent event, Unstored.@Nullable Asker asker) {
    unstored.add(new Unstored.Change(event, asker));
    next();
  }

  /** Stores a status that another node saw and could not store. */
  void takeOver(MonitorStatus seen) {
    String cause = seen.cause() == null ? "" : seen.cause();
    switch (seen.status()) {
      case UP -> add(new MonitorEvent.WentUp(seen.since(), null, 0), null);
      case DEGRADED -> add(new MonitorEvent.WentDegraded(seen.since(), cause, null, 0), null);
      case DOWN -> {
        OutageId outage = seen.outage() == null ? OutageId.create() : seen.outage();
        add(new MonitorEvent.WentDown(outage, seen.since(), cause, null, 0), null);
      }
      case PENDING, PAUSED -> recover();
    }
  }

  /** Asks the journal what is certain; it also hands over again what was not acknowledged. */
  void recover() {
    recovering = true;
    next();
  }

  /** Whether the journal has, or will have, something to store, to read or to hand over. */
  boolean isAtWork() {
    return journal != null || recovering || retryPending || !unstored.isEmpty();
  }

  int observed() {
    return unstored.observed();
  }

  /** Takes the journal's answer for the change in flight. */
  Left answered(MonitorJournal.Answer answer) {
    parts.store().answered();
    if (answer instanceof MonitorJournal.Recovered) {
      recovering = false;
      return unstored.observed() == 0 ? Left.NOTHING : Left.UNJUDGED;
    }
    inFlight = false;
    Unstored.Change change = unstored.first();
    unstored.removeFirst();
    if (answer.record().status().status() == Status.PAUSED) {
      unstored.dropSeen(); // the journal would refuse it, after it had been shown as what is so
    }
    Unstored.Asker asker = change == null ? null : change.asker();
    if (asker != null) {
      owedReply = () -> asker.replyTo().tell(reply(answer));
    } else if (answer instanceof MonitorJournal.Refused) {
      // paused or deleted without our knowledge: what was seen meanwhile does not count
      giveUp(unstored.clear(), "The monitor's state changed meanwhile.");
    }
    if (unstored.observed() == 0) {
      return Left.NOTHING; // what people ask for shows when it is stored
    }
    return asker == null ? Left.SEEN_AFTER : Left.UNJUDGED;
  }

  /** Answers who asked for the change: after it is visible, so that they find it everywhere. */
  void answerAsker() {
    if (owedReply != null) {
      owedReply.run();
      owedReply = null;
    }
  }

  /** Gives the journal its next task, if it has none. */
  void next() {
    if (inFlight || retryPending || (unstored.isEmpty() && !recovering)) {
      return;
    }
    Unstored.Change change = unstored.first();
    if (change == null) {
      journal().tell(new MonitorJournal.Recover(answers()));
      return;
    }
    inFlight = true;
    journal()
        .tell(
            new MonitorJournal.Store(
                change.event(),
                change.asker() == null ? null : change.asker().deadline(),
                answers()));
  }

  /** The journal had nothing left to do; what reached it too late goes to the next one. */
  void journalStopped() {
    journal = null;
    inFlight = false;
    next();
  }

  /** The store failed the journal: what a check saw is tried again, a person is told. */
  void journalFailed(Throwable cause) {
    journal = null;
    if (!isOfOpenBreaker(cause)) {
      parts.store().failed(cause);
    }
    Unstored.Change change = unstored.first();
    if (inFlight && change != null && change.asker() != null) {
      unstored.removeFirst();
      giveUp(List.of(change.asker()), "The store did not take it.");
    }
    inFlight = false;
    retryLater();
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

  void retry() {
    retryPending = false;
    giveUp(
        unstored.expired(parts.clock().instant(), inFlight), "The store did not answer in time.");
    next();
  }

  private void retryLater() {
    retryPending = true;
    long jitter = ThreadLocalRandom.current().nextLong(RETRY.toMillis());
    Alarm.set(context, RETRY.plusMillis(jitter), new MonitorEntity.RetryStoring());
  }

  private ActorRef<MonitorJournal.Command> journal() {
    if (journal == null) {
      journal =
          context.spawnAnonymous(
              MonitorJournal.create(
                  ref, lastKnown(), parts.clock(), parts.views(), parts.outages()));
      context.watch(journal);
    }
    return journal;
  }

  private long lastKnown() {
    return parts.board().status(ref).map(status -> status.version().sequence()).orElse(0L);
  }

  private ActorRef<MonitorJournal.Answer> answers() {
    if (answers == null) {
      answers =
          context.messageAdapter(MonitorJournal.Answer.class, MonitorEntity.JournalAnswered::new);
    }
    return answers;
  }

  private static MonitorEntity.Reply reply(MonitorJournal.Answer answer) {
    return switch (answer) {
      case MonitorJournal.Stored stored -> new MonitorEntity.Done(stored.record().status());
      case MonitorJournal.Recovered read -> new MonitorEntity.Done(read.record().status());
      case MonitorJournal.Refused refused -> new MonitorEntity.Refused(refused.why());
      case MonitorJournal.TooLate late ->
          new MonitorEntity.NotNow("The store did not answer in time.");
    };
  }

  private static void giveUp(List<Unstored.Asker> askers, String why) {
    askers.forEach(asker -> asker.replyTo().tell(new MonitorEntity.NotNow(why)));
  }
}
