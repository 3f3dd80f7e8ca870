package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.invitation.InvitationDelivery;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.invitation.InvitationRun;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.Mailer;
import dev.tocsin.mail.smtp.SmtpMailer;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiInvitationOutbox;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.InvitationLinks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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

  /**
   * @param announced is told whose invitation's mail was tried, so that its pages show it
   */
  Invitations(
      SmtpSettings settings,
      Stores stores,
      Secrets secrets,
      InvitationLinks links,
      Consumer<OrganizationId> announced,
      StoreHealth health,
      InstantSource clock,
      Executor blocking,
      MeterRegistry registry) {
    Counter sent = counter(registry, "sent");
    Counter refused = counter(registry, "refused");
    Counter later = counter(registry, "later");
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
            (organization, outcome) -> {
              switch (outcome) {
                case Mailer.Outcome.Accepted accepted -> sent.increment();
                case Mailer.Outcome.Refused never -> refused.increment();
                case Mailer.Outcome.Away away -> later.increment();
              }
              announced.accept(organization);
            },
            clock,
            blocking);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("tocsin.invitation.mails")
        .tag("outcome", outcome)
        .description("Attempts to mail an invitation, by what came of them")
        .register(registry);
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
