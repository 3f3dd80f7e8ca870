package dev.tocsin.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.ChannelContract;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.http.FakeService.Request;
import dev.tocsin.notify.http.Services;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlackKindTest extends ChannelContract {
  private static final Origin ORIGIN = new Origin(OrganizationId.create(), UUID.randomUUID());
  private static final SlackTokens TOKENS =
      new SlackTokens(
          new DerivedKeys("a key for tests, long enough for one".getBytes(StandardCharsets.UTF_8)),
          InstantSource.fixed(NOW));

  @Override
  protected ChannelKind kind(Services services) {
    return new SlackKind(services, TOKENS);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("url", service + "/services/T000/B000/s3cretXXXXXXXX")
        .put("signingSecret", "8f742231b10e8888abcd99yyyzzz85a5");
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
          if (block.has("accessory")) {
            checkButton(block.path("accessory"));
          }
        }
        case "actions" -> {
          assertThat(block.path("elements")).hasSizeBetween(1, 25);
          assertThat(block.path("elements").findValuesAsText("action_id")).doesNotHaveDuplicates();
          block.path("elements").forEach(SlackKindTest::checkButton);
        }
        case "context" -> block.path("elements").forEach(element -> checkText(element, 2_000));
        default -> throw new AssertionError(block);
      }
    }
  }

  private static void checkButton(JsonNode button) {
    assertThat(button.path("type").asText()).isEqualTo("button");
    assertThat(button.path("action_id").asText()).isNotBlank().hasSizeLessThanOrEqualTo(255);
    assertThat(button.path("value").asText()).isNotBlank().hasSizeLessThanOrEqualTo(2_000);
    assertThat(button.at("/text/type").asText()).isEqualTo("plain_text");
    checkText(button.path("text"), 75);
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

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withButtonsEveryMessageIsInSlacksShapeToo(Kind of) throws Exception {
    accept(service);
    for (String text : Messages.HOSTILE) {
      Message message = Messages.of(of, text, text);
      assertThat(sendOfAlert(endpoint(), message)).isInstanceOf(Outcome.Delivered.class);
      check(service.last(), message);
    }
  }

  @Test
  void aNewAlertHasButtonsThatNameItsPlaceAndNothingElse() throws Exception {
    accept(service);
    sendOfAlert(endpoint(), Messages.of(Kind.TRIGGERED));
    JsonNode buttons = buttons(service.last());
    assertThat(buttons.findValuesAsText("action_id"))
        .containsExactly("acknowledge", "resolve", "escalate");
    for (JsonNode button : buttons) {
      assertThat(TOKENS.read(button.path("value").asText()))
          .contains(
              new SlackTokens.Claim(ORIGIN.organization(), ORIGIN.endpoint(), Messages.ALERT));
    }
    assertThat(service.last().body()).contains("<" + Messages.ACKNOWLEDGE + "|Acknowledge>");
  }

  @Test
  void inABundleEachAlertThatWaitsIsAcknowledgedByItself() throws Exception {
    accept(service);
    sendOfAlert(endpoint(), Messages.of(Kind.BUNDLE));
    assertThat(buttons(service.last()).isMissingNode()).isTrue();
    // every third of the twenty that are listed is resolved
    assertThat(service.last().json().findValues("accessory"))
        .hasSize(13)
        .allMatch(button -> button.path("action_id").asText().equals("acknowledge"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TRIGGERED", "BUNDLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatCannotBeAnsweredHasNoButtons(Kind of) throws Exception {
    accept(service);
    sendOfAlert(endpoint(), Messages.of(of));
    assertThat(service.last().body()).doesNotContain("\"button\"");
  }

  @Test
  void withoutASigningSecretThereAreNoButtons() throws Exception {
    accept(service);
    ObjectNode without = settings(service.url());
    without.remove("signingSecret");
    sendOfAlert(read(without), Messages.of(Kind.TRIGGERED));
    assertThat(service.last().body()).doesNotContain("\"button\"");
    sendOfAlert(read(without), Messages.of(Kind.BUNDLE));
    assertThat(service.last().body()).doesNotContain("\"button\"");
    assertThat(faults(without.put("signingSecret", "short"))).containsExactly("signingSecret");
  }

  private Outcome sendOfAlert(Endpoint endpoint, Message message) throws Exception {
    return kind.send(endpoint, message, ORIGIN).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static JsonNode buttons(Request request) {
    for (JsonNode block : request.json().path("blocks")) {
      if (block.path("type").asText().equals("actions")) {
        return block.path("elements");
      }
    }
    return MissingNode.getInstance();
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
