package dev.tocsin.mail.smtp;

import dev.tocsin.probe.http.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers as it is told: usually well, and otherwise by the first word of a
 * command. What it is sent is kept to the byte.
 */
final class PlayedMailServer implements AutoCloseable {
  /** Says nothing, and keeps the connection. */
  static final String SILENCE = "silence";

  /** Hangs up. */
  static final String HANG_UP = "hang up";

  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> mails = new CopyOnWriteArrayList<>();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> extensions = new ArrayList<>();
  private final @Nullable SSLContext startTls;
  private final Site site;

  private PlayedMailServer(ServerSocketFactory sockets, @Nullable SSLContext startTls)
      throws IOException {
    this.startTls = startTls;
    if (startTls != null) {
      extensions.add("STARTTLS");
    }
    this.site = Site.on(InetAddress.getByName("127.0.0.1"), sockets, this::play);
  }

  static PlayedMailServer plain() throws IOException {
    return new PlayedMailServer(ServerSocketFactory.getDefault(), null);
  }

  static PlayedMailServer offeringTls(SSLContext context) throws IOException {
    return new PlayedMailServer(ServerSocketFactory.getDefault(), context);
  }

  static PlayedMailServer inTls(ServerSocketFactory sockets) throws IOException {
    return new PlayedMailServer(sockets, null);
  }

  PlayedMailServer with(String extension) {
    extensions.add(extension);
    return this;
  }

  /**
   * @param command its first word; "greeting" and "." for what precedes and ends
   */
  PlayedMailServer answering(String command, String answer) {
    answers.put(command, answer);
    return this;
  }

  PlayedMailServer usual() {
    answers.clear();
    return this;
  }

  int port() {
    return site.port();
  }

  private void play(Socket first) throws IOException {
    Socket socket = first;
    if (!say(socket, answers.getOrDefault("greeting", "220 played ESMTP"))) {
      return;
    }
    while (true) {
      String line = line(socket);
      commands.add(line);
      String command = line.split("[ :]")[0];
      String told = answers.get(command);
      if (told == null && command.equals("EHLO")) {
        told = ehlo(socket);
      }
      if (told == null && command.equals("STARTTLS") && startTls != null) {
        say(socket, "220 go on");
        socket = encrypted(socket);
        continue;
      }
      if (!say(socket, told == null ? usual(command) : told) || command.equals("QUIT")) {
        return;
      }
      if (command.equals("DATA") && (told == null || told.startsWith("354"))) {
        mails.add(mail(socket));
        if (!say(socket, answers.getOrDefault(".", "250 2.0.0 queued"))) {
          return;
        }
      }
    }
  }

  private String ehlo(Socket socket) {
    List<String> lines = new ArrayList<>(List.of("played"));
    lines.addAll(extensions);
    if (socket instanceof SSLSocket) {
      lines.remove("STARTTLS");
    }
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      answer.append("250").append(last ? " " : "-").append(lines.get(i)).append(last ? "" : "\r\n");
    }
    return answer.toString();
  }

  private static String usual(String command) {
    return switch (command) {
      case "DATA" -> "354 go on";
      case "AUTH" -> "235 welcome";
      case "QUIT" -> "221 bye";
      default -> "250 fine";
    };
  }

  private Socket encrypted(Socket socket) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            startTls.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    return tls;
  }

  /** False where the connection has ended. */
  private static boolean say(Socket socket, String answer) throws IOException {
    if (answer.equals(HANG_UP)) {
      return false;
    }
    if (answer.equals(SILENCE)) {
      Site.hold(socket);
      return false;
    }
    Site.write(socket, answer + "\r\n");
    return true;
  }

  private static String line(Socket socket) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The other side has gone");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private static String mail(Socket socket) throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!mail.toString(StandardCharsets.UTF_8).endsWith("\r\n.\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The mail ended early");
      }
      mail.write(next);
    }
    return mail.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    site.close();
  }
}
