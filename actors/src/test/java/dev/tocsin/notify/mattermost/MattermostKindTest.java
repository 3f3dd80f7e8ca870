package dev.tocsin.notify.mattermost;

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
import org.junit.jupiter.api.Test;

class MattermostKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new MattermostKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper().createObjectNode().put("url", service + "/hooks/s3cret26characters");
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "ok");
  }

  @Override
  protected String addressField() {
    return "url";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/hooks/s3cret26characters");
    JsonNode body = request.json();
    assertThat(body.path("attachments")).hasSize(1);
    JsonNode attachment = body.path("attachments").path(0);
    assertThat(attachment.path("fallback").asText()).isNotBlank();
    assertThat(attachment.path("color").asText()).matches("#[0-9a-f]{6}");
    assertThat(attachment.path("text").asText()).isNotBlank();
    assertThat(attachment.toString()).hasSizeLessThan(16_383);
    assertThat(request.body()).doesNotContain("@everyone", "@here", "[a](");
    attachment
        .path("fields")
        .forEach(field -> assertThat(field.path("value").asText()).isNotBlank());
  }

  @Test
  void saysWhatMattermostSays() throws Exception {
    service.answers(400, "{\"id\":\"web.x\",\"message\":\"Invalid webhook\",\"status_code\":400}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("Mattermost answered 400: Invalid webhook"));
  }

  @Test
  void hasALinkThatAcknowledges() throws Exception {
    accept(service);
    send(Messages.of(Kind.TRIGGERED));
    assertThat(service.last().body()).contains("**[Acknowledge](" + Messages.ACKNOWLEDGE + ")**");
  }
}
