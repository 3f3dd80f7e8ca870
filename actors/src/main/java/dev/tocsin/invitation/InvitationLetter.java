package dev.tocsin.invitation;

import dev.tocsin.mail.Letter;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.MessageId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.InvitationLinks;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What an invitation's mail says. Every attempt says the same. */
final class InvitationLetter {
  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm zzz", Locale.ENGLISH);

  private final Mailbox from;
  private final InvitationLinks links;

  InvitationLetter(Mailbox from, InvitationLinks links) {
    this.from = from;
    this.links = links;
  }

  MailMessage to(OutgoingInvitation outgoing) {
    var invitation = outgoing.invitation();
    String organization = outgoing.host().organization();
    String person = outgoing.host().person();
    String invited = person == null ? "You are invited to join " : person + " invites you to join ";
    String until = UNTIL.format(invitation.expiresAt().atZone(outgoing.host().zone()));
    String email = invitation.email().value();
    Letter letter =
        new Letter(
            invited + organization,
            List.of(
                "Tocsin watches what "
                    + organization
                    + " runs, and tells people when something is down. Your role would be "
                    + invitation.role().name().toLowerCase(Locale.ROOT)
                    + ": "
                    + may(invitation.role()),
                "The link is for you alone, works once, and until " + until + "."),
            new Letter.Action("Accept the invitation", links.mailed(outgoing.token())),
            List.of(
                "This mail went to "
                    + email
                    + " because the address was entered at "
                    + links.publicUrl()
                    + ". If you expected nothing of the kind, ignore it: without you nothing"
                    + " happens."));
    return new MailMessage(
        MessageId.of(outgoing.mail(), from),
        outgoing.queuedAt(),
        from,
        Mailbox.of(invitation.email()),
        invited + organization + " on Tocsin",
        letter.content());
  }

  private static String may(Role role) {
    return switch (role) {
      case VIEWER -> "you see everything, and change nothing.";
      case RESPONDER -> "you see everything, and check, pause and resume monitors.";
      case ADMIN -> "you also set up monitors, status pages and tokens.";
      case OWNER -> "you do everything, and decide who is a member.";
    };
  }
}
