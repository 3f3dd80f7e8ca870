package dev.tocsin.heartbeat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression as cron on Debian takes it, from which most others descend: minute, hour, day
 * of month, month, day of week. Where both days are restricted, either will do, unless one of them
 * begins with a star.
 *
 * <p>On the nights when clocks are put forward or back, cron tells two sorts of jobs apart, and so
 * does this. A job for fixed times runs once a night: one in the hour that is left out runs right
 * after the change, one in the hour that comes twice runs in the first. A job whose minute or hour
 * begins with a star goes by the time that passes: it runs in both of the hours that are one on the
 * clock, and not in the one that is left out.
 */
public final class CronExpression {
  public static final int LONGEST = 200;

  /** No zone has put its clocks by more. */
  private static final Duration LARGEST_SHIFT = Duration.ofHours(3);

  /** Looking further for a day that fits two fields at once means that it never comes. */
  private static final int MOST_TRIES = 1_500;

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Most installations have few different expressions and many monitors. */
  private static final LoadingCache<String, CronExpression> KNOWN =
      Caffeine.newBuilder().maximumSize(1_000).build(CronExpression::new);

  private final ExecutionTime times;
  private final Predicate<ZonedDateTime> fits;
  private final boolean byPassingTime;

  /**
   * @throws IllegalArgumentException with a sentence for who wrote it
   */
  public static CronExpression of(String text) {
    return KNOWN.get(text);
  }

  private CronExpression(String text) {
    String[] fields = NICKNAMES.getOrDefault(text.strip(), text.strip()).split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "A cron expression has five fields: minute, hour, day of month, month, day of week.");
    }
    String day = fields[2];
    String weekday = fields[4];
    boolean bothMustFit =
        (day.startsWith("*/") && !weekday.startsWith("*"))
            || (weekday.startsWith("*/") && !day.startsWith("*"))
            || (day.startsWith("*/") && weekday.startsWith("*/"));
    if (bothMustFit) {
      this.times = parse(fields[0], fields[1], day, fields[3], "*");
      this.fits = parse(fields[0], fields[1], "*", fields[3], weekday)::isMatch;
    } else {
      this.times = parse(fields);
      this.fits = time -> true;
    }
    this.byPassingTime = fields[0].startsWith("*") || fields[1].startsWith("*");
  }

  private static ExecutionTime parse(String... fields) {
    try {
      return ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)).validate());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(sentence(String.valueOf(wrong.getMessage())), wrong);
    }
  }

  private static String sentence(String message) {
    String why = message.replaceFirst("^Failed to parse cron expression\\. ", "");
    return "The cron expression cannot be read: " + why + (why.endsWith(".") ? "" : ".");
  }

  /** The first time after {@code after}; empty where it never comes. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDateTime here = LocalDateTime.ofInstant(after, rules.getOffset(after));
    LocalDateTime local = nextLocal(here);
    if (local == null) {
      return Optional.empty();
    }
    boolean calm =
        isCalm(rules, after.minus(LARGEST_SHIFT), local.toInstant(ZoneOffset.MIN))
            || rules.isFixedOffset();
    if (calm) {
      return Optional.of(local.toInstant(rules.getOffset(after)));
    }
    return Optional.ofNullable(walk(rules, after, here.minus(LARGEST_SHIFT)));
  }

  /** Whether no clock is put between the two. */
  private static boolean isCalm(ZoneRules rules, Instant from, Instant to) {
    ZoneOffsetTransition change = rules.nextTransition(from);
    return change == null || change.getInstant().isAfter(to);
  }

  /** Times on the clock from before a change on, until one of them is surely the first. */
  private @Nullable Instant walk(ZoneRules rules, Instant after, LocalDateTime from) {
    @Nullable Instant first = null;
    for (LocalDateTime local = nextLocal(from); local != null; local = nextLocal(local)) {
      List<Instant> moments = moments(rules, local);
      if (first != null && (moments.isEmpty() || !moments.getFirst().isBefore(first))) {
        if (!local.minus(LARGEST_SHIFT).toInstant(rules.getOffset(local)).isBefore(first)) {
          return first;
        }
      }
      for (Instant moment : moments) {
        if (moment.isAfter(after) && (first == null || moment.isBefore(first))) {
          first = moment;
        }
      }
      if (first != null && !byPassingTime) {
        return first;
      }
    }
    return first;
  }

  /** When a time on the clock is: once as a rule, twice or never when clocks are put. */
  private List<Instant> moments(ZoneRules rules, LocalDateTime local) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return switch (offsets.size()) {
      case 0 -> byPassingTime ? List.of() : List.of(rules.getTransition(local).getInstant());
      case 1 -> List.of(local.toInstant(offsets.getFirst()));
      default ->
          byPassingTime
              ? offsets.stream().map(local::toInstant).toList()
              : List.of(local.toInstant(offsets.getFirst()));
    };
  }

  private @Nullable LocalDateTime nextLocal(LocalDateTime after) {
    ZonedDateTime at = after.atZone(ZoneOffset.UTC);
    for (int i = 0; i < MOST_TRIES; i++) {
      Optional<ZonedDateTime> next = times.nextExecution(at);
      if (next.isEmpty()) {
        return null;
      }
      at = next.get();
      if (fits.test(at)) {
        return at.toLocalDateTime();
      }
    }
    return null;
  }
}
