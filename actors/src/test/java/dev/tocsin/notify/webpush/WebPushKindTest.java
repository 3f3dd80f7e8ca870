package dev.tocsin.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.tocsin.notify.ChannelContract;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.http.FakeService.Request;
import dev.tocsin.notify.http.Services;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPushKindTest extends ChannelContract {
  private static final DerivedKeys KEYS = keys("a key for tests of 32 bytes, more");
  private static final Vapid VAPID =
      new Vapid(KEYS, URI.create("mailto:ops@example.org"), InstantSource.fixed(NOW));

  /** Base64 of whole triples keeps the word in sight. */
  private static final Subscriber BROWSER =
      new Subscriber(Base64.getUrlDecoder().decode("s3cretAAs3cretAAs3cretAA".substring(0, 22)));

  private static DerivedKeys keys(String secret) {
    return new DerivedKeys(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected ChannelKind kind(Services services) {
    return new WebPushKind(services, VAPID);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("url", service + "/push/s3cret-subscription")
        .put("p256dh", BROWSER.p256dh())
        .put("auth", BROWSER.auth());
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(201, "", "Location: https://push.example/message/1");
  }

  @Override
  protected String addressField() {
    return "url";
  }

  @Override
  protected String readable(Request request) {
    try {
      return BROWSER.open(request.bytes().toArray());
    } catch (Exception unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/push/s3cret-subscription");
    assertThat(request.header("Content-Encoding")).isEqualTo("aes128gcm");
    assertThat(request.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(request.header("Urgency")).isEqualTo("high");
    assertThat(Long.parseLong(request.header("TTL"))).isBetween(900L, 2_419_200L);
    assertThat(request.header("Topic")).matches("[\\w-]{0,32}");
    assertThat(request.bytes().length()).isLessThanOrEqualTo(4_096);
    JsonNode text = text(request);
    assertThat(text.get("title").asText()).isNotBlank();
    assertThat(text.get("page").asText()).startsWith("https://tocsin.example/");
    assertThat(text.get("tag").asText()).isNotBlank();
    assertThat(text.path("code").asText(null)).isEqualTo(message.code());
    assertSigned(request);
  }

  private JsonNode text(Request request) {
    try {
      return new ObjectMapper().readTree(readable(request));
    } catch (Exception unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private void assertSigned(Request request) {
    try {
      String[] shown = request.header("Authorization").split("vapid t=|, k=");
      assertThat(shown[2]).isEqualTo(VAPID.publicKey());
      SignedJWT token = SignedJWT.parse(shown[1]);
      assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
      assertThat(
              token.verify(
                  new ECDSAVerifier(P256.decoded(Base64.getUrlDecoder().decode(shown[2])))))
          .isTrue();
      var claims = token.getJWTClaimsSet();
      assertThat(claims.getAudience()).containsExactly(service.url());
      assertThat(claims.getSubject()).isEqualTo("mailto:ops@example.org");
      assertThat(claims.getExpirationTime().toInstant())
          .isBetween(NOW, NOW.plus(Duration.ofHours(24)));
    } catch (Exception wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Test
  void anAlertIsOneNotificationThatItsNewsReplace() throws Exception {
    accept(service);
    List<JsonNode> texts = new ArrayList<>();
    List<String> topics = new ArrayList<>();
    for (Kind kind : List.of(Kind.TRIGGERED, Kind.ACKNOWLEDGED, Kind.RESOLVED)) {
      assertThat(send(Messages.of(kind))).isEqualTo(new Outcome.Delivered(null));
      texts.add(text(service.last()));
      topics.add(service.last().header("Topic"));
    }
    assertThat(topics).containsOnly("AZOgwAAAcACAAAAAAAAAqg");
    assertThat(texts)
        .extracting(text -> text.get("tag").asText())
        .containsOnly(Messages.ALERT.toString());
    assertThat(texts)
        .extracting(text -> text.get("over").asBoolean())
        .containsExactly(false, false, true);
    assertThat(texts.getFirst().get("title").asText()).isEqualTo("labels-api is down");
    assertThat(texts.getFirst().get("body").asText())
        .contains("status 503 from fra", "Severity: critical");
    assertThat(texts.getFirst().get("acknowledge").asText())
        .isEqualTo(Messages.ACKNOWLEDGE.toString());
    assertThat(texts.getLast().has("acknowledge")).isFalse();
  }

  @Test
  void whatIsToldOfSeveralReplacesNothing() throws Exception {
    accept(service);
    send(Messages.of(Kind.BUNDLE));
    assertThat(service.last().header("Topic")).isEmpty();
    assertThat(text(service.last()).get("tag").asText()).isEqualTo(Messages.ID.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aSubscriptionThatIsOverIsNotTriedAgain(int status) throws Exception {
    service.answers(status, "");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            over ->
                assertThat(over.reason())
                    .startsWith("This browser does not take messages any more"));
  }

  @Test
  void whatIsTooLargeIsNotTriedAgain() throws Exception {
    service.answers(413, "");
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Permanent.class);
  }

  @Test
  void keysThatAreNoneAreRefusedWhenTheyAreSaved() {
    assertThat(faults(settings(service.url()).put("p256dh", BROWSER.auth())))
        .containsExactly("p256dh");
    assertThat(faults(settings(service.url()).put("p256dh", "B" + "A".repeat(86))))
        .containsExactly("p256dh");
    assertThat(faults(settings(service.url()).put("auth", "not base64 "))).containsExactly("auth");
    assertThat(faults(settings(service.url()).put("auth", "AAAA"))).containsExactly("auth");
  }

  @Test
  void everyNodeHasTheSameKeyAndEveryInstallationItsOwn() {
    InstantSource clock = InstantSource.system();
    assertThat(new Vapid(keys("a key for tests of 32 bytes, more"), null, clock).publicKey())
        .isEqualTo(VAPID.publicKey())
        .matches("[\\w-]{87}");
    assertThat(new Vapid(keys("another key for tests of 32 bytes"), null, clock).publicKey())
        .isNotEqualTo(VAPID.publicKey());
  }

  @Test
  void whoHasNoAddressIsNamedByNone() throws Exception {
    String token =
        new Vapid(KEYS, null, InstantSource.system()).token(URI.create("https://p.example/x"));
    var claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getSubject()).isNull();
    assertThat(claims.getAudience()).containsExactly("https://p.example");
  }
}
