package dev.tocsin.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One mail to one recipient.
 *
 * @param date that its header says
 * @param subject on one line, whatever it was made from
 * @param thread what all mails of one conversation answer to, whether there is such a mail or not;
 *     null where a mail stands alone
 * @param list that its reader is on; null where it was written to them alone
 */
public record MailMessage(
    MessageId id,
    Instant date,
    Mailbox from,
    Mailbox to,
    String subject,
    Content content,
    @Nullable MessageId thread,
    @Nullable MailingList list) {
  public MailMessage {
    subject = OneLine.of(subject);
  }

  /** One that was written to its reader alone. */
  public MailMessage(
      MessageId id,
      Instant date,
      Mailbox from,
      Mailbox to,
      String subject,
      Content content,
      @Nullable MessageId thread) {
    this(id, date, from, to, subject, content, thread, null);
  }

  /** One that stands alone. */
  public MailMessage(
      MessageId id, Instant date, Mailbox from, Mailbox to, String subject, Content content) {
    this(id, date, from, to, subject, content, null);
  }

  /** The same twice: for those who read text, and for those who read HTML. */
  public record Content(String text, String html) {
    /** It may hold links that let somebody in. */
    @Override
    public String toString() {
      return "Content[***]";
    }
  }
}
