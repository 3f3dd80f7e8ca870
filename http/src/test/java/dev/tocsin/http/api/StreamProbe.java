package dev.tocsin.http.api;

import dev.tocsin.http.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a stream of events line by line, as a browser would. */
final class StreamProbe implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader lines;

  private StreamProbe(Socket socket, BufferedReader lines) {
    this.socket = socket;
    this.lines = lines;
  }

  static StreamProbe open(TestServer server, Map<String, String> headers, String path)
      throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(20_000);
    StringBuilder request =
        new StringBuilder("GET /api/v1" + path + " HTTP/1.1\r\nHost: tocsin.test\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    return new StreamProbe(
        socket,
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
  }

  /** The next line that begins so; null at the end of the stream, which is an empty chunk. */
  String next(String prefix) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("0")) {
        return null;
      }
      if (line.startsWith(prefix)) {
        return line;
      }
    }
    return null;
  }

  List<String> head() throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      head.add(line);
    }
    return head;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
