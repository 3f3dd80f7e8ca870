package dev.tocsin.notify;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one message says; a kind of channel puts it into its own form.
 *
 * @param id the same for every attempt, and for a repeat after a crash: services that know
 *     idempotency keys or Message-IDs get it
 * @param organization the organization's name
 * @param notices what happened, one for each alert; more than one where a storm is bundled
 * @param more how many alerts the bundle counts beside its notices
 * @param code what the person types in to show that a {@link Kind#VERIFICATION} arrived; else null
 * @param overview where all of it is seen
 * @param mayRepeat whether it goes out without being stored first, and may come a second time
 */
public record Message(
    UUID id,
    Kind kind,
    String organization,
    List<Notice> notices,
    int more,
    @Nullable String code,
    URI overview,
    boolean mayRepeat) {
  public enum Kind {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED,
    /** Several alerts in one. */
    BUNDLE,
    /** From the button that tries a channel; it says so. */
    TEST,
    /** Carries a code that shows that it arrived. */
    VERIFICATION,
    /** Not of an alert, but of what keeps alerts from being told. */
    WARNING
  }

  /** It may hold a code and links that let somebody in. */
  @Override
  public String toString() {
    return "Message[" + id + ", " + kind + ", " + notices + ", more=" + more + "]";
  }

  /**
   * One alert in a message.
   *
   * @param alert its id; threads and de-duplication go by it
   * @param title in one line, as "labels-api is down"; the same for as long as the alert lives, for
   *     mail programs keep mails together by it
   * @param detail what is known of the cause; may be empty
   * @param since when the alert was raised
   * @param page the alert's page
   * @param acknowledge a link that shows a button; null where there is nothing to acknowledge
   * @param by who acknowledged or resolved it, where that is known
   */
  public record Notice(
      Kind kind,
      UUID alert,
      String title,
      String detail,
      Severity severity,
      Instant since,
      URI page,
      @Nullable URI acknowledge,
      @Nullable String by) {
    /** Who has the acknowledge link may acknowledge. */
    @Override
    public String toString() {
      return "Notice[" + kind + " of " + alert + "]";
    }
  }
}
