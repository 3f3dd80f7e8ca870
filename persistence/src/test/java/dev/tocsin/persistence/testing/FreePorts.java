package dev.tocsin.persistence.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that must be told theirs before they start, or that give theirs back for a
 * while. They lie below those that systems give to outgoing connections, and each process of tests
 * has a hundred of its own, so that nobody takes one in between.
 */
public final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final int BLOCK = 100;

  /** Held as long as this process lives; the ports above it are this process's. */
  private static final ServerSocket CLAIM = claim();

  private static final AtomicInteger NEXT = new AtomicInteger();

  private FreePorts() {}

  /** One that nobody listens on, on the given loopback address. */
  public static int on(String host) {
    for (int attempt = 0; attempt < BLOCK; attempt++) {
      var port = CLAIM.getLocalPort() + 1 + Math.floorMod(NEXT.getAndIncrement(), BLOCK - 1);
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        return port;
      } catch (IOException taken) {
        // by another program: the next one
      }
    }
    throw new IllegalStateException("All ports after " + CLAIM.getLocalPort() + " are taken.");
  }

  private static ServerSocket claim() {
    for (int port = FIRST; port < LAST; port += BLOCK) {
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException taken) {
        // another process's block
      }
    }
    throw new IllegalStateException("Every hundredth port from " + FIRST + " on is taken.");
  }
}
