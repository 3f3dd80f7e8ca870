package dev.tocsin.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.ChannelContract;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.http.FakeService.Request;
import dev.tocsin.notify.http.Services;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookKindTest extends ChannelContract {
  private static final String SECRET = "a s3cret of ours";

  @Override
  protected ChannelKind kind(Services services) {
    return new WebhookKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("url", service + "/hook/path-s3cret?key=q-s3cret-1&b=2")
        .put("secret", SECRET);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(204, "");
  }

  @Override
  protected String addressField() {
    return "url";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/hook/path-s3cret?key=q-s3cret-1&b=2");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("Idempotency-Key")).isEqualTo(message.id().toString());
    assertSigned(request);
    JsonNode body = request.json();
    assertThat(body.path("id").asText()).isEqualTo(message.id().toString());
    assertThat(body.path("text").asText()).isNotBlank().hasSizeLessThanOrEqualTo(256);
    assertThat(body.path("alerts")).hasSize(message.notices().size());
    assertThat(body.path("more").asInt()).isEqualTo(message.more());
  }

  private static void assertSigned(Request request) {
    String header = request.header("Tocsin-Signature");
    assertThat(header).startsWith("t=" + NOW.getEpochSecond() + ",v1=");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = NOW.getEpochSecond() + "." + request.body();
      assertThat(header)
          .endsWith(
              "v1="
                  + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void saysAllThatIsKnownOfAnAlert() throws Exception {
    accept(service);
    send(Messages.repeated(Messages.of(Kind.TRIGGERED)));
    assertThat(service.last().json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "%s", "type": "alert.triggered", "organization": "Acme",
                     "text": "labels-api is down", "url": "%s", "mayRepeat": true,
                     "alerts": [{"id": "%s", "state": "triggered", "title": "labels-api is down",
                       "detail": "status 503 from fra", "severity": "critical",
                       "since": "2026-11-20T10:31:00Z", "url": "%s", "acknowledgeUrl": "%s",
                       "by": null}],
                     "more": 0}
                    """
                        .formatted(
                            Messages.ID,
                            Messages.OVERVIEW,
                            Messages.ALERT,
                            Messages.PAGE,
                            Messages.ACKNOWLEDGE)));
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    accept(service);
    ObjectNode open = settings(service.url());
    open.remove("secret");
    sendTo(read(open), Messages.of(Kind.TEST));
    assertThat(service.last().header("Tocsin-Signature")).isEmpty();
    assertThat(faults(open.put("secret", "short"))).containsExactly("secret");
  }
}
