package dev.tocsin.notify.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.ChannelContract;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.http.FakeService.Request;
import dev.tocsin.notify.http.Services;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TeamsKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new TeamsKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put(
            "url",
            service
                + "/workflows/0s3cret0/triggers/manual/paths/invoke?api-version=1&sig=s3cret-sig");
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(202, "");
  }

  @Override
  protected String addressField() {
    return "url";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).endsWith("?api-version=1&sig=s3cret-sig");
    assertThat(request.body().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(28 * 1_024);
    JsonNode body = request.json();
    assertThat(body.path("type").asText()).isEqualTo("message");
    JsonNode attachment = body.path("attachments").path(0);
    assertThat(attachment.path("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    JsonNode card = attachment.path("content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.path("version").asText()).isEqualTo("1.4");
    assertThat(card.path("actions")).isNotEmpty().hasSizeLessThanOrEqualTo(6);
    assertThat(card.path("body")).isNotEmpty();
    for (JsonNode block : card.path("body")) {
      assertThat(block.path("type").asText()).isEqualTo("RichTextBlock");
      assertThat(block.path("inlines").path(0).path("text").asText()).isNotBlank();
    }
  }

  @Test
  void anOldConnectorsYesMayBeANo() throws Exception {
    service.answers(200, "Webhook message delivery failed with error: returned HTTP error 429");
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
    service.answers(200, "failed with error: returned HTTP error 413");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class, it -> assertThat(it.reason()).contains("413"));
    service.answers(401, "{\"error\":{\"code\":\"x\",\"message\":\"The signature is invalid\"}}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("401: The signature is invalid"));
    service.answers(200, "1");
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void hasAButtonThatAcknowledges() throws Exception {
    accept(service);
    send(Messages.of(Kind.TRIGGERED));
    JsonNode action = service.last().json().at("/attachments/0/content/actions/0");
    assertThat(action.path("type").asText()).isEqualTo("Action.OpenUrl");
    assertThat(action.path("title").asText()).isEqualTo("Acknowledge");
    assertThat(action.path("url").asText()).isEqualTo(Messages.ACKNOWLEDGE.toString());
  }
}
