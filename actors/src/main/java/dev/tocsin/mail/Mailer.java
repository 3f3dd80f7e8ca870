package dev.tocsin.mail;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends mails. */
public interface Mailer {
  /**
   * Tries once. The answer comes within a minute or two and is never a failure; until it is {@link
   * Outcome.Accepted}, whoever asks knows nothing, and a mail that is tried again may arrive twice.
   */
  CompletionStage<Outcome> send(MailMessage message);

  /**
   * Where there is no mail server: nothing goes out now, and what waits goes out when there is one.
   *
   * @param setting that would name one
   */
  static Mailer unset(String setting) {
    Outcome away = new Outcome.Away("this installation has no mail server (" + setting + ")");
    return message -> CompletableFuture.completedFuture(away);
  }

  /** What came of an attempt. */
  sealed interface Outcome {
    /** The mail server answers for it from now on. */
    record Accepted() implements Outcome {}

    /**
     * It will not go out however often it is tried.
     *
     * @param reason in words for who sent it, mostly the server's own
     */
    record Refused(String reason) implements Outcome {}

    /**
     * It may go out later.
     *
     * @param reason in words for who sent it
     * @param forAll whether the server would have taken no other mail either
     */
    record Away(String reason, boolean forAll) implements Outcome {
      public Away(String reason) {
        this(reason, false);
      }
    }
  }
}
