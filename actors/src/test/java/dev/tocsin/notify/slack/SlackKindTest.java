package dev.tocsin.notify.slack;

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

class SlackKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new SlackKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("url", service + "/services/T000/B000/s3cretXXXXXXXX");
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
    assertThat(request.target()).isEqualTo("/services/T000/B000/s3cretXXXXXXXX");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    JsonNode body = request.json();
    assertThat(body.path("text").asText()).isNotBlank();
    assertThat(body.path("unfurl_links").asBoolean(true)).isFalse();
    assertThat(body.path("blocks")).hasSizeBetween(1, 50);
    for (JsonNode block : body.path("blocks")) {
      switch (block.path("type").asText()) {
        case "header" -> checkText(block.path("text"), 150);
        case "section" -> {
          assertThat(block.has("text") || block.has("fields")).isTrue();
          if (block.has("text")) {
            checkText(block.path("text"), 3_000);
          }
          assertThat(block.path("fields")).hasSizeLessThanOrEqualTo(10);
          block.path("fields").forEach(field -> checkText(field, 2_000));
        }
        case "context" -> block.path("elements").forEach(element -> checkText(element, 2_000));
        default -> throw new AssertionError(block);
      }
    }
  }

  /** Only links of ours are between angle brackets. */
  private static void checkText(JsonNode text, int most) {
    String said = text.path("text").asText();
    assertThat(said).isNotBlank().hasSizeLessThanOrEqualTo(most);
    boolean isMarked = text.path("type").asText().equals("mrkdwn");
    assertThat(text.path("type").asText()).isIn("mrkdwn", "plain_text");
    String rest = isMarked ? said.replaceAll("<https://tocsin[^<>|]*\\|[^<>|]+>", "") : said;
    assertThat(rest).doesNotContain("<", ">");
    assertThat(rest.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
  }

  @Test
  void hasALinkThatAcknowledges() throws Exception {
    accept(service);
    send(Messages.of(Kind.TRIGGERED));
    assertThat(service.last().body()).contains("<" + Messages.ACKNOWLEDGE + "|Acknowledge>");
    assertThat(service.last().json().path("text").asText())
        .isEqualTo(":red_circle: labels-api is down");
    send(Messages.of(Kind.RESOLVED));
    assertThat(service.last().json().path("text").asText())
        .isEqualTo(":large_green_circle: Resolved: labels-api is down");
  }

  @Test
  void slacksWordsAreExplained() throws Exception {
    service.answers(404, "no_service");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("no_service, the webhook was removed"));
    service.answers(403, "invalid_token");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class, it -> assertThat(it.reason()).contains("invalid_token"));
    service.answers(410, "channel_is_archived");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("the channel is archived"));
  }
}
