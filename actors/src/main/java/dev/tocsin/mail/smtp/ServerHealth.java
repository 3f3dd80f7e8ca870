package dev.tocsin.mail.smtp;

import dev.tocsin.conf.HostPort;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the mail server is away and once that it is back. */
final class ServerHealth {
  private static final Logger LOG = LoggerFactory.getLogger(ServerHealth.class);

  private final HostPort server;
  private final AtomicBoolean isAway = new AtomicBoolean();

  ServerHealth(HostPort server) {
    this.server = server;
  }

  void away(String reason) {
    if (isAway.compareAndSet(false, true)) {
      LOG.warn(
          "The mail server {} takes no mails now, and each is tried again: {}", server, reason);
    }
  }

  void answers() {
    if (isAway.compareAndSet(true, false)) {
      LOG.info("The mail server {} answers again", server);
    }
  }
}
