package dev.tocsin.probe.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a connection could not be opened, and whether that says anything of the target. */
public final class ConnectFaults {
  private ConnectFaults() {}

  /**
   * @return a {@link TargetFault}, or a defect where this machine has no socket or port left
   */
  public static Throwable of(Throwable cause, InetSocketAddress target) {
    String text = texts(cause);
    String to = Dial.text(target);
    boolean ipv6 = target.getAddress() instanceof Inet6Address;
    if (text.contains("too many open files")
        || text.contains("no buffer space")
        || text.contains("cannot allocate memory")
        || (text.contains("cannot assign requested address") && !ipv6)) {
      return new IllegalStateException("No socket for a check: " + cause.getMessage(), cause);
    }
    if (text.contains("refused")) {
      return new TargetFault(to + " refused the connection");
    }
    if (text.contains("unreachable")
        || text.contains("no route")
        || text.contains("cannot assign requested address")
        || cause instanceof UnsupportedAddressTypeException) {
      return new TargetFault(
          to + " cannot be reached from here" + (ipv6 ? " (it needs IPv6)" : ""));
    }
    if (text.contains("timed out")) {
      return new TargetFault("No connection to " + to + ": the system gave up trying");
    }
    if (text.contains("reset")) {
      return new TargetFault(to + " reset the connection while it was opened");
    }
    return new TargetFault("No connection to " + to);
  }

  private static String texts(Throwable fault) {
    StringBuilder texts = new StringBuilder();
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      texts.append(cause.getMessage()).append('\n');
    }
    return texts.toString().toLowerCase(Locale.ROOT);
  }
}
