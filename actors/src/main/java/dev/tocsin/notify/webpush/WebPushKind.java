package dev.tocsin.notify.webpush;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** A browser, by the push service of whoever made it. It adds itself, on the page of its person. */
public final class WebPushKind implements ChannelKind {
  public static final String TYPE = "webpush";

  /** An alert of yesterday is on the page, and its person has been told by other ways. */
  private static final Duration ALERT_LIFE = Duration.ofDays(1);

  /** No longer than a code is worth something. */
  private static final Duration LIFE = Duration.ofMinutes(15);

  private static final int LONGEST_KEY = 200;

  private final Service service;
  private final ServiceFields fields;
  private final Vapid vapid;

  public WebPushKind(Services services, Vapid vapid) {
    this.service = services.named("The browser's push service", new PushDialect());
    this.fields = services.fields();
    this.vapid = vapid;
  }

  /** What a browser must be told before it gives the address that messages go to. */
  public String publicKey() {
    return vapid.publicKey();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String label() {
    return "Browser";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "url", fields.url(input, "url", "the address that the browser gave for its subscription"));
    settings.put("p256dh", key(input, "p256dh", P256.POINT_BYTES));
    settings.put("auth", key(input, "auth", PushCipher.AUTH_BYTES));
    return new Endpoint(TYPE, settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("url", "p256dh", "auth");
  }

  @Override
  public String place(Endpoint endpoint) {
    return ServiceFields.host(endpoint.setting("url"));
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public boolean isForOnePerson() {
    return true;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    URI url = URI.create(endpoint.setting("url"));
    String token = vapid.token(url);
    byte[] encrypted =
        PushCipher.encrypt(
            PushText.of(message),
            P256.decoded(bytes(endpoint.setting("p256dh"))),
            bytes(endpoint.setting("auth")));
    return service.send(
        new Post(
            url,
            headers(message, token),
            ByteString.fromArrayUnsafe(encrypted),
            Redaction.of(this, endpoint, message).and(token)));
  }

  private Map<String, String> headers(Message message, String token) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "vapid t=" + token + ", k=" + vapid.publicKey());
    headers.put("Content-Type", "application/octet-stream");
    headers.put("Content-Encoding", "aes128gcm");
    headers.put("Urgency", "high");
    headers.put("TTL", Long.toString(life(message).toSeconds()));
    PushText.alert(message).ifPresent(alert -> headers.put("Topic", topic(alert)));
    return headers;
  }

  private static Duration life(Message message) {
    return switch (message.kind()) {
      case TRIGGERED, ACKNOWLEDGED, RESOLVED, BUNDLE, WARNING -> ALERT_LIFE;
      case TEST, VERIFICATION -> LIFE;
    };
  }

  /** What waits for a browser that is away gives way to what is newer of the same alert. */
  private static String topic(UUID alert) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(16)
                .putLong(alert.getMostSignificantBits())
                .putLong(alert.getLeastSignificantBits())
                .array());
  }

  private static String key(Input input, String field, int length) {
    String form = "the subscription's key " + field + ", in URL-safe base64";
    String written = input.optionalText(field, LONGEST_KEY).orElse("");
    if (written.isEmpty()) {
      input.missing(field, form);
      return "";
    }
    input.check(isKey(written, length), field, "It must be " + form + ".");
    return written;
  }

  private static boolean isKey(String written, int length) {
    try {
      byte[] bytes = bytes(written);
      if (length == P256.POINT_BYTES) {
        P256.decoded(bytes);
      }
      return bytes.length == length;
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  private static byte[] bytes(String written) {
    return Base64.getUrlDecoder().decode(written);
  }
}
