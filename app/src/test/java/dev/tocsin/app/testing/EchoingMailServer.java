package dev.tocsin.app.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** A mail server that says again whatever it is told, the login too. It keeps no mail. */
public final class EchoingMailServer implements AutoCloseable {
  private final ServerSocket door;
  private final BooleanSupplier takes;

  /**
   * @param takes whether it takes logins and mails now
   */
  public EchoingMailServer(BooleanSupplier takes) {
    this.takes = takes;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
    Thread.ofVirtual().start(this::open);
  }

  /** The setting with which mails come here. */
  public String url(String password) {
    return "smtp://postmaster:"
        + password
        + "@127.0.0.1:"
        + door.getLocalPort()
        + "?from=alerts@example.com";
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
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      say(client, "220 ready");
      for (String line = asked.readLine(); line != null; line = asked.readLine()) {
        switch (line.split("[ :]", 2)[0]) {
          case "EHLO" -> say(client, "250-" + line + "\r\n250 AUTH PLAIN");
          case "AUTH" -> say(client, (takes.getAsBoolean() ? "235 " : "535 ") + line);
          case "DATA" -> {
            say(client, "354 go on");
            say(client, (takes.getAsBoolean() ? "250 " : "554 ") + mail(asked));
          }
          default -> say(client, "250 " + line);
        }
      }
    } catch (IOException gone) {
      // the other end has hung up
    }
  }

  private static String mail(BufferedReader asked) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = asked.readLine(); !".".equals(line); line = asked.readLine()) {
      if (line == null) {
        throw new IOException("The other end hung up within a mail");
      }
      mail.append(line).append(' ');
    }
    return mail.toString();
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
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
