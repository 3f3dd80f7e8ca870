package dev.tocsin.subscriber;

import dev.tocsin.mail.Letter;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.MailingList;
import dev.tocsin.mail.MessageId;
import dev.tocsin.mail.Report;
import dev.tocsin.subscriber.SubscriberLinks.Purpose;
import dev.tocsin.tenancy.EmailAddress;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What subscribers are written. Every attempt writes the same. */
final class SubscriberMail {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);
  private static final int LONGEST_TITLE = 180;

  private final Mailbox from;
  private final SubscriberLinks links;
  private final Markup markup;

  SubscriberMail(Mailbox from, SubscriberLinks links, Markup markup) {
    this.from = from;
    this.links = links;
    this.markup = markup;
  }

  MailMessage of(Outgoing letter) {
    return switch (letter.matter()) {
      case Outgoing.Matter.Confirm confirm -> confirm(letter);
      case Outgoing.Matter.Known known -> known(letter);
      case Outgoing.Matter.Tell(Bulletin bulletin) -> tell(letter, bulletin);
    };
  }

  private MailMessage confirm(Outgoing letter) {
    String page = letter.page().name();
    Letter asked =
        new Letter(
            "Shall we tell you of " + page + "?",
            List.of(
                "This address was entered to be told of incidents on the status page "
                    + page
                    + ". You are told when you confirm it, within a day."),
            new Letter.Action("Confirm", link(letter, Purpose.CONFIRM)),
            List.of(
                "The page is at "
                    + links.page(letter.page().slug(), "")
                    + ". If you did not enter your address there, ignore this mail: without you"
                    + " nothing happens, and the address is forgotten after a day."));
    return mail(letter, "Confirm that you want updates of " + page, asked.content());
  }

  private MailMessage known(Outgoing letter) {
    String page = letter.page().name();
    Letter said =
        new Letter(
            "You are told of " + page + " already.",
            List.of(
                "This address was entered once more to be told of incidents on the status page "
                    + page
                    + ". Nothing has changed by that."),
            new Letter.Action("Change what you are told", link(letter, Purpose.MANAGE)),
            List.of("If you did not enter it, ignore this mail."));
    return mail(letter, "You get updates of " + page + " already", said.content());
  }

  private MailMessage mail(Outgoing letter, String subject, MailMessage.Content content) {
    return new MailMessage(
        MessageId.of(letter.id(), from), letter.queuedAt(), from, to(letter), subject, content);
  }

  private MailMessage tell(Outgoing letter, Bulletin bulletin) {
    String page = letter.page().name();
    Report report =
        new Report(
            bulletin.title(),
            bulletin.stage() + ", " + TIME.format(bulletin.at().atZone(ZoneOffset.UTC)),
            new MailMessage.Content(
                markup.text(bulletin.message()), markup.html(bulletin.message())),
            bulletin.parts().stream()
                .map(part -> new Report.Fact(part.component(), part.word()))
                .toList(),
            new Letter.Action(
                "Read it on " + page, links.page(letter.page().slug(), bulletin.path())),
            "You get this because you asked to be told of " + page + ".",
            List.of(
                new Letter.Action("Change what you are told", link(letter, Purpose.MANAGE)),
                new Letter.Action("Unsubscribe", link(letter, Purpose.UNSUBSCRIBE))));
    return new MailMessage(
        MessageId.of(letter.id(), from),
        letter.queuedAt(),
        from,
        to(letter),
        "[" + page + "] " + bulletin.stage() + ": " + shortened(bulletin.title()),
        report.content(),
        MessageId.of(bulletin.subject(), from),
        new MailingList(letter.to().page() + "." + domain(), link(letter, Purpose.UNSUBSCRIBE)));
  }

  /** Whose lists they are. */
  private String domain() {
    String host = links.publicUrl().getHost();
    return host != null && host.matches("[A-Za-z0-9.-]+") ? host : "localhost";
  }

  private URI link(Outgoing letter, Purpose purpose) {
    return links.link(purpose, letter.to().id());
  }

  private static Mailbox to(Outgoing letter) {
    return Mailbox.of(new EmailAddress(letter.to().to().address()));
  }

  private static String shortened(String title) {
    return title.codePointCount(0, title.length()) <= LONGEST_TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
  }
}
