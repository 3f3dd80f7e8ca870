package dev.tocsin.notify.discord;

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
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiscordKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new DiscordKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("url", service + "/api/webhooks/123456789012345678/s3cret-s3cret?thread_id=7");
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "{\"id\":\"99\"}");
  }

  @Override
  protected String addressField() {
    return "url";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).endsWith("/s3cret-s3cret?thread_id=7&wait=true");
    JsonNode body = request.json();
    assertThat(body.path("content").asText()).isNotBlank().hasSizeLessThanOrEqualTo(2_000);
    assertThat(body.path("allowed_mentions").path("parse").isArray()).isTrue();
    assertThat(body.path("allowed_mentions").path("parse")).isEmpty();
    assertThat(body.path("embeds")).hasSize(1);
    JsonNode embed = body.path("embeds").path(0);
    int all = embed.path("title").asText().length() + embed.path("description").asText().length();
    assertThat(embed.path("title").asText()).isNotBlank().hasSizeLessThanOrEqualTo(256);
    assertThat(embed.path("description").asText()).isNotBlank().hasSizeLessThanOrEqualTo(4_096);
    assertThat(embed.path("color").asInt()).isBetween(0, 0xffffff);
    assertThat(embed.path("fields")).hasSizeLessThanOrEqualTo(25);
    for (JsonNode field : embed.path("fields")) {
      assertThat(field.path("name").asText()).isNotBlank().hasSizeLessThanOrEqualTo(256);
      assertThat(field.path("value").asText()).isNotBlank().hasSizeLessThanOrEqualTo(1_024);
      all += field.path("name").asText().length() + field.path("value").asText().length();
    }
    assertThat(all).isLessThanOrEqualTo(6_000);
    assertThat(request.body()).doesNotContain("@everyone", "@here", "[a](");
  }

  @Test
  void keepsTheMessagesId() throws Exception {
    accept(service);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered("99"));
    assertThat(service.last().body()).contains("**[Acknowledge](" + Messages.ACKNOWLEDGE + ")**");
  }

  @Test
  void waitsForTheFractionsOfASecondThatDiscordSays() throws Exception {
    service.answers(
        429,
        "{\"message\": \"You are being rate limited.\", \"retry_after\": 0.65}",
        "Retry-After: 1");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isEqualTo(
            Outcome.Retry.wide(
                "Discord answered 429: You are being rate limited.", Duration.ofMillis(650)));
    service.answers(404, "{\"message\": \"Unknown Webhook\", \"code\": 10015}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("Discord answered 404: Unknown Webhook"));
  }
}
