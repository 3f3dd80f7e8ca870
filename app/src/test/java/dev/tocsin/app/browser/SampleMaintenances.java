package dev.tocsin.app.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is worked on now, what will be and what was, and an alert that waits for its end. */
final class SampleMaintenances {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private SampleMaintenances() {}

  /**
   * The ids of what was made.
   *
   * @param held an alert whose next step is held back
   */
  record Made(String weekly, String held) {}

  /** Of an organization whose alerts tell somebody. */
  static Made of(ApiClient owner) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    String scanners = monitor(owner, "dock-scanners");
    owner
        .post(
            "/monitors/" + scanners + "/state",
            Map.of("status", "down", "message", "No scanner has reported for 10 minutes."))
        .expect(200);
    String held = alert(owner, "dock-scanners");
    plan(
        owner,
        "New switches in rack 4",
        now.minus(40, ChronoUnit.MINUTES),
        now.plus(80, ChronoUnit.MINUTES),
        Map.of(
            "message",
            "The docks are without a network for minutes at a time. Lukas is on site.",
            "monitorIds",
            List.of(scanners)));
    Instant sunday =
        LocalDate.now(ZONE)
            .with(TemporalAdjusters.next(DayOfWeek.SUNDAY))
            .atTime(2, 0)
            .atZone(ZONE)
            .toInstant();
    String weekly =
        plan(
            owner,
            "Updates of the sorting centre’s own machines, one site after the other",
            sunday,
            sunday.plus(3, ChronoUnit.HOURS),
            Map.of(
                "rrule",
                "FREQ=WEEKLY;BYDAY=SU",
                "tags",
                List.of("sorting", "edge"),
                "monitorIds",
                List.of(
                    monitor(owner, "sorting-belt-1"),
                    monitor(owner, "sorting-belt-2"),
                    monitor(owner, "sorting-belt-3"),
                    monitor(owner, "sorting-belt-4")),
                "holdAlerts",
                false));
    plan(
        owner,
        "Move of the database",
        now.minus(9, ChronoUnit.DAYS),
        now.minus(8, ChronoUnit.DAYS),
        Map.of("everything", true));
    return new Made(weekly, held);
  }

  private static String alert(ApiClient owner, String monitor) {
    return await()
        .until(
            () -> {
              for (JsonNode each :
                  owner
                      .get("/alerts?state=triggered&q=" + monitor)
                      .expect(200)
                      .json()
                      .get("items")) {
                String id = each.get("id").asText();
                if (!owner.get("/alerts/" + id).expect(200).json().get("notifications").isEmpty()) {
                  return id;
                }
              }
              return "";
            },
            id -> !id.isEmpty());
  }

  private static String plan(
      ApiClient owner, String title, Instant from, Instant until, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("title", title);
    body.put("startsAt", from.toString());
    body.put("endsAt", until.toString());
    body.put("timeZone", ZONE.getId());
    return owner.post("/maintenances", body).expect(201).text("id");
  }

  private static String monitor(ApiClient owner, String name) {
    String id =
        owner.post("/monitors", Map.of("name", name, "type", "manual")).expect(201).text("id");
    owner
        .post("/monitors/" + id + "/state", Map.of("status", "up", "message", "Set up."))
        .expect(200);
    return id;
  }
}
