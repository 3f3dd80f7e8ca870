package dev.tocsin.notify.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.probe.http.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;

/** A service on loopback that keeps what it was sent and answers, or fails, as it is told. */
public final class FakeService implements AutoCloseable {
  /**
   * A request as it came.
   *
   * @param body the bytes read as UTF-8
   */
  public record Request(
      String method, String target, Map<String, String> headers, String body, ByteString bytes) {
    private static final ObjectMapper STRICT = new ObjectMapper();

    /**
     * @param text a character for each byte
     */
    static Request read(String text) {
      String[] parts = text.split("\r\n\r\n", 2);
      List<String> lines = List.of(parts[0].split("\r\n"));
      Map<String, String> headers = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      String[] first = lines.getFirst().split(" ");
      ByteString bytes = ByteString.fromString(parts[1], StandardCharsets.ISO_8859_1);
      return new Request(first[0], first[1], headers, bytes.utf8String(), bytes);
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public JsonNode json() {
      try {
        return STRICT.readTree(body);
      } catch (IOException broken) {
        throw new AssertionError(body, broken);
      }
    }

    public Map<String, String> form() {
      Map<String, String> fields = new HashMap<>();
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        fields.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
      return fields;
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  private final Site site;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Site.Script> reply = request -> answer(200, "");

  public FakeService() {
    try {
      this.site =
          Site.plain(
              socket -> {
                Request request =
                    Request.read(Site.readRequest(socket, StandardCharsets.ISO_8859_1));
                requests.add(request);
                reply.apply(request).play(socket);
              });
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + site.port();
  }

  public int port() {
    return site.port();
  }

  public FakeService answers(int status, String body, String... headers) {
    reply = request -> answer(status, body, headers);
    return this;
  }

  /** Answers with what came, whole. */
  public FakeService echoes(int status, String before, String after) {
    reply =
        request ->
            answer(status, before + request.target() + request.headers() + request.body() + after);
    return this;
  }

  public FakeService echoesAll(int status, Function<Request, String> body) {
    reply = request -> answer(status, body.apply(request));
    return this;
  }

  public FakeService plays(Site.Script script) {
    reply = request -> script;
    return this;
  }

  public List<Request> requests() {
    return new ArrayList<>(requests);
  }

  public Request last() {
    return requests.getLast();
  }

  private static Site.Script answer(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return socket -> {
      Site.write(
          socket,
          "HTTP/1.1 "
              + status
              + " Said\r\n"
              + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
              + "Content-Length: "
              + bytes.length
              + "\r\n\r\n");
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    };
  }

  @Override
  public void close() {
    site.close();
  }
}
