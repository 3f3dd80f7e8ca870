package dev.tocsin.heartbeat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.tenancy.access.RandomSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** The watched thing calls us; nothing is asked. */
public final class HeartbeatKind implements CheckKind<HeartbeatSpec> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  @Override
  public String type() {
    return "heartbeat";
  }

  @Override
  public Class<HeartbeatSpec> specClass() {
    return HeartbeatSpec.class;
  }

  @Override
  public HeartbeatSpec read(Input input) {
    Schedule schedule = readSchedule(input);
    Duration grace =
        input.duration("grace", SHORTEST, LONGEST).orElseGet(() -> usualGrace(schedule));
    Optional<String> slug = input.optionalText("slug", Slugs.LONGEST);
    slug.ifPresent(
        text ->
            input.check(
                Slugs.isSlug(text),
                "slug",
                "It must be of small letters, digits, - and _, and begin with a letter or digit."));
    return new HeartbeatSpec(
        schedule,
        grace,
        input.duration("maxRunTime", SHORTEST, LONGEST).orElse(null),
        slug.orElse(null),
        null);
  }

  private static Schedule readSchedule(Input input) {
    Optional<Duration> period = input.duration("period", SHORTEST, LONGEST);
    Optional<String> cron = input.optionalText("cron", CronExpression.LONGEST);
    ZoneId zone = input.timeZone("timeZone").orElse(ZoneId.of("UTC"));
    if (cron.isPresent()) {
      input.check(
          period.isEmpty(), "cron", "It excludes \"period\": give the one or the other, not both.");
      checkCron(input, cron.get(), zone);
      return new Schedule.Cron(cron.get(), zone);
    }
    input.check(
        !input.has("timeZone") || input.has("cron"),
        "timeZone",
        "It belongs to \"cron\"; a period has no time zone.");
    if (period.isEmpty() && !input.has("cron")) {
      input.missing("period", "a duration such as \"1h\", or give \"cron\" instead");
    }
    return new Schedule.Period(period.orElse(LONGEST));
  }

  private static void checkCron(Input input, String text, ZoneId zone) {
    try {
      boolean comes = CronExpression.of(text).next(Instant.EPOCH, zone).isPresent();
      input.check(comes, "cron", "There is no day on which this comes.");
    } catch (IllegalArgumentException wrong) {
      input.fault("cron", String.valueOf(wrong.getMessage()));
    }
  }

  /** A fifth of the period within reason; for cron, what a run may take. */
  private static Duration usualGrace(Schedule schedule) {
    Duration least = Duration.ofSeconds(10);
    Duration most = Duration.ofHours(1);
    return switch (schedule) {
      case Schedule.Period(Duration period) -> {
        Duration fifth = Duration.ofSeconds(period.dividedBy(5).toSeconds());
        yield fifth.compareTo(least) < 0 ? least : fifth.compareTo(most) > 0 ? most : fifth;
      }
      case Schedule.Cron cron -> most;
    };
  }

  @Override
  public ObjectNode write(HeartbeatSpec spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (spec.schedule()) {
      case Schedule.Period(Duration period) -> {
        json.put("period", Durations.format(period));
        json.putNull("cron");
        json.putNull("timeZone");
      }
      case Schedule.Cron(String expression, ZoneId zone) -> {
        json.putNull("period");
        json.put("cron", expression);
        json.put("timeZone", zone.getId());
      }
    }
    json.put("grace", Durations.format(spec.grace()));
    Duration limit = spec.maxRunTime();
    json.put("maxRunTime", limit == null ? null : Durations.format(limit));
    json.put("slug", spec.slug());
    return json;
  }

  @Override
  public HeartbeatSpec keepSecrets(HeartbeatSpec before, HeartbeatSpec after) {
    return after.with(before.keys());
  }

  @Override
  public HeartbeatSpec issue(HeartbeatSpec spec) {
    return spec.keys() != null ? spec : spec.with(newKeys());
  }

  private static HeartbeatSpec.Keys newKeys() {
    return new HeartbeatSpec.Keys(
        UUID.randomUUID(),
        UUID.randomUUID().toString().replace("-", ""),
        RandomSecret.create("hb_"));
  }

  @Override
  public Optional<Probe<HeartbeatSpec>> probe() {
    return Optional.empty();
  }
}
