package dev.tocsin.app.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
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

/** A real mail server, behind a door that lets a test change or hold back what it answers. */
public final class MailDoor implements AutoCloseable {
  /** Nothing is answered, and the connection stays. */
  public static final String HELD = "";

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket door;

  /** On a free port. */
  public MailDoor() {
    this(0);
  }

  public MailDoor(int port) {
    mail.start();
    try {
      door = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException taken) {
      mail.stop();
      throw new UncheckedIOException(taken);
    }
    Thread.ofVirtual().start(this::open);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** The setting with which mails come here. */
  public String url() {
    return url(port());
  }

  public static String url(int port) {
    return "smtp://127.0.0.1:" + port + "?from=Tocsin%20%3Calerts@example.com%3E";
  }

  /**
   * From now on.
   *
   * @param command its first word in capitals; "." is the end of a mail
   */
  public void answering(String command, String answer) {
    answers.put(command, answer);
  }

  public void asItIs() {
    answers.clear();
  }

  /** Mails that the server behind the door has, whatever was answered. */
  public List<MimeMessage> mails() {
    return List.of(mail.getReceivedMessages());
  }

  /** The text of a mail, for who reads no HTML. */
  public static String text(MimeMessage mail) {
    try {
      return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
    } catch (IOException | MessagingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The HTML of a mail. */
  public static String html(MimeMessage mail) {
    try {
      return (String) ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent();
    } catch (IOException | MessagingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The invitation's link in a mail. */
  public static String link(MimeMessage mail) {
    return text(mail)
        .lines()
        .filter(line -> line.startsWith("http") && line.contains("/invite?token="))
        .findFirst()
        .orElseThrow();
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> converse(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket client) {
    try (client;
        Socket server = new Socket("127.0.0.1", mail.getSmtp().getPort())) {
      BufferedReader asked = reader(client);
      BufferedReader answered = reader(server);
      pass(answered, client, "greeting");
      for (String line = asked.readLine(); line != null; line = asked.readLine()) {
        String command = line.split("[ :]")[0];
        write(server, line);
        pass(answered, client, command);
        if (command.equals("DATA")) {
          do {
            line = asked.readLine();
            write(server, line);
          } while (!line.equals("."));
          pass(answered, client, ".");
        }
      }
    } catch (IOException gone) {
      // one of the two has hung up
    }
  }

  private void pass(BufferedReader answered, Socket client, String command) throws IOException {
    String line;
    do {
      line = answered.readLine();
      if (line == null) {
        throw new IOException("The server hung up");
      }
      if (!answers.containsKey(command)) {
        write(client, line);
      }
    } while (line.charAt(3) == '-');
    String other = answers.getOrDefault(command, HELD);
    if (!other.equals(HELD)) {
      write(client, other);
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static void write(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    } finally {
      mail.stop();
    }
  }
}
