package dev.tocsin.notify.email;

import dev.tocsin.mail.Letter;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.MessageId;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Wording;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as mails. All mails of one alert answer to one id, which is made of the alert's
 * and which no mail bears, so that the thread holds together whichever of them arrived. Gmail asks
 * for the same subject as well, but for a "Re:" before it; what has become of the alert is
 * therefore said by the heading, which mail programs show beside the subject.
 */
final class AlertMail {
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_DETAIL = 5_000;

  private final Mailbox from;
  private final InstantSource clock;

  AlertMail(Mailbox from, InstantSource clock) {
    this.from = from;
    this.clock = clock;
  }

  MailMessage of(Message message, Mailbox to) {
    Wording wording = Wording.of(message);
    Optional<Notice> alert = alert(message);
    @Nullable MessageId thread =
        alert.map(notice -> MessageId.of(notice.alert(), from)).orElse(null);
    return new MailMessage(
        MessageId.of(message.id(), from),
        clock.instant(),
        from,
        to,
        alert.map(AlertMail::subject).orElse(wording.headline()),
        letter(message, wording, to).content(),
        thread);
  }

  /** The one alert that the mail is about. */
  private static Optional<Notice> alert(Message message) {
    boolean isOfAlerts =
        switch (message.kind()) {
          case TRIGGERED, ACKNOWLEDGED, RESOLVED, BUNDLE -> true;
          case TEST, VERIFICATION, WARNING -> false;
        };
    return isOfAlerts && message.notices().size() == 1 && message.more() == 0
        ? Optional.of(message.notices().getFirst())
        : Optional.empty();
  }

  private static String subject(Notice notice) {
    String title = Shortened.to(Wording.title(notice), LONGEST_SUBJECT);
    return notice.kind() == Message.Kind.TRIGGERED ? title : "Re: " + title;
  }

  private static Letter letter(Message message, Wording wording, Mailbox to) {
    Wording.Link first = wording.links().getFirst();
    List<String> paragraphs = new ArrayList<>();
    add(paragraphs, wording.caution());
    add(paragraphs, Shortened.to(wording.detail(), LONGEST_DETAIL));
    add(paragraphs, wording.factLines());
    List<String> notes = new ArrayList<>();
    wording
        .acknowledge()
        .ifPresent(
            link ->
                notes.add(
                    "The button shows the alert and asks once more; opening it changes nothing."
                        + " The alert is at "
                        + wording.page().target()));
    notes.add(
        "This mail went to "
            + to.address().value()
            + " because the address was entered in Tocsin for alerts of "
            + Shortened.to(Wording.line(message.organization()), LONGEST_SUBJECT)
            + ".");
    return new Letter(
        wording.headline(),
        paragraphs,
        wording.items().stream()
            .map(item -> new Letter.Item(item.headline(), item.facts(), item.notice().page()))
            .toList(),
        new Letter.Action(first.label(), first.target()),
        notes);
  }

  private static void add(List<String> paragraphs, String text) {
    if (!text.isEmpty()) {
      paragraphs.add(text);
    }
  }
}
