package dev.tocsin.mail;

import java.time.Instant;

/**
 * One mail to one recipient.
 *
 * @param date that its header says
 * @param subject on one line, whatever it was made from
 */
public record MailMessage(
    MessageId id, Instant date, Mailbox from, Mailbox to, String subject, Content content) {
  public MailMessage {
    subject = OneLine.of(subject);
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
