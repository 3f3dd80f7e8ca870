package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing to several monitors that were chosen in a list. */
final class BulkChange {
  private static final Logger log = LoggerFactory.getLogger(BulkChange.class);
  private static final int AT_ONCE = 8;

  private final MonitorPages.Parts parts;

  BulkChange(MonitorPages.Parts parts) {
    this.parts = parts;
  }

  /** What is done, and what is said afterwards. */
  enum Action {
    PAUSE(Role.RESPONDER, "Paused"),
    RESUME(Role.RESPONDER, "Resumed"),
    TAG(Role.ADMIN, "Tagged"),
    UNTAG(Role.ADMIN, "Untagged"),
    DELETE(Role.ADMIN, "Deleted");

    private final Role needed;
    private final String past;

    Action(Role needed, String past) {
      this.needed = needed;
      this.past = past;
    }

    Role needed() {
      return needed;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> of(String key) {
      for (Action action : values()) {
        if (action.key().equals(key)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * @param done to how many it was done, or was so before
   * @param not to how many it could not be done
   */
  record Outcome(Action action, int done, int not) {
    /** {@code Paused 12 monitors.} */
    String sentence() {
      if (not == 0) {
        return done == 0 ? "They are gone." : action.past + " " + monitors(done) + ".";
      }
      String said =
          done == 0
              ? "Nothing was done: "
              : action.past + " " + monitors(done) + ". With " + not + " it did not work: ";
      return said
          + "the database cannot be reached, somebody else has just changed them, or they have 20"
          + " tags already. Try again.";
    }

    private static String monitors(int count) {
      return count == 1 ? "one monitor" : count + " monitors";
    }
  }

  /**
   * What is not there any more is passed over.
   *
   * @param tag to add or remove, where the action is about one
   */
  CompletionStage<Outcome> apply(Action action, List<String> ids, String tag, Visitor by) {
    List<MonitorConfig> chosen = new ArrayList<>();
    for (String id : ids.stream().distinct().toList()) {
      if (parts.find(by.principal(), id) instanceof Lookup.Found<MonitorConfig>(var monitor)) {
        chosen.add(monitor);
      }
    }
    return next(action, chosen, tag, by.principal().author(), 0)
        .thenApply(done -> new Outcome(action, done, chosen.size() - done));
  }

  /** A few at a time, one few after the other. */
  private CompletionStage<Integer> next(
      Action action, List<MonitorConfig> chosen, String tag, Author by, int done) {
    if (chosen.isEmpty()) {
      return CompletableFuture.completedStage(done);
    }
    int few = Math.min(AT_ONCE, chosen.size());
    CompletionStage<Integer> together = CompletableFuture.completedStage(done);
    for (MonitorConfig monitor : chosen.subList(0, few)) {
      together = together.thenCombine(one(action, monitor, tag, by), Integer::sum);
    }
    return together.thenCompose(
        sum -> next(action, chosen.subList(few, chosen.size()), tag, by, sum));
  }

  /** 1 where it is done; a refusal is told in numbers, and the lists show which it was. */
  private CompletionStage<Integer> one(
      Action action, MonitorConfig monitor, String tag, Author by) {
    CompletionStage<?> change =
        switch (action) {
          case PAUSE -> parts.published(parts.entities().pause(monitor.ref(), by));
          case RESUME -> parts.published(parts.entities().resume(monitor.ref(), by));
          case TAG -> monitor.tags().contains(tag) ? unchanged() : retag(monitor, tag, true, by);
          case UNTAG -> monitor.tags().contains(tag) ? retag(monitor, tag, false, by) : unchanged();
          case DELETE -> parts.writer().deleteMonitor(monitor.ref(), by, parts.time().instant());
        };
    return change.handle(
        (result, failure) -> {
          Throwable cause = failure == null ? null : Answers.cause(failure);
          if (cause != null
              && !(cause instanceof ConflictException)
              && !(cause instanceof StoreUnavailableException)) {
            log.error("One of several monitors could not be changed", cause);
          }
          return cause == null ? 1 : 0;
        });
  }

  private CompletionStage<?> retag(MonitorConfig monitor, String tag, boolean adds, Author by) {
    List<String> tags = new ArrayList<>(monitor.tags());
    if (adds) {
      tags.add(tag);
    } else {
      tags.remove(tag);
    }
    if (tags.size() > MonitorReader.MOST_TAGS) {
      return CompletableFuture.failedStage(new ConflictException("It has many tags already."));
    }
    return parts.writer().updateMonitor(monitor.tagged(tags), monitor.revision(), by);
  }

  private static CompletionStage<?> unchanged() {
    return CompletableFuture.completedStage(0);
  }
}
