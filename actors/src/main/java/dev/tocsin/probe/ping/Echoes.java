package dev.tocsin.probe.ping;

import java.net.InetAddress;
import java.util.Locale;

/**
 * The sockets for ICMP echo. Each check has a socket of its own: the kernel gives it an identifier
 * and hands it the answers and errors for that identifier alone, and what a hostile target sends
 * fills only its own buffer. All sockets are served by one thread.
 */
public interface Echoes extends AutoCloseable {
  /** An open socket. */
  interface Echo {
    /**
     * @param message ICMP's head and the rest; the kernel fills in identifier and checksum
     */
    void send(byte[] message);

    void close();
  }

  /** Told on the thread of the sockets; it must not block. After a refusal nothing more comes. */
  interface Receiver {
    void opened(Echo echo);

    void refused(Refusal refusal);

    /**
     * @param nanos as {@link System#nanoTime}, just before the message left
     */
    void sent(long nanos);

    /**
     * @param message from ICMP's head on; of anybody who knows the identifier
     * @param nanos as {@link System#nanoTime}
     */
    void received(byte[] message, long nanos);

    /** A router or this machine says that a message did not arrive. */
    void failed(IcmpFault fault);
  }

  /** Why there is no socket, or none any more. */
  sealed interface Refusal {
    /**
     * This machine cannot send pings.
     *
     * @param sentence what to change
     */
    record Unavailable(String sentence) implements Refusal {}

    /** There is no way to this address. */
    record Unreachable(IcmpFault fault) implements Refusal {}

    /** Ours. */
    record Defect(Throwable cause) implements Refusal {}
  }

  /** Begins at once and answers by the receiver. */
  void open(InetAddress to, Receiver receiver);

  @Override
  void close();

  /** Those of this machine. */
  static Echoes ofSystem() {
    String system = System.getProperty("os.name", "");
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean known =
        system.equals("Linux") && (processor.equals("amd64") || processor.equals("aarch64"));
    return known
        ? new LinuxEchoes()
        : new NoEchoes(
            "Pings need Linux on x86-64 or ARM64, and this is %s on %s; run a node there, or check a port of the host by tcp"
                .formatted(system, processor));
  }
}
