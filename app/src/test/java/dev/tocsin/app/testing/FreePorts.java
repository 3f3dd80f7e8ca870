package dev.tocsin.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that nobody has, for programs that must be told theirs before they start. */
public final class FreePorts {
  private FreePorts() {}

  /** One on the given loopback address; another program might take it, but hardly does. */
  public static int on(String host) {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
