package dev.tocsin.notify.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Twilio as its public API describes it, with the telephones behind it: takes messages and calls,
 * refuses what the service would refuse, fails as it is told, and calls back signed.
 */
public final class FakeTwilio implements AutoCloseable {
  public static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
  public static final String TOKEN = "t0ken0fthe4ccount";
  public static final String FROM = "+14155550100";

  private static final int LONGEST_BODY = 1_600;
  private static final int LONGEST_TWIML = 4_000;

  /** What was asked for; {@code fields} as they were posted. */
  public record Taken(String sid, String path, Map<String, String> fields) {
    public String to() {
      return fields.get("To");
    }

    /** Of an SMS. */
    public String body() {
      return fields.get("Body");
    }

    /** Of a call. */
    public Speech speech() {
      return Speech.read(fields.get("Twiml"));
    }

    public boolean isCall() {
      return fields.containsKey("Twiml");
    }
  }

  /**
   * What a call says.
   *
   * @param action where a key is told; empty where none is waited for
   */
  public record Speech(String said, String action) {
    static Speech read(String twiml) {
      Document document = xml(twiml);
      NodeList all = document.getElementsByTagName("Say");
      List<String> said = new ArrayList<>();
      for (int at = 0; at < all.getLength(); at++) {
        said.add(all.item(at).getTextContent());
      }
      NodeList gather = document.getElementsByTagName("Gather");
      return new Speech(
          String.join(" ", said),
          gather.getLength() == 0 ? "" : ((Element) gather.item(0)).getAttribute("action"));
    }
  }

  /**
   * How a request fails.
   *
   * @param status 0 drops the connection after the message was taken
   */
  public record Fault(int status, int code, String message, Map<String, String> headers) {
    public static Fault of(int status, int code, String message) {
      return new Fault(status, code, message, Map.of());
    }
  }

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger number = new AtomicInteger();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile Function<Map<String, String>, Fault> faults = fields -> null;
  private volatile String webhook = "";

  public FakeTwilio() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings of a node that uses it. */
  public Map<String, String> environment() {
    return Map.of(
        "TOCSIN_TWILIO_ACCOUNT_SID", ACCOUNT,
        "TOCSIN_TWILIO_AUTH_TOKEN", TOKEN,
        "TOCSIN_TWILIO_FROM", FROM,
        "TOCSIN_TWILIO_BASE_URL", url());
  }

  /** Where messages to the account's number are told, as its owner sets it in the console. */
  public void webhook(String url) {
    webhook = url;
  }

  /** Null for no fault, by the fields of each request. */
  public void fails(Function<Map<String, String>, Fault> now) {
    faults = now;
  }

  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** What came until now does not count. */
  public void forget() {
    taken.clear();
  }

  public List<Taken> messages(String to) {
    return taken.stream().filter(it -> !it.isCall() && it.to().equals(to)).toList();
  }

  public List<Taken> calls(String to) {
    return taken.stream().filter(it -> it.isCall() && it.to().equals(to)).toList();
  }

  // ---- the API

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> fields = fields(body);
      String path = exchange.getRequestURI().getPath();
      Fault fault = refusal(exchange, path, fields);
      if (fault == null) {
        fault = faults.apply(fields);
      }
      if (fault != null && fault.status() != 0) {
        fault.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        answer(
            exchange,
            fault.status(),
            "{\"code\":%d,\"message\":\"%s\",\"more_info\":\"https://www.twilio.com/docs/errors/%d\",\"status\":%d}"
                .formatted(fault.code(), fault.message(), fault.code(), fault.status()));
        return;
      }
      boolean call = path.endsWith("/Calls.json");
      String sid = "%s%032x".formatted(call ? "CA" : "SM", number.incrementAndGet());
      taken.add(new Taken(sid, path, fields));
      if (fault == null) {
        answer(
            exchange,
            201,
            "{\"sid\":\"%s\",\"account_sid\":\"%s\",\"to\":\"%s\",\"from\":\"%s\",\"status\":\"queued\",\"api_version\":\"2010-04-01\",\"uri\":\"%s\"}"
                .formatted(sid, ACCOUNT, fields.get("To"), fields.get("From"), path));
      }
    }
  }

  /** What the service does not take, whoever asks. */
  private static Fault refusal(HttpExchange exchange, String path, Map<String, String> fields) {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Fault.of(401, 20003, "Authenticate");
    }
    String account = "/2010-04-01/Accounts/" + ACCOUNT;
    boolean call = path.equals(account + "/Calls.json");
    if (!exchange.getRequestMethod().equals("POST")
        || !(call || path.equals(account + "/Messages.json"))) {
      return Fault.of(404, 20404, "The requested resource was not found");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
      return Fault.of(415, 20415, "Unsupported media type");
    }
    if (!FROM.equals(fields.get("From"))) {
      return Fault.of(400, call ? 21212 : 21606, "The From number is not a valid one");
    }
    if (!fields.getOrDefault("To", "").matches("\\+[1-9]\\d{6,14}")) {
      return Fault.of(400, 21211, "The 'To' number is not a valid phone number");
    }
    return call ? refusedCall(fields) : refusedMessage(fields);
  }

  private static Fault refusedMessage(Map<String, String> fields) {
    String body = fields.getOrDefault("Body", "");
    if (body.isBlank()) {
      return Fault.of(400, 21602, "Message body is required");
    }
    if (body.length() > LONGEST_BODY) {
      return Fault.of(400, 21617, "The concatenated message body exceeds the 1600 character limit");
    }
    return isAddress(fields.get("StatusCallback"))
        ? null
        : Fault.of(400, 21609, "Invalid StatusCallback");
  }

  private static Fault refusedCall(Map<String, String> fields) {
    String twiml = fields.getOrDefault("Twiml", "");
    if (twiml.isEmpty() || twiml.length() > LONGEST_TWIML) {
      return Fault.of(400, 21626, "Twiml must have between 1 and 4000 characters");
    }
    try {
      xml(twiml);
    } catch (AssertionError broken) {
      return Fault.of(400, 12100, "Document parse failure");
    }
    return isAddress(fields.get("StatusCallback"))
        ? null
        : Fault.of(400, 21609, "Invalid StatusCallback");
  }

  private static boolean isAddress(String callback) {
    return callback == null || callback.matches("https?://[^/]+/\\S*");
  }

  // ---- the telephones

  /** Somebody sends an SMS; what comes back, empty where nothing does. */
  public String sends(String from, String body) {
    HttpResponse<String> answer =
        calls(
            webhook,
            Map.of("From", from, "To", FROM, "Body", body, "MessageSid", sid("SM")),
            TOKEN);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    NodeList messages = xml(answer.body()).getElementsByTagName("Message");
    return messages.getLength() == 0 ? "" : messages.item(0).getTextContent();
  }

  /** A key is pressed in a call; empty where none is. */
  public Speech presses(Taken call, Speech heard, String digit) {
    HttpResponse<String> answer = calls(heard.action(), pressed(call, digit), TOKEN);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Speech.read(answer.body());
  }

  /** The same, by somebody who does not know the account's token. */
  public int pressesUnsigned(Taken call, String digit) {
    return calls(call.speech().action(), pressed(call, digit), "another").statusCode();
  }

  private static Map<String, String> pressed(Taken call, String digit) {
    return Map.of(
        "CallSid",
        call.sid(),
        "From",
        FROM,
        "To",
        call.to(),
        "Digits",
        digit,
        "CallStatus",
        "in-progress");
  }

  /** Tells what became of a message or call, as the service does; what it was answered. */
  public int tells(Taken about, String status, int errorCode) {
    Map<String, String> fields = new HashMap<>();
    fields.put(about.isCall() ? "CallSid" : "MessageSid", about.sid());
    fields.put(about.isCall() ? "CallStatus" : "MessageStatus", status);
    fields.put("To", about.to());
    fields.put("From", FROM);
    if (errorCode != 0) {
      fields.put("ErrorCode", String.valueOf(errorCode));
    }
    return calls(about.fields().get("StatusCallback"), fields, TOKEN).statusCode();
  }

  /** A callback; its signature is that of the address without its fragment. */
  public HttpResponse<String> calls(String url, Map<String, String> fields, String token) {
    String address = url.replaceFirst("#.*", "");
    StringBuilder signed = new StringBuilder(address);
    new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
    String body =
        fields.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(address.replaceFirst("//localhost:", "//127.0.0.1:")))
              .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
              .header("X-Twilio-Signature", signature(token, signed.toString()))
              .header("User-Agent", "TwilioProxy/1.1")
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String signature(String token, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException defect) {
      throw new IllegalStateException(defect);
    }
  }

  private String sid(String kind) {
    return "%s%032x".formatted(kind, number.incrementAndGet());
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> fields(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static Document xml(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (Exception broken) {
      throw new AssertionError(text, broken);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
