package dev.tocsin.notify.pagerduty;

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

class PagerDutyKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new PagerDutyKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("routingKey", "s3cret0123456789s3cret0123456789")
        .put("baseUrl", service);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(
        202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"k\"}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/v2/enqueue");
    JsonNode event = request.json();
    assertThat(event.path("routing_key").asText()).isEqualTo("s3cret0123456789s3cret0123456789");
    assertThat(event.path("dedup_key").asText()).isNotBlank().hasSizeLessThanOrEqualTo(255);
    assertThat(event.path("event_action").asText()).isIn("trigger", "acknowledge", "resolve");
    if (event.path("event_action").asText().equals("trigger")) {
      JsonNode payload = event.path("payload");
      assertThat(payload.path("summary").asText()).isNotBlank().hasSizeLessThanOrEqualTo(1_024);
      assertThat(payload.path("source").asText()).isNotBlank();
      assertThat(payload.path("severity").asText()).isIn("critical", "error", "warning", "info");
      event
          .path("links")
          .forEach(link -> assertThat(link.path("href").asText()).startsWith("https"));
    }
  }

  @Test
  void oneAlertIsOneKeyFromItsBeginningToItsEnd() throws Exception {
    accept(service);
    for (Kind of : new Kind[] {Kind.TRIGGERED, Kind.ACKNOWLEDGED, Kind.RESOLVED}) {
      assertThat(send(Messages.of(of))).isEqualTo(new Outcome.Delivered("k"));
    }
    assertThat(service.requests().stream().map(it -> it.json().path("event_action").asText()))
        .containsExactly("trigger", "acknowledge", "resolve");
    assertThat(service.requests())
        .allSatisfy(
            it ->
                assertThat(it.json().path("dedup_key").asText())
                    .isEqualTo(Messages.ALERT.toString()));
    assertThat(service.requests().getFirst().body()).contains(Messages.ACKNOWLEDGE.toString());
  }

  @Test
  void aBundleIsAnEventForEachAlertAndOneForTheRest() throws Exception {
    accept(service);
    send(Messages.of(Kind.BUNDLE));
    assertThat(service.requests()).hasSize(31);
    service.answers(400, "no");
    assertThat(send(Messages.of(Kind.BUNDLE))).isInstanceOf(Outcome.Permanent.class);
    assertThat(service.requests()).hasSize(32);
  }

  @Test
  void saysWhatPagerDutySays() throws Exception {
    service.answers(
        400,
        "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\","
            + "\"errors\":[\"'routing_key' is invalid\"]}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it ->
                assertThat(it.reason())
                    .contains(
                        "PagerDuty answered 400: Event object is invalid: 'routing_key' is invalid"));
  }
}
