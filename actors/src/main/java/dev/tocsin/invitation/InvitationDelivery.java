package dev.tocsin.invitation;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.InvitationLinks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Mails invitations, each at least once. A mail is claimed in the store before it is tried, and
 * what came of it is written afterwards; whoever dies in between leaves a claim that runs out, and
 * the next attempt is the same mail, by its Message-ID too.
 */
public final class InvitationDelivery {
  /** Longer than a mailer takes for one attempt. */
  static final Duration CLAIM = Duration.ofMinutes(8);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
  private static final Duration RECORD_AGAIN = Duration.ofSeconds(1);

  private final InvitationOutbox outbox;
  private final Mailer mailer;
  private final InvitationLetter letters;
  private final BiConsumer<OrganizationId, Mailer.Outcome> told;
  private final InstantSource clock;
  private final Executor blocking;

  /**
   * @param told whose invitation's mail was tried, and what came of it, once that is stored
   * @param blocking runs the store's calls
   */
  public InvitationDelivery(
      InvitationOutbox outbox,
      Mailer mailer,
      Mailbox from,
      InvitationLinks links,
      BiConsumer<OrganizationId, Mailer.Outcome> told,
      InstantSource clock,
      Executor blocking) {
    this.outbox = outbox;
    this.mailer = mailer;
    this.letters = new InvitationLetter(from, links);
    this.told = told;
    this.clock = clock;
    this.blocking = blocking;
  }

  /**
   * What is due now, and when there is more.
   *
   * @param next empty where nothing waits
   */
  public record Due(List<OutgoingInvitation> claimed, Optional<Instant> next) {}

  /** Claims what is due. Fails where the store does not answer. */
  public CompletionStage<Due> due(int limit) {
    return CompletableFuture.supplyAsync(
        () -> {
          Instant now = clock.instant();
          return new Due(outbox.claim(now, now.plus(CLAIM), limit), outbox.nextDue());
        },
        blocking);
  }

  /**
   * Tries once what was claimed, and writes down what came of it, again where the store is away for
   * a moment: a mail that went out is not to go out twice for that.
   */
  public CompletionStage<Void> deliver(OutgoingInvitation outgoing) {
    return CompletableFuture.supplyAsync(() -> letters.to(outgoing), blocking)
        .thenCompose(mailer::send)
        .thenCompose(
            outcome ->
                record(outgoing, outcome, blocking)
                    .thenRun(() -> told.accept(outgoing.invitation().organization(), outcome)));
  }

  private CompletionStage<Void> record(
      OutgoingInvitation outgoing, Mailer.Outcome outcome, Executor executor) {
    return CompletableFuture.runAsync(() -> write(outgoing, outcome), executor)
        .exceptionallyCompose(
            failure ->
                StoreUnavailableException.is(failure)
                        && clock.instant().isBefore(outgoing.claimedUntil())
                    ? record(outgoing, outcome, soon())
                    : CompletableFuture.failedStage(failure));
  }

  private Executor soon() {
    return CompletableFuture.delayedExecutor(
        RECORD_AGAIN.toMillis(), TimeUnit.MILLISECONDS, blocking);
  }

  private void write(OutgoingInvitation outgoing, Mailer.Outcome outcome) {
    Instant now = clock.instant();
    switch (outcome) {
      case Mailer.Outcome.Accepted accepted -> outbox.sent(outgoing, now);
      case Mailer.Outcome.Refused(String reason) ->
          outbox.refused(outgoing, now, withoutLink(reason, outgoing));
      case Mailer.Outcome.Away(String reason, var forAll) ->
          outbox.later(
              outgoing, now.plus(pause(outgoing.attempt())), withoutLink(reason, outgoing));
    }
  }

  /** A filter against spam names the link that it does not like, and may be cut within it. */
  static String withoutLink(String reason, OutgoingInvitation outgoing) {
    return reason.replace(outgoing.token().value(), "...").replaceAll("token=\\S*", "token=...");
  }

  /** Each twice the one before. */
  static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 20));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
