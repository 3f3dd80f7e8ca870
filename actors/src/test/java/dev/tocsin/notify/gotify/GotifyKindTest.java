package dev.tocsin.notify.gotify;

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

class GotifyKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new GotifyKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("baseUrl", service + "/push/")
        .put("token", "As3cretToken");
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "{\"id\":25,\"appid\":5}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/push/message");
    assertThat(request.header("X-Gotify-Key")).isEqualTo("As3cretToken");
    JsonNode body = request.json();
    assertThat(body.path("title").asText()).isNotBlank();
    assertThat(body.path("message").asText()).isNotBlank();
    assertThat(body.path("priority").asInt()).isBetween(0, 10);
    assertThat(body.path("extras").path("client::notification").path("click").path("url").asText())
        .startsWith("https://tocsin.example/");
  }

  @Test
  void saysWhereToAcknowledge() throws Exception {
    accept(service);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered("25"));
    assertThat(service.last().json().path("message").asText())
        .contains("Acknowledge: " + Messages.ACKNOWLEDGE);
    service.answers(
        401,
        "{\"error\":\"Unauthorized\",\"errorCode\":401,\"errorDescription\":\"no valid token\"}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("Gotify answered 401: no valid token"));
  }
}
