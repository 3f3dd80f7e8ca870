package dev.tocsin.probe.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/** A server on loopback that answers each connection as a script says, to the byte. */
public final class Site implements AutoCloseable {
  /** What is done with a connection; it is closed afterwards. */
  public interface Script {
    void play(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private Site(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  public static Site plain(Script script) throws IOException {
    return on(InetAddress.getByName("127.0.0.1"), ServerSocketFactory.getDefault(), script);
  }

  public static Site on(InetAddress address, ServerSocketFactory sockets, Script script)
      throws IOException {
    return new Site(sockets.createServerSocket(0, 50, address), script);
  }

  /** Reads a request and answers it with these lines, and a body. */
  static Script answering(String... lines) {
    return answering(new byte[0], lines);
  }

  static Script answering(byte[] body, String... lines) {
    return socket -> {
      readRequest(socket);
      write(socket, String.join("\r\n", lines) + "\r\n\r\n");
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
    };
  }

  /** A whole answer with a length. */
  static Script ok(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return answering(bytes, "HTTP/1.1 200 OK", "Content-Length: " + bytes.length);
  }

  public static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Ends the connection with a reset instead of a goodbye. */
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits for the other side to close, so that a script can hold a connection open. */
  public static void hold(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // whatever is still sent
      }
    } catch (IOException reset) {
      // closed is closed
    }
  }

  /** Takes its time, but only while the other side is there. */
  public static void linger(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      if (socket.getInputStream().read() < 0) {
        throw new IOException("The other side has gone");
      }
      throw new IOException("The other side said something more");
    } catch (SocketTimeoutException stillThere) {
      socket.setSoTimeout(0);
    }
  }

  public static String readRequest(Socket socket) throws IOException {
    return readRequest(socket, StandardCharsets.UTF_8);
  }

  /**
   * @param charset of the body
   */
  public static String readRequest(Socket socket, Charset charset) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The request ended early: " + head);
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.toLowerCase().startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return head + new String(in.readNBytes(length), charset);
  }

  public int port() {
    return server.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  void noted(String request) {
    requests.add(request);
  }

  String nextRequest() throws InterruptedException {
    String request = requests.poll(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("No request came");
    }
    return request;
  }

  public int connections() {
    return sockets.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> play(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void play(Socket socket) {
    try (socket) {
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
      }
      script.play(socket);
      if (!socket.isClosed()) {
        socket.shutdownOutput();
        hold(socket);
      }
    } catch (Exception gone) {
      // the client's side is what is tested
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }
}
