package dev.tocsin.notify.http;

import dev.tocsin.mail.OneLine;
import dev.tocsin.notify.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that takes messages by HTTP: asks it, and sorts what it answers. */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final String label;
  private final Dialect dialect;
  private final Caller caller;
  private final InstantSource clock;

  Service(String label, Dialect dialect, Caller caller, InstantSource clock) {
    this.label = label;
    this.dialect = dialect;
    this.caller = caller;
    this.clock = clock;
  }

  /** Tries once; never fails. */
  public CompletionStage<Outcome> send(Post post) {
    return caller
        .post(post)
        .thenApply(this::sorted)
        .exceptionally(
            defect -> {
              LOG.error("A message to {} cannot be sent", label, defect);
              return new Outcome.Retry("an error in Tocsin, which its log tells", null);
            });
  }

  /** One after the other; the first that is not delivered ends it, and says what came of all. */
  public CompletionStage<Outcome> sendAll(List<Post> posts) {
    CompletionStage<Outcome> outcome = send(posts.getFirst());
    for (Post post : posts.subList(1, posts.size())) {
      outcome =
          outcome.thenCompose(
              before ->
                  before instanceof Outcome.Delivered
                      ? send(post)
                      : CompletableFuture.completedStage(before));
    }
    return outcome;
  }

  private Outcome sorted(Answer answer) {
    return switch (answer) {
      case Answer.None(String why) -> Outcome.Retry.wide(OneLine.quoted(why), null);
      case Answer.Came came -> dialect.overruled(came).orElseGet(() -> byStatus(came));
    };
  }

  private Outcome byStatus(Answer.Came came) {
    int status = came.status();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered(dialect.reference(came));
    }
    if (status >= 300 && status < 400) {
      return new Outcome.Permanent(
          said(came) + "; it leads to another address, which is not followed: enter that one");
    }
    boolean isPassing =
        status < 200 || status >= 500 || status == 408 || status == 425 || status == 429;
    return isPassing
        ? new Outcome.Retry(said(came), pause(came).orElse(null), status >= 429)
        : new Outcome.Permanent(said(came));
  }

  private Optional<Duration> pause(Answer.Came came) {
    return dialect
        .pause(came)
        .or(
            () ->
                came.header("Retry-After")
                    .flatMap(header -> RetryAfter.read(header, clock.instant())));
  }

  /** "Slack answered 404: no_service". */
  private String said(Answer.Came came) {
    String words = OneLine.quoted(dialect.words(came));
    String status = label + " answered " + came.status();
    return words.isEmpty() ? status : status + ": " + words;
  }
}
