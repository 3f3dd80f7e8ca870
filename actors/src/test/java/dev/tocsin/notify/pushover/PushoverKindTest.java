package dev.tocsin.notify.pushover;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

class PushoverKindTest extends ChannelContract {
  @Override
  protected ChannelKind kind(Services services) {
    return new PushoverKind(services);
  }

  @Override
  protected ObjectNode settings(String service) {
    return new ObjectMapper()
        .createObjectNode()
        .put("userKey", "us3cretuserkey")
        .put("appToken", "as3cretapptoken")
        .put("baseUrl", service);
  }

  @Override
  protected void accept(FakeService fake) {
    fake.answers(200, "{\"status\":1,\"request\":\"r-1\"}");
  }

  @Override
  protected String addressField() {
    return "baseUrl";
  }

  @Override
  protected void check(Request request, Message message) {
    assertThat(request.target()).isEqualTo("/1/messages.json");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.body()).matches("[\\w=&%+.*-]+");
    Map<String, String> form = request.form();
    assertThat(form)
        .containsEntry("token", "as3cretapptoken")
        .containsEntry("user", "us3cretuserkey");
    assertThat(form.get("title")).isNotBlank().hasSizeLessThanOrEqualTo(250);
    assertThat(form.get("message")).isNotBlank().hasSizeLessThanOrEqualTo(1_024);
    assertThat(form.get("url")).startsWith("https://").hasSizeLessThanOrEqualTo(512);
    assertThat(form.get("url_title")).hasSizeLessThanOrEqualTo(100);
    assertThat(form.get("priority")).isIn("-1", "0", "1");
  }

  @Test
  void anAlarmBreaksThroughQuietHoursAndItsEndIsQuiet() throws Exception {
    accept(service);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered("r-1"));
    assertThat(service.last().form())
        .containsEntry("priority", "1")
        .containsEntry("url", Messages.ACKNOWLEDGE.toString());
    send(Messages.of(Kind.RESOLVED));
    assertThat(service.last().form()).containsEntry("priority", "-1");
  }

  @Test
  void saysWhatPushoverSays() throws Exception {
    service.answers(
        400, "{\"user\":\"invalid\",\"errors\":[\"user identifier is invalid\"],\"status\":0}");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it ->
                assertThat(it.reason())
                    .contains("Pushover answered 400: user identifier is invalid"));
    service.answers(429, "{}", "X-Limit-App-Remaining: 0");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> assertThat(it.reason()).contains("of this month are used up"));
  }
}
