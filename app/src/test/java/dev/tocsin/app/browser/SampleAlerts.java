package dev.tocsin.app.browser;

import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.Receiver;
import dev.tocsin.http.testing.ApiClient;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;

/** What somebody on call has before them: whom alerts go to, and some alerts in every state. */
final class SampleAlerts {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private final ApiClient owner;
  private final Receiver pager;
  private final LocalDateTime now = LocalDateTime.now(ZONE).truncatedTo(ChronoUnit.MINUTES);

  /**
   * The ids of what was made.
   *
   * @param answer the path of the link by which the open alert is acknowledged
   */
  record Made(
      String open,
      String acknowledged,
      String resolved,
      String schedule,
      String policy,
      String team,
      String channel,
      String answer) {}

  private SampleAlerts(ApiClient owner, Receiver pager) {
    this.owner = owner;
    this.pager = pager;
  }

  /**
   * Of an organization that has people already.
   *
   * @param pager by which its owner is reached
   */
  static Made of(ApiClient owner, Receiver pager) {
    var sample = new SampleAlerts(owner, pager);
    String self = sample.user("owner@example.com");
    String jonas = sample.user("jonas.weber@harbourline.example");
    String aleksandra =
        sample.user("somebody.with.a.rather.long.address@subsidiary.harbourline.example");
    sample.reach(self);
    String schedule = sample.schedule(self, jonas, aleksandra);
    String team =
        created(
            owner, "/teams", Map.of("name", "Platform", "memberIds", List.of(self, aleksandra)));
    String channel = sample.channel();
    String policy = sample.policy(schedule, jonas, team, channel);
    return sample.raise(schedule, policy, team, channel);
  }

  private String user(String email) {
    for (var user : owner.get("/users").expect(200).json().get("items")) {
      if (user.get("email").asText().equals(email)) {
        return user.get("id").asText();
      }
    }
    throw new IllegalArgumentException(email);
  }

  /** By a program that is verified, and by a telephone that is not yet. */
  private void reach(String self) {
    String path = "/users/" + self + "/contact-methods";
    String id =
        created(owner, path, Map.of("name", "Pager", "type", "webhook", "url", pager.url()));
    owner.post(path + "/" + id + "/verify").expect(200);
    String code = pager.told().getLast().body().path("code").asText();
    owner.post(path + "/" + id + "/confirm", Map.of("code", code)).expect(200);
    created(owner, path, Map.of("name", "Phone", "type", "ntfy", "topic", "harbourline-mara-4711"));
  }

  /** The owner has this week; the nights begin tomorrow. */
  private String schedule(String self, String jonas, String aleksandra) {
    LocalDate monday =
        now.minusHours(9).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    Map<String, ?> primary =
        Map.of(
            "name", "Primary",
            "people", List.of(self, jonas),
            "rotation", Map.of("every", 1, "unit", "weeks"),
            "start", monday.atTime(9, 0).toString());
    Map<String, ?> nights =
        Map.of(
            "name", "Nights",
            "people", List.of(aleksandra, jonas),
            "rotation", Map.of("every", 1, "unit", "days"),
            "start", now.toLocalDate().plusDays(1).atTime(22, 0).toString(),
            "restrictions", List.of(Map.of("from", "22:00", "until", "06:00")));
    String schedule =
        created(
            owner,
            "/schedules",
            Map.of(
                "name", "Platform", "timeZone", ZONE.getId(), "layers", List.of(primary, nights)));
    created(
        owner,
        "/schedules/" + schedule + "/overrides",
        Map.of(
            "from",
            moment(now.plusHours(20)),
            "until",
            moment(now.plusHours(26)),
            "userId",
            jonas,
            "insteadOfUserId",
            self));
    return schedule;
  }

  private static String moment(LocalDateTime at) {
    return at.atZone(ZONE).toInstant().toString();
  }

  private String channel() {
    created(
        owner,
        "/channels",
        Map.of(
            "name", "Legacy bridge of the customer desk", "type", "webhook", "url", pager.url()));
    return created(
        owner,
        "/channels",
        Map.of(
            "name",
            "Operations",
            "type",
            "webhook",
            "url",
            pager.url(),
            "secret",
            "a long secret"));
  }

  private String policy(String schedule, String jonas, String team, String channel) {
    return created(
        owner,
        "/escalation-policies",
        Map.of(
            "name",
            "Usual",
            "default",
            true,
            "repeat",
            2,
            "steps",
            List.of(
                Map.of("targets", List.of(Map.of("type", "schedule", "id", schedule))),
                Map.of("delay", "5m", "targets", List.of(Map.of("type", "user", "id", jonas))),
                Map.of(
                    "delay",
                    "10m",
                    "targets",
                    List.of(
                        Map.of("type", "team", "id", team, "pick", "round_robin"),
                        Map.of("type", "channel", "id", channel))))));
  }

  private Made raise(String schedule, String policy, String team, String channel) {
    String resolved = raise("Disk of backup-2 is nearly full", "warning");
    owner.post("/alerts/" + resolved + "/escalate").expect(200);
    owner.post("/alerts/" + resolved + "/escalate").expect(200);
    owner.post("/alerts/" + resolved + "/resolve").expect(200);
    String snoozed = raise("The queue of label prints grows", "error");
    owner.post("/alerts/" + snoozed + "/snooze", Map.of("for", "4h")).expect(200);
    String acknowledged = raise("Customs forms are refused by the Swiss broker", "error");
    owner.post("/alerts/" + acknowledged + "/acknowledge").expect(200);
    owner
        .post(
            "/alerts/" + acknowledged + "/notes",
            Map.of("text", "Their certificate ended this morning.\nThey know, and renew it."))
        .expect(200);
    String open = raise("Smoke in room 4", "critical");
    return new Made(open, acknowledged, resolved, schedule, policy, team, channel, answer(open));
  }

  private String raise(String title, String severity) {
    return created(
        owner,
        "/alerts",
        Map.of("title", title, "severity", severity, "detail", "Seen by the people of the yard."));
  }

  private String answer(String alert) {
    await().until(() -> !link(alert).isEmpty());
    return URI.create(link(alert)).getRawPath();
  }

  /** Empty until it came. */
  private String link(String alert) {
    for (var told : pager.told()) {
      for (var each : told.body().path("alerts")) {
        if (each.path("id").asText().equals(alert) && each.hasNonNull("acknowledgeUrl")) {
          return each.path("acknowledgeUrl").asText();
        }
      }
    }
    return "";
  }

  private static String created(ApiClient owner, String path, Map<String, ?> body) {
    return owner.post(path, body).expect(201).text("id");
  }
}
