package dev.tocsin.notify.telegram;

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
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TelegramKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    DerivedKeys keys =
        new DerivedKeys("a key for tests, long enough for one".getBytes(StandardCharsets.UTF_8));
    return new TelegramKind(
        services,
        new TelegramWebhooks(
            services, new TelegramSecrets(keys), URI.create("http://localhost:8080")));
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("token", "123456:AAs3cret-x_y")
        .put("chatId", "-1001234567890")
        .put("baseUrl", service);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "{\"ok\":true,\"result\":{\"message_id\":42}}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/bot123456:AAs3cret-x_y/sendMessage");
    JsonNode body = request.json();
    assertThat(body.path("chat_id").asText()).isEqualTo("-1001234567890");
    assertThat(body.path("parse_mode").asText()).isEqualTo("HTML");
    String text = body.path("text").asText();
    assertThat(text).isNotBlank().hasSizeLessThanOrEqualTo(4_096);
    // what is left without our own elements is text, in which nothing may be bare
    String bare = text.replaceAll("<a href=\"https://tocsin[^\"<>]*\">|</a>|</?b>", "");
    assertThat(bare).doesNotContain("<", ">");
    assertThat(bare.replaceAll("&(amp|lt|gt|quot);", "")).doesNotContain("&");
    assertThat(text.split("<b>", -1)).hasSameSizeAs(text.split("</b>", -1));
    assertThat(text.split("<a ", -1)).hasSameSizeAs(text.split("</a>", -1));
  }

  @Test
  void keepsTheMessagesIdAndAcknowledgesByALink() throws Exception {
    accept(service);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered("42"));
    assertThat(service.last().json().path("text").asText())
        .contains("<a href=\"" + Messages.ACKNOWLEDGE + "\">Acknowledge</a>");
    assertThat(service.last().json().path("disable_notification").asBoolean()).isFalse();
    send(Messages.of(Kind.RESOLVED));
    assertThat(service.last().json().path("disable_notification").asBoolean()).isTrue();
  }

  @Test
  void saysWhatTelegramSays() throws Exception {
    service.answers(
        429,
        "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 5\","
            + "\"parameters\":{\"retry_after\":5}}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isEqualTo(
            Outcome.Retry.wide(
                "Telegram answered 429: Too Many Requests: retry after 5", Duration.ofSeconds(5)));
    service.answers(
        403, "{\"ok\":false,\"description\":\"Forbidden: bot was blocked by the user\"}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it ->
                assertThat(it.reason())
                    .contains("Telegram answered 403: Forbidden: bot was blocked by the user"));
    service.answers(
        400,
        "{\"ok\":false,\"description\":\"moved\",\"parameters\":{\"migrate_to_chat_id\":-1007}}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class, it -> assertThat(it.reason()).contains("id is now ", "-1007"));
  }

  @Test
  void takesAChatByNumberOrByName() {
    assertThat(faults(settings(service.url()).put("chatId", -1001234567890L))).isEmpty();
    assertThat(faults(settings(service.url()).put("chatId", "@ops_room"))).isEmpty();
    assertThat(faults(settings(service.url()).put("chatId", "ops room"))).containsExactly("chatId");
    assertThat(faults(settings(service.url()).put("token", "a/b"))).containsExactly("token");
  }
}
