package dev.tocsin.notify.ntfy;

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

class NtfyKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new NtfyKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("topic", "s3cret_ops-1")
        .put("token", "tk_s3cret")
        .put("baseUrl", service);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "{\"id\":\"sPs71M8A2T\",\"event\":\"message\"}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/");
    assertThat(request.header("Authorization")).isEqualTo("Bearer tk_s3cret");
    JsonNode body = request.json();
    assertThat(body.path("topic").asText()).isEqualTo("s3cret_ops-1");
    assertThat(body.path("title").asText()).isNotBlank().hasSizeLessThanOrEqualTo(250);
    assertThat(body.path("message").asText()).isNotBlank();
    assertThat(body.path("message").asText().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(4_096);
    assertThat(body.path("priority").asInt()).isBetween(1, 5);
    assertThat(body.path("actions")).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void hasAnActionThatAcknowledges() throws Exception {
    accept(service);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered("sPs71M8A2T"));
    JsonNode body = service.last().json();
    assertThat(body.path("click").asText()).isEqualTo(Messages.PAGE.toString());
    assertThat(body.path("priority").asInt()).isEqualTo(5);
    assertThat(body.at("/actions/0/action").asText()).isEqualTo("view");
    assertThat(body.at("/actions/0/url").asText()).isEqualTo(Messages.ACKNOWLEDGE.toString());
  }

  @Test
  void theTokenMayBeMissingAndATopicHasASimpleName() throws Exception {
    accept(service);
    ObjectNode open = settings(service.url());
    open.remove("token");
    sendTo(read(open), Messages.of(Kind.TEST));
    assertThat(service.last().headers()).doesNotContainKey("authorization");
    assertThat(faults(settings(service.url()).put("topic", "a/b"))).containsExactly("topic");
    open.remove("baseUrl");
    assertThat(kind.place(read(open))).isEqualTo("ntfy.sh");
  }

  @Test
  void saysWhatNtfySays() throws Exception {
    service.answers(403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("ntfy answered 403: forbidden"));
  }
}
