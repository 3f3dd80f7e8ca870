package dev.tocsin.app.browser;

import dev.tocsin.http.testing.ApiClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Incidents of an organization that has status pages: one that goes on, a draft, two of the past; a
 * rule and a template that others begin with; and maintenance, under way and planned.
 */
final class SampleIncidents {
  private SampleIncidents() {}

  /**
   * The ids of what was made.
   *
   * @param page by its slug
   */
  record Made(
      String page,
      String pageId,
      String open,
      String draft,
      String past,
      String work,
      String rule,
      String template) {}

  static Made of(ApiClient owner, String slug) {
    Instant now = Instant.now();
    String page = "";
    for (var each : owner.get("/status-pages").expect(200).json().get("items")) {
      page = each.get("slug").asText().equals(slug) ? each.get("id").asText() : page;
    }
    var components =
        owner.get("/status-pages/" + page + "/components").expect(200).json().get("items");
    String first = components.get(0).get("id").asText();
    String second = components.get(1).get("id").asText();
    String open =
        opened(
            owner,
            Map.of(
                "title",
                "Creating labels fails for some customers.",
                "impact",
                "major",
                "visibility",
                "public",
                "componentIds",
                List.of(first),
                "startedAt",
                now.minus(Duration.ofMinutes(37)).toString(),
                "message",
                "Our checks in Frankfurt and Virginia get errors when creating labels."));
    tell(
        owner,
        open,
        "identified",
        now.minus(Duration.ofMinutes(5)),
        "Six servers that draw labels lost their connection to **storage** after a change. We are"
            + " taking the change back:\n\n- about one request in three fails\n- trying again"
            + " after a few seconds mostly works\n\nNo shipment is lost.");
    owner
        .post("/incidents/" + open + "/notes", Map.of("text", "Lukas is on the phone with them."))
        .expect(200);
    String draft =
        opened(
            owner,
            Map.of(
                "title",
                "Printing is slow.",
                "impact",
                "minor",
                "componentIds",
                List.of(second),
                "message",
                "Labels take up to a minute to be printed."));
    past(
        owner,
        "Nordpost accepted no parcels",
        first,
        now.minus(Duration.ofDays(4)),
        Duration.ofMinutes(130),
        "The carrier’s own systems were down; we handed everything over when they came back.");
    String past =
        past(
            owner,
            "Webhooks were sent late",
            first,
            now.minus(Duration.ofDays(2)),
            Duration.ofMinutes(95),
            "A queue held back events of large accounts; all were delivered since.");
    planned(owner, "Labels are drawn by new servers", second, now.plus(Duration.ofDays(3)));
    String work =
        planned(owner, "New switches in rack 4", second, now.minus(Duration.ofMinutes(20)));
    String rule =
        owner
            .post(
                "/incident-rules",
                Map.of("name", "Everything for a day", "statusPageId", page, "after", "24h"))
            .expect(201)
            .text("id");
    String template =
        owner
            .post(
                "/incident-templates",
                Map.of(
                    "name",
                    "A carrier is down",
                    "title",
                    "Parcels are handed over late.",
                    "message",
                    "The carrier does not answer. **Nothing is lost**: we hand everything over"
                        + " when it is back.",
                    "phase",
                    "identified"))
            .expect(201)
            .text("id");
    return new Made(slug, page, open, draft, past, work, rule, template);
  }

  private static String planned(ApiClient owner, String title, String component, Instant begins) {
    return owner
        .post(
            "/maintenances",
            Map.of(
                "title",
                title,
                "message",
                "Labels may take **up to a minute**. Nothing is lost.",
                "startsAt",
                begins.toString(),
                "endsAt",
                begins.plus(Duration.ofHours(2)).toString(),
                "holdAlerts",
                false,
                "componentIds",
                List.of(component)))
        .expect(201)
        .text("id");
  }

  private static String opened(ApiClient owner, Map<String, ?> incident) {
    return owner.post("/incidents", incident).expect(201).text("id");
  }

  private static void tell(
      ApiClient owner, String incident, String phase, Instant at, String message) {
    owner
        .post(
            "/incidents/" + incident + "/updates",
            Map.of("phase", phase, "at", at.toString(), "message", message))
        .expect(200);
  }

  private static String past(
      ApiClient owner,
      String title,
      String component,
      Instant began,
      Duration took,
      String message) {
    String incident =
        opened(
            owner,
            Map.of(
                "title",
                title,
                "impact",
                "major",
                "visibility",
                "public",
                "componentIds",
                List.of(component),
                "startedAt",
                began.toString(),
                "message",
                "We look into it."));
    tell(owner, incident, "resolved", began.plus(took), message);
    return incident;
  }
}
