package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.input.Texts;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Quorum;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.ManualSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a monitor as a person wrote it. */
public final class MonitorReader {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
  private static final int MOST_CONFIRMATIONS = 10;
  public static final int MOST_TAGS = 20;

  private static final int LONGEST_TAG = 50;
  private static final int MOST_PARENTS = 10;

  /** This installation has one region, its own. */
  private static final int REGIONS = 1;

  /** What Tocsin says of a monitor; sent back with the rest, it is passed over. */
  private static final List<String> SAID_BY_TOCSIN =
      List.of(
          "id",
          "status",
          "since",
          "cause",
          "outage",
          "stored",
          "uptime",
          "createdAt",
          "lastCheck",
          "maintenance",
          "lastPing",
          "expectedBy",
          "runs",
          "pingUrl",
          "pushUrl",
          "serviceId",
          "apiKey");

  private final CheckKinds kinds;
  private final String region;

  public MonitorReader(CheckKinds kinds, String region) {
    this.kinds = kinds;
    this.region = region;
  }

  /** A monitor's part that people configure. */
  public record Draft(String name, CheckSpec spec, Timing timing, List<String> tags, Care care) {
    /** What is not in the tables yet. */
    public MonitorConfig monitor(MonitorRef ref, Instant now) {
      return new MonitorConfig(
          ref, name, spec, timing, tags, care, now.truncatedTo(ChronoUnit.MILLIS), 0);
    }

    /** What becomes of a monitor that is. */
    public MonitorConfig over(MonitorConfig before) {
      return new MonitorConfig(
          before.ref(), name, spec, timing, tags, care, before.createdAt(), before.revision());
    }
  }

  /**
   * @param before whose secrets stand for those left out; null where there is none
   * @throws InvalidInputException for every fault at once
   */
  public Draft read(JsonNode body, @Nullable CheckSpec before) {
    Input input = Input.of(body);
    String name = Fields.name(input, "name");
    return read(input, name, before);
  }

  /** For a test before saving, when there may be no name yet. */
  Draft readUnnamed(JsonNode body) {
    Input input = Input.of(body);
    return read(input, input.optionalText("name", Fields.LONGEST_NAME).orElse("test"), null);
  }

  private Draft read(Input input, String name, @Nullable CheckSpec before) {
    SAID_BY_TOCSIN.forEach(input::node);
    CheckSpec spec = readSpec(input);
    Timing timing = readTiming(input);
    List<String> tags = readTags(input);
    Care care = readCare(input);
    readRegions(input);
    input.finish();
    CheckSpec complete = before == null ? spec : kinds.keepSecrets(before, spec);
    List<FieldError> missing = kinds.missingSecrets(complete);
    if (!missing.isEmpty()) {
      throw new InvalidInputException(missing);
    }
    return new Draft(name, kinds.issue(complete), timing, tags, care);
  }

  private CheckSpec readSpec(Input input) {
    String type = input.text("type", 20);
    Optional<CheckKind<?>> kind = kinds.byType(type);
    if (kind.isEmpty()) {
      input.check(type.isEmpty(), "type", "It must be one of " + kinds.types() + ".");
      input.has(type);
      return new ManualSpec();
    }
    Optional<Input> own = input.object(type);
    if (own.isEmpty() && kind.get().hasFields()) {
      input.missing(type, "an object that says what is checked or expected");
    }
    return kind.get().read(own.orElseGet(() -> Input.of(Json.object())));
  }

  private static Timing readTiming(Input input) {
    Duration interval =
        input
            .duration("interval", SHORTEST_INTERVAL, LONGEST_INTERVAL)
            .orElse(Timing.DEFAULT.interval());
    Duration timeout =
        input
            .duration("timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
            .orElseGet(() -> usualTimeout(interval));
    input.check(
        timeout.compareTo(interval) < 0, "timeout", "It must be shorter than the interval.");
    return new Timing(
        interval,
        timeout,
        input
            .integer("confirmations", 1, MOST_CONFIRMATIONS)
            .orElse(Timing.DEFAULT.confirmations()),
        input
            .integer("recoveryConfirmations", 1, MOST_CONFIRMATIONS)
            .orElse(Timing.DEFAULT.recoveryConfirmations()),
        readQuorum(input));
  }

  private static Duration usualTimeout(Duration interval) {
    Duration usual = Timing.DEFAULT.timeout();
    return usual.compareTo(interval) < 0 ? usual : interval.multipliedBy(4).dividedBy(5);
  }

  public static boolean isTag(String text) {
    return !Texts.isInvisible(text) && text.length() <= LONGEST_TAG;
  }

  private static List<String> readTags(Input input) {
    return input
        .list(
            "tags",
            MOST_TAGS,
            "a text of 1 to " + LONGEST_TAG + " characters",
            node -> {
              String tag = node.isTextual() ? node.textValue().strip() : "";
              return isTag(tag) ? tag : null;
            })
        .stream()
        .distinct()
        .toList();
  }

  /** Whether they are there is for {@link Cares} to say, who knows the organization. */
  private static Care readCare(Input input) {
    return new Care(
        Fields.id(input, "escalationPolicyId", id -> true, "It must be an id."),
        Fields.id(input, "teamId", id -> true, "It must be an id."),
        input
            .list(
                "dependsOn",
                MOST_PARENTS,
                "the id of a monitor",
                node -> Ids.parse(node.asText()).map(MonitorId::new).orElse(null))
            .stream()
            .distinct()
            .toList());
  }

  /** Regions are shown as they are: an installation with one has nothing to choose from. */
  private void readRegions(Input input) {
    String known = "\"" + region + "\", the region of this installation";
    input.list(
        "regions",
        REGIONS,
        known,
        node -> node.isTextual() && node.textValue().equals(region) ? region : null);
    JsonNode given = input.node("regions");
    input.check(
        !given.isArray() || !given.isEmpty(),
        "regions",
        "It must name " + known + ", or be left out.");
  }

  private static Quorum readQuorum(Input input) {
    JsonNode node = input.node("quorum");
    if (node.isNull()) {
      return Timing.DEFAULT.quorum();
    }
    Optional<Quorum> quorum =
        node.isTextual() || node.isIntegralNumber()
            ? Quorum.parse(node.asText())
            : Optional.empty();
    boolean fits =
        quorum
            .map(
                read ->
                    switch (read) {
                      case Quorum.Share share -> node.isTextual();
                      case Quorum.Count(int count) -> node.isNumber() && count <= REGIONS;
                    })
            .orElse(false);
    input.check(
        fits,
        "quorum",
        "It must be \"any\", \"majority\", \"all\", or how many of the regions must agree, which"
            + " are "
            + REGIONS
            + " here.");
    return quorum.orElse(Timing.DEFAULT.quorum());
  }
}
