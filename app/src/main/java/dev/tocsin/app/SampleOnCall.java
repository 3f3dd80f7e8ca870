package dev.tocsin.app;

import java.security.SecureRandom;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Who is told in a demo: two made-up people who take turns, and a policy. Each says that it is a
 * sample.
 */
final class SampleOnCall {
  private static final int WEEKS_BEFORE = 8;
  private static final int PASSWORD_BYTES = 18;

  private final DemoClient owner;
  private final SamplePager pager;
  private final LocalDate today;

  SampleOnCall(DemoClient owner, SamplePager pager, Instant now) {
    this.owner = owner;
    this.pager = pager;
    this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /** Blocks. */
  void make() throws InterruptedException {
    String ada = person("ada", "Ada Bell (sample)");
    String ben = person("ben", "Ben Ortiz (sample)");
    String schedule = schedule(ada, ben);
    String team =
        owner.made("/teams", Map.of("name", "Sample team", "memberIds", List.of(ada, ben)));
    owner.made(
        "/escalation-policies",
        Map.of(
            "name",
            "Sample policy",
            "default",
            true,
            "repeat",
            1,
            "steps",
            List.of(
                Map.of("targets", List.of(Map.of("type", "schedule", "id", schedule))),
                Map.of("delay", "2m", "targets", List.of(Map.of("type", "team", "id", team))))));
  }

  /** Somebody who cannot sign in, for nobody has the password. */
  private String person(String who, String name) throws InterruptedException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String link =
        owner
            .send(
                "POST",
                "/invitations",
                Map.of("email", who + "@sample.invalid", "role", "responder"))
            .path("url")
            .asText();
    DemoClient self =
        owner.as(
            owner.send(
                "POST",
                "/invitations/accept",
                Map.of(
                    "token",
                    link.replaceAll(".*token=", ""),
                    "name",
                    name,
                    "password",
                    HexFormat.of().formatHex(random))));
    String id = self.send("GET", "/session", Map.of()).at("/user/id").asText();
    reach(self, id, who);
    return id;
  }

  private void reach(DemoClient self, String id, String who) throws InterruptedException {
    String path = "/users/" + id + "/contact-methods";
    String way =
        self.made(
            path, Map.of("name", "Sample pager", "type", "webhook", "url", pager.address(who)));
    self.send("POST", path + "/" + way + "/verify", Map.of());
    self.send("POST", path + "/" + way + "/confirm", Map.of("code", pager.code()));
  }

  /** It has begun some weeks ago, so that its calendar is filled on both sides of today. */
  private String schedule(String ada, String ben) throws InterruptedException {
    LocalDate first =
        today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(WEEKS_BEFORE);
    String schedule =
        owner.made(
            "/schedules",
            Map.of(
                "name",
                "Sample schedule",
                "timeZone",
                "UTC",
                "layers",
                List.of(
                    Map.of(
                        "name", "Weeks",
                        "people", List.of(ada, ben),
                        "rotation", Map.of("every", 1, "unit", "weeks"),
                        "start", first.atTime(9, 0).toString()))));
    LocalDate day = today.plusDays(2);
    boolean isAdas = ChronoUnit.WEEKS.between(first.atTime(9, 0), day.atTime(12, 0)) % 2 == 0;
    owner.made(
        "/schedules/" + schedule + "/overrides",
        Map.of(
            "userId", isAdas ? ben : ada,
            "from", day + "T12:00:00Z",
            "until", day + "T18:00:00Z"));
    return schedule;
  }
}
