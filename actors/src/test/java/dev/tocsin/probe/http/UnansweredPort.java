package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full, so that the next one waits without an answer. */
public final class UnansweredPort implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> queued = new ArrayList<>();

  public UnansweredPort() throws IOException {
    boolean full = false;
    while (!full) {
      assertThat(queued.size()).isLessThan(300);
      Socket socket = new Socket();
      queued.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", number()), 300);
      } catch (SocketTimeoutException unanswered) {
        full = true;
      }
    }
  }

  public int number() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    server.close();
  }
}
