package dev.tocsin.subscriber;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.Services;
import dev.tocsin.subscriber.SubscriberOutbox.Spread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends letters to subscribers, each at least once. A letter is claimed in the store before it is
 * tried, and what came of it is written as soon as it is known: whoever dies in between leaves a
 * claim that runs out, and then the same letter is sent again, by its Message-ID too.
 */
public final class SubscriberDelivery {
  /** A claim that is not renewed is another node's after that. */
  static final Duration CLAIM = Duration.ofSeconds(15);

  /** A letter that has not gone out for so long is no news any more. */
  static final Duration TRIED_FOR = Duration.ofDays(1);

  /** Whoever did not ask for a question by a webhook or Slack gets no more than these. */
  static final int QUESTIONED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SubscriberDelivery.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
  private static final Duration RECORD_AGAIN = Duration.ofSeconds(1);

  private final SubscriberOutbox outbox;
  private final Sending sending;
  private final Consumer<Result> told;
  private final InstantSource clock;
  private final Executor blocking;

  /** What came of an attempt. */
  public sealed interface Result {
    record Accepted() implements Result {}

    /** It is not tried again. */
    record Failed(String reason) implements Result {}

    /**
     * It may go out later.
     *
     * @param after how long the other side wants to be left alone; null where it did not say
     * @param forAll whether no other letter would have gone out either
     */
    record Away(String reason, @Nullable Duration after, boolean forAll) implements Result {}
  }

  /** Tries once to send a letter; never fails but for a defect. */
  public interface Sending {
    CompletionStage<Result> send(Outgoing letter);
  }

  /**
   * @param told what came of each attempt, once it is stored
   * @param blocking runs the store's calls
   */
  public SubscriberDelivery(
      SubscriberOutbox outbox,
      Sending sending,
      Consumer<Result> told,
      InstantSource clock,
      Executor blocking) {
    this.outbox = outbox;
    this.sending = sending;
    this.told = told;
    this.clock = clock;
    this.blocking = blocking;
  }

  /** By mail, through a server. */
  public static Sending mails(Mailer mailer, Mailbox from, SubscriberLinks links, Markup markup) {
    SubscriberMail mails = new SubscriberMail(from, links, markup);
    return letter ->
        mailer
            .send(mails.of(letter))
            .thenApply(
                outcome ->
                    switch (outcome) {
                      case Mailer.Outcome.Accepted accepted -> new Result.Accepted();
                      case Mailer.Outcome.Refused(String reason) -> new Result.Failed(reason);
                      case Mailer.Outcome.Away(String reason, boolean forAll) ->
                          new Result.Away(reason, null, forAll);
                    });
  }

  /** By posting to addresses, to each for itself. */
  public static Sending posts(Services services, SubscriberLinks links, Markup markup) {
    SubscriberPosts posts = new SubscriberPosts(services, links, markup);
    return letter ->
        (letter.to().to().kind() == Destination.Kind.SLACK
                ? posts.slack(letter)
                : posts.webhook(letter))
            .thenApply(
                outcome ->
                    switch (outcome) {
                      case Outcome.Delivered delivered -> new Result.Accepted();
                      case Outcome.Permanent permanent -> new Result.Failed(permanent.reason());
                      case Outcome.Retry retry ->
                          new Result.Away(retry.reason(), retry.after(), false);
                    });
  }

  /**
   * What is due now, and when there is more.
   *
   * @param next empty where nothing waits
   */
  record Due(Spread spread, List<Outgoing> claimed, Optional<Instant> next, Instant until) {}

  /** Makes what is new into letters, and claims what is due. Fails where the store is away. */
  CompletionStage<Due> due(Set<Destination.Kind> kinds, UUID claim, int limit) {
    return CompletableFuture.supplyAsync(
        () -> {
          Spread spread = outbox.spread(clock.instant());
          Instant now = clock.instant();
          Instant until = now.plus(CLAIM);
          List<Outgoing> claimed =
              limit > 0 ? outbox.claim(kinds, claim, now, until, limit) : List.of();
          return new Due(spread, claimed, outbox.nextDue(kinds), until);
        },
        blocking);
  }

  /** Until when those claims hold from now on. */
  CompletionStage<Instant> renew(Collection<UUID> claims) {
    List<UUID> all = List.copyOf(claims);
    return CompletableFuture.supplyAsync(
        () -> {
          Instant until = clock.instant().plus(CLAIM);
          outbox.renew(all, until);
          return until;
        },
        blocking);
  }

  /** They are not tried now, and may be claimed again at once. */
  CompletionStage<Void> release(Collection<Outgoing> letters) {
    List<Outgoing> all = List.copyOf(letters);
    return CompletableFuture.runAsync(() -> outbox.release(all), blocking);
  }

  CompletionStage<Void> sweep() {
    return CompletableFuture.runAsync(() -> outbox.sweep(clock.instant()), blocking);
  }

  /**
   * Tries a letter once, and writes down what came of it, again where the store is away for a
   * moment: a letter that went out is not to go out twice for that.
   */
  CompletionStage<Result> deliver(Outgoing letter) {
    return CompletableFuture.supplyAsync(() -> sending.send(letter), blocking)
        .thenCompose(sent -> sent)
        .exceptionally(SubscriberDelivery::notMade)
        .thenCompose(
            result ->
                record(letter, result, blocking, clock.instant().plus(CLAIM))
                    .thenApply(
                        stored -> {
                          told.accept(result);
                          return result;
                        }));
  }

  /** A defect, which may be mended while it is tried again. */
  private static Result notMade(Throwable failure) {
    LOG.error("A letter to a subscriber cannot be made", failure);
    return new Result.Away("Tocsin could not make the letter", null, false);
  }

  private CompletionStage<Void> record(
      Outgoing letter, Result result, Executor executor, Instant end) {
    return CompletableFuture.runAsync(() -> write(letter, result), executor)
        .exceptionallyCompose(
            failure ->
                StoreUnavailableException.is(failure) && clock.instant().isBefore(end)
                    ? record(letter, result, soon(), end)
                    : CompletableFuture.failedStage(failure));
  }

  private Executor soon() {
    return CompletableFuture.delayedExecutor(
        RECORD_AGAIN.toMillis(), TimeUnit.MILLISECONDS, blocking);
  }

  private void write(Outgoing letter, Result result) {
    Instant now = clock.instant();
    switch (result) {
      case Result.Accepted accepted -> outbox.sent(letter, now);
      case Result.Failed(String reason) -> outbox.failed(letter, now, nameless(reason, letter));
      case Result.Away(String reason, var after, var forAll) -> {
        if (letter.queuedAt().plus(TRIED_FOR).isBefore(now) || isAskedEnough(letter)) {
          outbox.failed(letter, now, nameless(reason, letter));
        } else {
          outbox.later(letter, now.plus(pause(letter.attempt(), after)), nameless(reason, letter));
        }
      }
    }
  }

  private static boolean isAskedEnough(Outgoing letter) {
    return letter.bulletin() == null
        && letter.to().to().kind() != Destination.Kind.EMAIL
        && letter.attempt() >= QUESTIONED;
  }

  /** What a server says names whom it was for: that is kept at one place alone. */
  static String nameless(String reason, Outgoing letter) {
    String address = letter.to().to().address();
    int at = address.lastIndexOf('@');
    String clean = replaced(reason, address);
    return (at > 0 ? replaced(clean, address.substring(0, at)) : clean)
        .replaceAll("(subscri(?:be|ption)|unsubscribe)/\\S*", "$1/...");
  }

  private static String replaced(String text, String what) {
    return text.replaceAll("(?i)" + Pattern.quote(what), "...");
  }

  /** Each twice the one before, unless the other side asks for more. */
  static Duration pause(int attempt, @Nullable Duration asked) {
    Duration usual = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 20));
    Duration pause = asked != null && asked.compareTo(usual) > 0 ? asked : usual;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
