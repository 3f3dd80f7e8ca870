package dev.tocsin.notify.opsgenie;

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

class OpsgenieKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new OpsgenieKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("apiKey", "s3cret-0000-1111")
        .put("baseUrl", service);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(202, "{\"result\":\"Request will be processed\",\"requestId\":\"r-1\"}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.header("Authorization")).isEqualTo("GenieKey s3cret-0000-1111");
    JsonNode body = request.json();
    if (request.target().equals("/v2/alerts")) {
      assertThat(body.path("message").asText()).isNotBlank().hasSizeLessThanOrEqualTo(130);
      assertThat(body.path("alias").asText()).isNotBlank().hasSizeLessThanOrEqualTo(512);
      assertThat(body.path("description").asText()).hasSizeLessThanOrEqualTo(15_000);
      assertThat(body.path("priority").asText()).matches("P[1-5]");
    } else {
      assertThat(request.target())
          .matches("/v2/alerts/" + Messages.ALERT + "/(acknowledge|close)\\?identifierType=alias");
      assertThat(body.path("user").asText()).hasSizeLessThanOrEqualTo(100);
      assertThat(body.path("note").asText()).hasSizeLessThanOrEqualTo(25_000);
    }
  }

  @Test
  void createsAcknowledgesAndClosesByAlias() throws Exception {
    accept(service);
    for (Kind of : new Kind[] {Kind.TRIGGERED, Kind.ACKNOWLEDGED, Kind.RESOLVED}) {
      assertThat(send(Messages.of(of))).isEqualTo(new Outcome.Delivered("r-1"));
    }
    assertThat(service.requests().getFirst().json().path("alias").asText())
        .isEqualTo(Messages.ALERT.toString());
    assertThat(service.requests().stream().map(Request::target))
        .containsExactly(
            "/v2/alerts",
            "/v2/alerts/" + Messages.ALERT + "/acknowledge?identifierType=alias",
            "/v2/alerts/" + Messages.ALERT + "/close?identifierType=alias");
  }

  @Test
  void anAccountMayBeInEurope() {
    ObjectNode european = settings(service.url()).put("region", "eu");
    european.remove("baseUrl");
    assertThat(kind.place(read(european))).isEqualTo("api.eu.opsgenie.com");
    european.remove("region");
    assertThat(kind.place(read(european))).isEqualTo("api.opsgenie.com");
    assertThat(faults(european.put("region", "mars"))).containsExactly("region");
  }
}
