package dev.tocsin.app.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import java.util.Map;

/** Where messages go beside what alerts tell: telephones, a chat, and a place that was tried. */
final class SampleChannels {
  private SampleChannels() {}

  /**
   * The ids of what was made.
   *
   * @param slack a channel that nothing was sent to
   * @param own a contact method of the owner's, that alerts went to
   */
  record Made(String slack, String own) {}

  /**
   * On a node that can telephone: people alone, for strangers may sign up there.
   *
   * @param tried a channel that is there
   */
  static Made of(ApiClient owner, String tried) {
    owner.post("/channels/" + tried + "/test").expect(200);
    String slack =
        created(
            owner,
            "/channels",
            Map.of(
                "name", "#incidents",
                "type", "slack",
                "url", "https://hooks.slack.com/services/T0/B0/of-nobody",
                "signingSecret", "0123456789abcdef0123456789abcdef"));
    String self = owner.get("/session").expect(200).json().at("/user/id").asText();
    String methods = "/users/" + self + "/contact-methods";
    created(owner, methods, Map.of("name", "Mobile", "type", "sms", "number", "+4915155550123"));
    return new Made(slack, pager(owner.get(methods).expect(200).json().get("items")));
  }

  private static String pager(JsonNode methods) {
    for (JsonNode each : methods) {
      if (!each.get("verifiedAt").isNull() && each.get("type").asText().equals("webhook")) {
        return each.get("id").asText();
      }
    }
    throw new IllegalArgumentException("No webhook of the owner's is verified");
  }

  private static String created(ApiClient owner, String path, Map<String, ?> body) {
    return owner.post(path, body).expect(201).text("id");
  }
}
