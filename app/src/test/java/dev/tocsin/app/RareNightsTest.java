package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.quiet;
import static dev.tocsin.app.testing.AlertStage.step;
import static dev.tocsin.app.testing.AlertStage.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told when clocks are set, and when everything fails together, in a responder's words. */
class RareNightsTest {
  private static final int CROWD = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ALERTS = Pattern.compile("(\\d+) alerts");

  /** Every second night of each: two people hand over to each other at a local time. */
  private enum Night {
    /** Half past two does not exist: the turn begins with the first minute after the gap. */
    SPRING_IN_THE_GAP("Europe/Berlin", "2027-03-27T02:30", "2027-03-28T01:00:00Z"),
    SPRING_AT_EIGHT("Europe/Berlin", "2027-03-27T08:00", "2027-03-28T06:00:00Z"),
    /** Only half an hour is added there, and in the southern spring. */
    LORD_HOWE("Australia/Lord_Howe", "2027-10-02T08:00", "2027-10-02T21:00:00Z"),
    /** Half past two comes twice: the turn begins once. */
    AUTUMN_TWICE("Europe/Berlin", "2027-10-30T02:30", "2027-10-31T00:30:00Z"),
    AUTUMN_AT_EIGHT("Europe/Berlin", "2027-10-30T08:00", "2027-10-31T07:00:00Z"),
    NEW_YORK("America/New_York", "2027-11-06T01:30", "2027-11-07T05:30:00Z");

    private final String timeZone;
    private final LocalDateTime start;
    private final Instant handOff;

    Night(String timeZone, String start, String handOff) {
      this.timeZone = timeZone;
      this.start = LocalDateTime.parse(start);
      this.handOff = Instant.parse(handOff);
    }
  }

  @TempDir Path folder;

  private final FastForward clock = new FastForward(WallClock.system());
  private RunningNode node;

  @BeforeEach
  void start() {
    node = RunningNode.start(folder, clock, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void inNightsInWhichClocksAreSetTheyHandOverAtTheirLocalTimeAndOnce() {
    for (Night night : Night.values()) {
      clock.by(Duration.between(clock.instant(), night.handOff.minus(Duration.ofMinutes(3))));
      try (AlertStage stage = new AlertStage(node, node.owner())) {
        spend(night, stage);
      }
    }
  }

  /** Three minutes before the turn of the second. */
  private void spend(Night night, AlertStage stage) {
    Receiver ann = stage.receiver();
    Receiver bob = stage.receiver();
    Map<String, Object> schedule = schedule(night, List.of(stage.person(ann), stage.person(bob)));
    stage.raise(stage.policy(0, step("0s", schedule), step("5m", schedule), step("1h", schedule)));
    told(ann, 1);
    clock.by(Duration.ofMinutes(5).plusSeconds(1));
    told(bob, 1);
    clock.by(Duration.ofHours(1).plusSeconds(1));
    told(bob, 2);
    quiet(ann, 1);
  }

  private Map<String, Object> schedule(Night night, List<String> people) {
    String id =
        node.owner()
            .post(
                "/schedules",
                Map.of(
                    "name",
                    night.name(),
                    "timeZone",
                    night.timeZone,
                    "layers",
                    List.of(
                        Map.of(
                            "name",
                            "First",
                            "people",
                            people,
                            "rotation",
                            Map.of("every", 1, "unit", "days"),
                            "start",
                            night.start.toString()))))
            .expect(201)
            .text("id");
    return Map.of("type", "schedule", "id", id);
  }

  /** A program hears of each by itself, people in a chat of many at a time. */
  @Test
  void aThousandAlertsAtOnceAreToldToTheLast() throws Exception {
    var owner = node.owner();
    AlertStage stage = new AlertStage(node, owner);
    try (Receiver program = new Receiver();
        Receiver chat = new Receiver()) {
      chat.answer(number -> 200);
      String policy = stage.policy(0, step("0s", stage.channel(program), chat(owner, chat)));
      List<String> monitors =
          forAll(IntStream.range(0, CROWD).boxed().toList(), each -> manual(owner, policy, each));
      List<String> outages = forAll(monitors, monitor -> fail(owner, monitor));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                clock.by(Duration.ofSeconds(10));
                AlertStage.pause(Duration.ofMillis(200));
                return program.triggered().size() == CROWD && toldOf(chat) >= CROWD;
              });
      clock.by(Duration.ofHours(1));
      quiet(program, CROWD);
      assertThat(program.triggered()).containsOnlyKeys(outages);
      assertThat(toldOf(chat)).isEqualTo(CROWD);
      assertThat(chat.told()).hasSizeLessThan(CROWD / 10);
    }
  }

  private static Map<String, Object> chat(ApiClient owner, Receiver chat) {
    String id =
        owner
            .post("/channels", Map.of("name", "Chat", "type", "slack", "url", chat.url()))
            .expect(201)
            .text("id");
    return Map.of("type", "channel", "id", id);
  }

  /** Alerts, by what the chat's messages say of how many each is about. */
  private static int toldOf(Receiver chat) {
    return chat.told().stream()
        .map(each -> ALERTS.matcher(each.body().path("text").asText()))
        .mapToInt(text -> text.find() ? Integer.parseInt(text.group(1)) : 1)
        .sum();
  }

  private static String manual(ApiClient owner, String policy, int number) {
    return owner
        .post(
            "/monitors",
            Map.of(
                "name",
                "Printer " + number,
                "type",
                "manual",
                "manual",
                Map.of(),
                "escalationPolicyId",
                policy))
        .expect(201)
        .text("id");
  }

  /** Answers the outage, which is the alert's id. */
  private static String fail(ApiClient owner, String monitor) {
    return owner
        .post("/monitors/" + monitor + "/state", Map.of("status", "down"))
        .expect(200)
        .text("outage");
  }

  private static <T> List<String> forAll(List<T> all, Function<T, String> work) throws Exception {
    List<String> done = new ArrayList<>();
    try (ExecutorService many = Executors.newFixedThreadPool(16)) {
      List<Callable<String>> calls =
          all.stream().<Callable<String>>map(each -> () -> work.apply(each)).toList();
      for (var call : many.invokeAll(calls)) {
        done.add(call.get());
      }
    }
    return done;
  }
}
