package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.http.page.LetterMarkup;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.smtp.SmtpMailer;
import dev.tocsin.notify.http.Services;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.subscriber.JdbiSubscriberOutbox;
import dev.tocsin.persistence.subscriber.JdbiSubscriberStore;
import dev.tocsin.subscriber.Destination.Kind;
import dev.tocsin.subscriber.Destinations;
import dev.tocsin.subscriber.Markup;
import dev.tocsin.subscriber.SubscriberDelivery;
import dev.tocsin.subscriber.SubscriberDelivery.Result;
import dev.tocsin.subscriber.SubscriberLinks;
import dev.tocsin.subscriber.SubscriberOutbox;
import dev.tocsin.subscriber.SubscriberRun;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.access.DerivedKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Subscribers of status pages: told by one node of the cluster, over connections to the mail server
 * that are none of those that alerts go out by.
 */
final class Subscribing implements AutoCloseable {
  private static final int MAILS_AT_ONCE = 4;
  private static final int POSTS_AT_ONCE = 8;

  private final Optional<SmtpMailer> mailer;
  private final Optional<SubscriberDelivery> mails;
  private final SubscriberDelivery posts;
  private final Subscriptions subscriptions;
  private final StoreHealth health;
  private final InstantSource clock;

  /** Of the present life of the clustered part. */
  private final List<ActorRef<SubscriberRun.Command>> runs = new CopyOnWriteArrayList<>();

  Subscribing(
      Settings settings,
      Stores stores,
      Secrets secrets,
      DerivedKeys keys,
      URI url,
      Services services,
      StoreHealth health,
      InstantSource clock,
      Executor blocking,
      MeterRegistry registry) {
    this.health = health;
    this.clock = clock;
    SubscriberLinks links = new SubscriberLinks(keys, url);
    Markup markup = new LetterMarkup();
    SubscriberOutbox outbox = new JdbiSubscriberOutbox(stores.database(), secrets, keys);
    Set<Kind> open = EnumSet.of(Kind.WEBHOOK, Kind.SLACK);
    if (settings.smtp().isPresent()) {
      open.add(Kind.EMAIL);
    }
    this.mailer = settings.smtp().map(Subscribing::mailer);
    this.mails =
        settings
            .smtp()
            .map(
                smtp ->
                    new SubscriberDelivery(
                        outbox,
                        SubscriberDelivery.mails(mailer.orElseThrow(), from(smtp), links, markup),
                        counting(registry, "email"),
                        clock,
                        blocking));
    this.posts =
        new SubscriberDelivery(
            outbox,
            SubscriberDelivery.posts(services, links, markup),
            counting(registry, "webhook"),
            clock,
            blocking);
    this.subscriptions =
        new Subscriptions(
            new JdbiSubscriberStore(stores.database(), secrets, keys),
            links,
            new Destinations(open, services.fields()),
            this::hint);
  }

  private static SmtpMailer mailer(SmtpSettings settings) {
    try {
      return SmtpMailer.ofMany(settings, SmtpMailer.Limits.USUAL);
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException("tocsin.smtp.authorities: " + wrong.getMessage() + ".");
    }
  }

  private static Mailbox from(SmtpSettings settings) {
    return new Mailbox(
        settings.from().name().orElse(null), new EmailAddress(settings.from().address()));
  }

  private static Consumer<Result> counting(MeterRegistry registry, String way) {
    Counter sent = counter(registry, way, "sent");
    Counter failed = counter(registry, way, "failed");
    Counter later = counter(registry, way, "later");
    return result -> {
      switch (result) {
        case Result.Accepted accepted -> sent.increment();
        case Result.Failed never -> failed.increment();
        case Result.Away away -> later.increment();
      }
    };
  }

  private static Counter counter(MeterRegistry registry, String way, String outcome) {
    return Counter.builder("tocsin.subscriber.letters")
        .tag("way", way)
        .tag("outcome", outcome)
        .description("Attempts to tell a subscriber, by what came of them")
        .register(registry);
  }

  /** On each clustered system anew. */
  void begin(ActorSystem<?> system) {
    runs.clear();
    mails.ifPresent(
        delivery ->
            runs.add(
                SubscriberRun.start(
                    system,
                    new SubscriberRun.Lane("mails", Set.of(Kind.EMAIL), MAILS_AT_ONCE),
                    () -> delivery,
                    health,
                    clock)));
    runs.add(
        SubscriberRun.start(
            system,
            new SubscriberRun.Lane("posts", Set.of(Kind.WEBHOOK, Kind.SLACK), POSTS_AT_ONCE),
            () -> posts,
            health,
            clock));
  }

  /** There may be something to send. */
  void hint() {
    runs.forEach(run -> run.tell(new SubscriberRun.Look()));
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  @Override
  public void close() throws InterruptedException {
    if (mailer.isPresent()) {
      mailer.get().close();
    }
  }
}
