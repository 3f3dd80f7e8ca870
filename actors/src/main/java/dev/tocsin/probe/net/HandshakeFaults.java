package dev.tocsin.probe.net;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in a person's words. */
public final class HandshakeFaults {
  private HandshakeFaults() {}

  public static String sentence(Throwable fault, InetSocketAddress address) {
    String with = Dial.text(address);
    Optional<CertificateFault> certificate = certificate(fault);
    if (certificate.isPresent()) {
      return certificate.get().sentence();
    }
    @Nullable SSLException tls = null;
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSslRecordException) {
        return with + " does not speak TLS";
      }
      if (cause instanceof ClosedChannelException || isClosed(cause)) {
        return with + " closed the connection during the TLS handshake";
      }
      if (cause instanceof SSLException ssl) {
        tls = ssl;
      } else if (cause instanceof IOException) {
        return with + " reset the connection during the TLS handshake";
      }
    }
    return "The TLS handshake with "
        + with
        + " failed"
        + (tls == null ? "" : ": " + plain(String.valueOf(tls.getMessage())));
  }

  /** After the handshake: an alert, such as one that asks for a client's certificate. */
  public static String broken(Throwable fault, InetSocketAddress address) {
    String why = fault.getMessage() == null ? "" : ": " + plain(fault.getMessage());
    return "TLS with " + Dial.text(address) + " broke off" + why;
  }

  /** The certificate's fault, where that is what failed. */
  public static Optional<CertificateFault> certificate(Throwable fault) {
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateFault certificate) {
        return Optional.of(certificate);
      }
    }
    return Optional.empty();
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof SSLException
        && String.valueOf(cause.getMessage()).startsWith("Connection closed");
  }

  /**
   * Libraries write {@code Received fatal alert: handshake_failure} or {@code error:10000410:SSL
   * routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE}.
   */
  private static String plain(String message) {
    String last = message.substring(message.lastIndexOf(':') + 1).strip();
    return last.toLowerCase(Locale.ROOT).replace('_', ' ').replace("sslv3 alert", "alert");
  }
}
