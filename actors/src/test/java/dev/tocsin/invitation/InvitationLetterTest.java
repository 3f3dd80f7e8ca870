package dev.tocsin.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.conf.Secret;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.InvitationLinks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InvitationLetterTest {
  private static final Instant QUEUED = Instant.parse("2026-11-22T09:31:00Z");
  private static final UUID MAIL = UUID.fromString("0198c0de-0000-4000-8000-00000000cccc");
  private static final String LINK = "https://status.example.com/invite?token=tci_secret";

  private final InvitationLetter letters =
      new InvitationLetter(
          new Mailbox("Tocsin", new EmailAddress("alerts@example.com")),
          new InvitationLinks(
              URI.create("https://status.example.com"), new DerivedKeys(new byte[32])));

  @Test
  void saysWhoInvitesWhomToWhatAsWhatUntilWhen() {
    MailMessage mail = letters.to(outgoing("Harbourline", "Mara Lind"));

    assertThat(mail.subject()).isEqualTo("Mara Lind invites you to join Harbourline on Tocsin");
    assertThat(mail.to().address()).isEqualTo(new EmailAddress("ann@example.com"));
    assertThat(mail.date()).isEqualTo(QUEUED);
    assertThat(mail.id().value()).isEqualTo(MAIL + "@example.com");
    for (String part : new String[] {mail.content().text(), mail.content().html()}) {
      assertThat(part)
          .contains(
              "Mara Lind invites you to join Harbourline",
              "responder",
              "29 November 2026, 10:31 CET",
              "ann@example.com",
              LINK);
    }
    assertThat(mail.toString() + outgoing("x", "y")).doesNotContain("tci_secret");
  }

  @Test
  void whoeverHasLeftIsNotNamed() {
    MailMessage mail = letters.to(outgoing("Harbourline", null));
    assertThat(mail.subject()).isEqualTo("You are invited to join Harbourline on Tocsin");
    assertThat(mail.content().text()).doesNotContain("null");
  }

  @Test
  void namesAreTextAndNothingIsFetched() {
    MailMessage mail = letters.to(outgoing("<img src=//x>\r\nBcc: e@x", "\"><script>'&"));

    assertThat(mail.subject()).doesNotContain("\r", "\n");
    assertThat(mail.content().html())
        .doesNotContain("<img", "<script", "url(", "<link")
        .contains("&lt;img src=//x&gt;")
        .contains("&quot;&gt;&lt;script&gt;&#39;&amp;");
  }

  @Test
  void everyAttemptSaysTheSame() {
    assertThat(letters.to(outgoing("a", "b"))).isEqualTo(letters.to(outgoing("a", "b")));
  }

  @Test
  void pausesGrowToHalfAnHour() {
    assertThat(InvitationDelivery.pause(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(InvitationDelivery.pause(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(InvitationDelivery.pause(8)).isEqualTo(Duration.ofSeconds(1280));
    assertThat(InvitationDelivery.pause(9)).isEqualTo(Duration.ofMinutes(30));
    assertThat(InvitationDelivery.pause(1_000_000)).isEqualTo(Duration.ofMinutes(30));
  }

  private static OutgoingInvitation outgoing(String organization, String person) {
    return new OutgoingInvitation(
        new Invitation(
            new InvitationId(new UUID(1, 2)),
            new OrganizationId(new UUID(3, 4)),
            new EmailAddress("ann@example.com"),
            Role.RESPONDER,
            QUEUED,
            QUEUED.plus(Duration.ofDays(7))),
        MAIL,
        1,
        new Secret("tci_secret"),
        new OutgoingInvitation.Host(organization, ZoneId.of("Europe/Berlin"), person),
        QUEUED,
        QUEUED.plus(Duration.ofMinutes(3)));
  }
}
