package dev.tocsin.mail.smtp;

import dev.tocsin.probe.net.Trust;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;

/** Whose certificates are good for the mail server. */
final class Authorities {
  private Authorities() {}

  /**
   * The JVM's and those in a file.
   *
   * @throws IllegalArgumentException where it holds no certificates
   */
  static SSLSocketFactory of(Path file) {
    try (Trust trust = Trust.withFile(file)) {
      return trust.sockets(true);
    }
  }
}
