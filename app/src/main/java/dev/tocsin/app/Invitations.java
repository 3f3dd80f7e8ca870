package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.invitation.InvitationDelivery;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.invitation.InvitationRun;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.smtp.SmtpMailer;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiInvitationOutbox;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.access.InvitationLinks;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** Invitations by mail, where a mail server is set: sent by one node of the cluster. */
final class Invitations implements InvitationPost, AutoCloseable {
  private final SmtpMailer mailer;
  private final InvitationDelivery delivery;
  private final StoreHealth health;
  private final InstantSource clock;

  /** Of the present life of the clustered part. */
  private volatile @Nullable ActorRef<InvitationRun.Command> run;

  Invitations(
      SmtpSettings settings,
      Stores stores,
      Secrets secrets,
      InvitationLinks links,
      StoreHealth health,
      InstantSource clock,
      Executor blocking) {
    this.mailer = mailer(settings);
    this.health = health;
    this.clock = clock;
    this.delivery =
        new InvitationDelivery(
            new JdbiInvitationOutbox(stores.database(), secrets),
            mailer,
            new Mailbox(
                settings.from().name().orElse(null), new EmailAddress(settings.from().address())),
            links,
            clock,
            blocking);
  }

  private static SmtpMailer mailer(SmtpSettings settings) {
    try {
      return new SmtpMailer(settings, SmtpMailer.Limits.USUAL);
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException("tocsin.smtp.authorities: " + wrong.getMessage() + ".");
    }
  }

  /** On each clustered system anew. */
  void begin(ActorSystem<?> system) {
    run = InvitationRun.start(system, () -> delivery, health, clock);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void hint() {
    ActorRef<InvitationRun.Command> present = run;
    if (present != null) {
      present.tell(new InvitationRun.Look());
    }
  }

  @Override
  public void close() throws InterruptedException {
    mailer.close();
  }
}
