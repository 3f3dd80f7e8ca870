package dev.tocsin.app.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that takes every mail, keeps none, and remembers which came to whom: a mail has
 * come as soon as its last line has, whether its sender lived to hear of it or not.
 */
public final class CountingMailServer implements AutoCloseable {
  private final ServerSocket door;
  private final Map<String, List<String>> mails = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  public CountingMailServer() {
    try {
      door = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
    Thread.ofVirtual().start(this::open);
  }

  /** The setting with which mails come here. */
  public String url() {
    return MailDoor.url(door.getLocalPort());
  }

  /** The Message-ID of each mail, by whom it came to. */
  public Map<String, List<String>> mails() {
    return Map.copyOf(mails);
  }

  /** How many mails have come in all. */
  public int count() {
    return all.get();
  }

  public void forget() {
    mails.clear();
    all.set(0);
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> converse(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket client) {
    try (client;
        BufferedReader asked =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      say(client, "220 ready");
      String to = "";
      for (String line = asked.readLine(); line != null; line = asked.readLine()) {
        switch (line.split("[ :]", 2)[0]) {
          case "RCPT" -> {
            to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            say(client, "250 ok");
          }
          case "DATA" -> {
            say(client, "354 go on");
            String id = id(asked);
            mails.computeIfAbsent(to, none -> new CopyOnWriteArrayList<>()).add(id);
            all.incrementAndGet();
            say(client, "250 taken");
          }
          case "QUIT" -> {
            say(client, "221 bye");
            return;
          }
          default -> say(client, "250 ok");
        }
      }
    } catch (IOException gone) {
      // the other end has hung up
    }
  }

  private static String id(BufferedReader asked) throws IOException {
    String id = "";
    for (String line = asked.readLine(); !".".equals(line); line = asked.readLine()) {
      if (line == null) {
        throw new IOException("The other end hung up within a mail");
      }
      if (line.startsWith("Message-ID:")) {
        id = line.substring("Message-ID:".length()).strip();
      }
    }
    return id;
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
  }
}
