package dev.tocsin.bulk;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.bulk.BulkProgress.Refusal;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does to one monitor what was asked for many. */
final class BulkChange {
  private static final Logger log = LoggerFactory.getLogger(BulkChange.class);

  private static final String GONE = "It was deleted meanwhile.";
  private static final String AWAY =
      "The database, or the part of the cluster that it needs," + " could not be reached.";

  private final BulkRuns.Parts parts;

  BulkChange(BulkRuns.Parts parts) {
    this.parts = parts;
  }

  /** What came of one. */
  sealed interface Attempt {
    enum Done implements Attempt {
      DONE
    }

    record Refused(Refusal refusal) implements Attempt {}

    /** Nobody answers, who would also have to answer for the next one. */
    record Away(Refusal refusal) implements Attempt {}
  }

  /** Never fails. */
  CompletableFuture<Attempt> attempt(BulkOrder order, MonitorRef ref) {
    return switch (parts.configuration().monitor(ref)) {
      case Lookup.Found<MonitorConfig>(MonitorConfig monitor) ->
          attempt(order, monitor, parts.mostTags());
      case Lookup.Unknown<MonitorConfig>() -> finished(order, ref);
      case Lookup.Incomplete<MonitorConfig>() -> finished(order, ref);
    };
  }

  private static CompletableFuture<Attempt> finished(BulkOrder order, MonitorRef ref) {
    return CompletableFuture.completedFuture(
        order.action() == BulkAction.DELETE
            ? Attempt.Done.DONE
            : new Attempt.Refused(new Refusal(ref.monitor(), ref.monitor().toString(), GONE)));
  }

  private CompletableFuture<Attempt> attempt(BulkOrder order, MonitorConfig monitor, int mostTags) {
    CompletionStage<?> change;
    try {
      change = change(order, monitor, mostTags);
    } catch (RuntimeException failure) {
      change = CompletableFuture.failedStage(failure);
    }
    return change
        .<Attempt>handle(
            (done, failure) -> failure == null ? Attempt.Done.DONE : failed(monitor, failure))
        .toCompletableFuture();
  }

  private CompletionStage<?> change(BulkOrder order, MonitorConfig monitor, int mostTags) {
    return switch (order.action()) {
      case PAUSE -> published(parts.entities().pause(monitor.ref(), order.by()));
      case RESUME -> published(parts.entities().resume(monitor.ref(), order.by()));
      case TAG, UNTAG -> retag(order, monitor, mostTags);
      case DELETE ->
          parts.writer().deleteMonitor(monitor.ref(), order.by(), parts.time().instant());
    };
  }

  /** So that the next page shows it, whichever node the monitor runs on. */
  private CompletionStage<?> published(CompletionStage<MonitorStatus> change) {
    return change.thenAccept(parts.board()::publish);
  }

  private CompletionStage<?> retag(BulkOrder order, MonitorConfig monitor, int mostTags) {
    List<String> tags = new ArrayList<>(monitor.tags());
    boolean isAdded = order.action() == BulkAction.TAG;
    if (tags.contains(order.tag()) == isAdded) {
      return CompletableFuture.completedStage(null);
    }
    if (isAdded) {
      tags.add(order.tag());
    } else {
      tags.remove(order.tag());
    }
    if (tags.size() > mostTags) {
      return CompletableFuture.failedStage(
          new ConflictException("It has " + mostTags + " tags already."));
    }
    return parts.writer().updateMonitor(monitor.tagged(tags), monitor.revision(), order.by());
  }

  private static Attempt failed(MonitorConfig monitor, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case ConflictException conflict ->
          new Attempt.Refused(refusal(monitor, String.valueOf(conflict.getMessage())));
      case StoreUnavailableException away -> new Attempt.Away(refusal(monitor, AWAY));
      case RejectedExecutionException ending -> new Attempt.Away(refusal(monitor, AWAY));
      case Throwable defect -> {
        log.error("One of many monitors could not be changed", defect);
        yield new Attempt.Refused(refusal(monitor, "An error in Tocsin, which its log tells."));
      }
    };
  }

  private static Refusal refusal(MonitorConfig monitor, String why) {
    return new Refusal(monitor.ref().monitor(), monitor.name(), why);
  }
}
