package dev.tocsin.mail.smtp;

import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.mail.MailMessage;
import dev.tocsin.mail.Mailer;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to one mail server, on virtual threads: each over a connection of its own, or many
 * over one where many are to be expected. The log says once when the server goes away and once when
 * it is back.
 */
public final class SmtpMailer implements Mailer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

  /** Connections at once: servers count them, and refuse who has many. */
  private static final int AT_ONCE = 4;

  private static final Duration LAST_MAILS = Duration.ofSeconds(5);

  /** Servers end connections that nothing comes over, or too much. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final int MAILS_EACH = 50;

  private final Limits limits;
  private final boolean keeps;
  private final SmtpSession sessions;
  private final SmtpFaults faults;
  private final ServerHealth health;
  private final Semaphore connections = new Semaphore(AT_ONCE);
  private final Deque<Open> idle = new ConcurrentLinkedDeque<>();
  private final Set<CompletableFuture<Outcome>> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mail-", 0).factory());

  /**
   * How long a server may take.
   *
   * @param connection until there is one
   * @param answer until the next bytes of its answers; who stops waiting after the mail was handed
   *     over and before it was answered for sends it twice (RFC 5321, 4.5.3.2 asks for minutes)
   * @param whole for one mail: a server that drips would else hold it for ever
   */
  public record Limits(Duration connection, Duration answer, Duration whole) {
    public static final Limits USUAL =
        new Limits(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  /**
   * A connection.
   *
   * @param mails that went over it
   */
  private record Open(Session session, SMTPTransport server, int mails) {}

  /**
   * For a mail now and then.
   *
   * @throws IllegalArgumentException where the file of authorities holds no certificates
   */
  public SmtpMailer(SmtpSettings settings, Limits limits) {
    this(settings, limits, false);
  }

  /**
   * For thousands at once: connections are kept for a few seconds, for the mails that follow.
   *
   * @throws IllegalArgumentException where the file of authorities holds no certificates
   */
  public static SmtpMailer ofMany(SmtpSettings settings, Limits limits) {
    return new SmtpMailer(settings, limits, true);
  }

  private SmtpMailer(SmtpSettings settings, Limits limits, boolean keeps) {
    this.limits = limits;
    this.keeps = keeps;
    this.sessions = new SmtpSession(settings, limits);
    this.faults = new SmtpFaults(limits, sessions::withoutPassword);
    this.health = new ServerHealth(settings.server());
  }

  @Override
  public CompletionStage<Outcome> send(MailMessage message) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    underWay.add(outcome);
    try {
      threads.execute(
          () -> {
            outcome.complete(inTurn(message));
            underWay.remove(outcome);
          });
    } catch (RejectedExecutionException closed) {
      outcome.complete(new Outcome.Away("Tocsin was ending"));
      underWay.remove(outcome);
    }
    return outcome.copy();
  }

  private Outcome inTurn(MailMessage message) {
    try {
      if (!connections.tryAcquire(limits.connection().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Away("too many other mails were under way");
      }
      try {
        return withinLimit(message);
      } finally {
        connections.release();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return new Outcome.Away("Tocsin was ending");
    }
  }

  /** An interrupt ends what a virtual thread waits for on a socket, and closes it. */
  private Outcome withinLimit(MailMessage message) throws InterruptedException {
    Future<Outcome> attempt;
    try {
      attempt = threads.submit(() -> attempt(message));
    } catch (RejectedExecutionException closed) {
      return new Outcome.Away("Tocsin was ending");
    }
    try {
      return attempt.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      String reason = "it was not done within " + limits.whole().toSeconds() + " s";
      health.away(reason);
      return new Outcome.Away(reason, true);
    } catch (ExecutionException defect) {
      LOG.error("A mail cannot be made", defect.getCause());
      return new Outcome.Away("an error in Tocsin, which its log tells");
    } finally {
      attempt.cancel(true);
    }
  }

  private Outcome attempt(MailMessage message) {
    Open kept = kept(message);
    if (kept != null) {
      return handOver(kept, message);
    }
    Session session = sessions.open(message);
    SMTPTransport server = transport(session);
    try {
      sessions.connect(server);
    } catch (MessagingException fault) {
      String reason = faults.ofConnection(fault, server);
      leave(server);
      health.away(reason);
      return new Outcome.Away(reason, true);
    }
    return handOver(new Open(session, server, 0), message);
  }

  /** One that is open still; null where there is none, or the mail needs another kind. */
  private @Nullable Open kept(MailMessage message) {
    if (SmtpSession.needsMoreThanAscii(message)) {
      return null;
    }
    for (Open each = idle.poll(); each != null; each = idle.poll()) {
      // asks the server
      if (each.server().isConnected()) {
        return each;
      }
      leave(each.server());
    }
    return null;
  }

  private Outcome handOver(Open open, MailMessage message) {
    boolean isWell = false;
    try {
      Outcome outcome = handOver(open.server(), open.session(), message);
      isWell = outcome instanceof Outcome.Accepted && !SmtpSession.needsMoreThanAscii(message);
      return outcome;
    } finally {
      if (keeps && isWell && open.mails() + 1 < MAILS_EACH) {
        keep(new Open(open.session(), open.server(), open.mails() + 1));
      } else {
        leave(open.server());
      }
    }
  }

  private void keep(Open open) {
    idle.push(open);
    try {
      threads.execute(
          () -> {
            try {
              Thread.sleep(KEPT);
            } catch (InterruptedException closed) {
              Thread.currentThread().interrupt();
            }
            if (idle.remove(open)) {
              leave(open.server());
            }
          });
    } catch (RejectedExecutionException closed) {
      if (idle.remove(open)) {
        leave(open.server());
      }
    }
  }

  private static SMTPTransport transport(Session session) {
    try {
      return (SMTPTransport) session.getTransport("smtp");
    } catch (NoSuchProviderException incomplete) {
      throw new IllegalStateException("The program lacks its library for mails", incomplete);
    }
  }

  private Outcome handOver(SMTPTransport server, Session session, MailMessage message) {
    try {
      if (SmtpSession.needsMoreThanAscii(message) && !server.supportsExtension("SMTPUTF8")) {
        return new Outcome.Refused("the mail server takes no addresses with letters beyond ASCII");
      }
      // to nobody but the one it is for, whatever its headers might be read as
      server.sendMessage(
          MimeMails.of(session, message), new Address[] {MimeMails.address(message.to())});
      health.answers();
      return new Outcome.Accepted();
    } catch (MessagingException fault) {
      Outcome outcome = faults.ofMail(fault);
      if (outcome instanceof Outcome.Away(String reason, var some) && !SmtpFaults.isAnswer(fault)) {
        health.away(reason);
        return new Outcome.Away(reason, true);
      }
      health.answers();
      return outcome;
    } catch (UnsupportedEncodingException everyJdkHasUtf8) {
      throw new IllegalStateException(everyJdkHasUtf8);
    }
  }

  private static void leave(SMTPTransport server) {
    try {
      server.close();
    } catch (MessagingException gone) {
      LOG.debug("The mail server did not wait for the goodbye", gone);
    }
  }

  /** Lets mails that are under way arrive, for a few seconds. */
  @Override
  public void close() throws InterruptedException {
    try {
      CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
          .get(LAST_MAILS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException interruptedNow) {
      LOG.info("A mail was under way when Tocsin ended; it is sent again after the next start.");
    }
    threads.shutdownNow();
  }
}
