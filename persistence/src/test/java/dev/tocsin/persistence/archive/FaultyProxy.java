package dev.tocsin.persistence.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stands between a client and a server and breaks what a test wants broken. */
final class FaultyProxy implements AutoCloseable {
  /** What happens to a request. */
  sealed interface Fault {}

  record None() implements Fault {}

  record Answer(int status, String code) implements Fault {}

  /** The connection is reset after so many bytes of the body. */
  record Reset(int bodyBytes) implements Fault {}

  /** The server is asked, and its answer is lost. */
  record AnswerLost() implements Fault {}

  /** Nothing is ever answered. */
  record Silence() implements Fault {}

  private static final int MOST_HEAD = 64 * 1024;

  private final ServerSocket door;
  private final int server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> faults = request -> new None();

  FaultyProxy(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * @param byRequest by its first line, like {@code PUT /bucket/key HTTP/1.1}
   */
  void faults(Function<String, Fault> byRequest) {
    faults = byRequest;
  }

  /** First lines. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String request = head.substring(0, head.indexOf('\r'));
      requests.add(request);
      switch (faults.apply(request)) {
        case None none -> pass(client, in, head, true);
        case AnswerLost lost -> {
          pass(client, in, head, false);
          client.setSoLinger(true, 0);
        }
        case Reset reset -> {
          goOn(client, head);
          in.readNBytes(Math.min(reset.bodyBytes(), length(head)));
          client.setSoLinger(true, 0);
        }
        case Silence silence -> in.transferTo(OutputStream.nullOutputStream());
        case Answer answer -> answer(client, in, head, answer);
      }
    } catch (IOException broken) {
      // the client sees it
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < MOST_HEAD) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (next == '\n' && text.endsWith("\r\n\r\n")) {
        return text;
      }
    }
    throw new IOException("too long");
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return 0;
  }

  /** One request each connection, so that the next one is seen too. */
  private void pass(Socket client, InputStream in, String head, boolean answers)
      throws IOException {
    try (Socket to = new Socket(InetAddress.getLoopbackAddress(), server)) {
      String once =
          head.replaceAll("(?i)\r\n(connection|expect):[^\r]*", "")
              .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
      goOn(client, head);
      to.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      to.getOutputStream().write(in.readNBytes(length(head)));
      to.getOutputStream().flush();
      to.getInputStream()
          .transferTo(answers ? client.getOutputStream() : OutputStream.nullOutputStream());
    }
  }

  /** For clients that ask before they send a body. */
  private static void goOn(Socket client, String head) throws IOException {
    if (head.toLowerCase(Locale.ROOT).contains("100-continue")) {
      client
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void answer(Socket client, InputStream in, String head, Answer answer)
      throws IOException {
    if (!head.toLowerCase(Locale.ROOT).contains("100-continue")) {
      in.readNBytes(length(head));
    }
    String body = "<Error><Code>" + answer.code() + "</Code><Message>key hidden</Message></Error>";
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 "
                    + answer.status()
                    + " X\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
