package dev.tocsin.app;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Checks that nobody made. What each of them saw depends on the seed and its number alone, so that
 * any part of a history is told the same without the rest.
 *
 * @param seed what this has that others have not
 * @param nextWithin zero for pings
 * @param usual response time in microseconds; 0 for pings
 */
record SampleChecks(Kind kind, long seed, Duration interval, Duration nextWithin, double usual) {
  /** Numbers of checks, days and seeds must not meet in one random number. */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private static final long OTHER = 0xD1B5_4A32_D192_ED03L;

  private static final int LATE_MILLIS = 9;
  private static final double DAY_SECONDS = 86_400;

  /** Every so many answers one is slow, every so many days some hours are. */
  private static final int SLOW_ANSWER = 140;

  private static final int SLOW_DAY = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  enum Kind {
    HTTP,
    TCP,
    PING
  }

  /** In which way something was down, in the words of the checks. */
  enum Fault {
    UNAVAILABLE("Status 503, expected 200-299"),
    BROKEN("Status 500, expected 200-299"),
    SILENT("The answer was not complete within 5 s"),
    REFUSED("127.0.0.1:9 refused the connection"),
    NO_PING("No ping came in time");

    private final String cause;

    Fault(String cause) {
      this.cause = cause;
    }

    String cause() {
      return cause;
    }
  }

  /** The first check that is not before a moment. */
  long from(Instant moment) {
    long number = Math.floorDiv(moment.toEpochMilli(), interval.toMillis()) - 1;
    while (at(number).isBefore(moment)) {
      number++;
    }
    return number;
  }

  Instant at(long number) {
    long offset = Math.floorMod(seed * GOLDEN, interval.toMillis() - LATE_MILLIS);
    long late = Math.floorMod(mixed(number, 1) >> Integer.SIZE, LATE_MILLIS);
    return Instant.ofEpochMilli(number * interval.toMillis() + offset + late);
  }

  RecordedResult up(MonitorRef monitor, String region, long number) {
    Phases phases = kind == Kind.PING ? answered(0, number) : answered(took(number), number);
    return new RecordedResult(monitor, at(number), Outcome.UP, null, phases, region, nextWithin);
  }

  RecordedResult down(MonitorRef monitor, String region, long number, Fault fault) {
    return new RecordedResult(
        monitor,
        at(number),
        Outcome.DOWN,
        fault.cause(),
        phases(fault, number),
        region,
        nextWithin);
  }

  /** That no ping came by then. */
  RecordedResult missed(MonitorRef monitor, String region, Instant deadline) {
    Phases none = new Phases(null, null, null, null, null, 0);
    String cause = Fault.NO_PING.cause();
    return new RecordedResult(monitor, deadline, Outcome.DOWN, cause, none, region, nextWithin);
  }

  private Phases phases(Fault fault, long number) {
    long micros = took(number);
    return switch (fault) {
      case UNAVAILABLE, BROKEN -> answered(micros, number);
      case SILENT -> {
        Phases whole = answered(micros, number);
        yield new Phases(
            null, whole.connect(), null, whole.firstByte(), null, TIMEOUT.toMillis() * 1_000);
      }
      case REFUSED -> new Phases(null, null, null, null, null, micros / 2);
      case NO_PING -> new Phases(null, null, null, null, null, 0);
    };
  }

  private Phases answered(long micros, long number) {
    SplittableRandom random = random(number, 2);
    return switch (kind) {
      case HTTP -> {
        long connect = (long) Math.min(micros * 0.2, 90 + 140 * random.nextDouble());
        long body = (long) (micros * (0.03 + 0.03 * random.nextDouble()));
        long firstByte = (long) ((micros - connect - body) * (0.86 + 0.06 * random.nextDouble()));
        yield new Phases(null, connect, null, firstByte, body, micros);
      }
      case TCP -> new Phases(null, (long) (micros * 0.8), null, null, null, micros);
      case PING -> new Phases(null, null, null, null, null, micros);
    };
  }

  /** In microseconds. */
  private long took(long number) {
    SplittableRandom random = random(number, 3);
    double spread = Math.exp(0.28 * random.nextGaussian());
    double slow = random.nextInt(SLOW_ANSWER) == 0 ? 2 + 3 * random.nextDouble() : 1;
    return Math.round(usual * load(at(number)) * spread * slow);
  }

  /** Days and weeks have a shape. */
  private double load(Instant at) {
    double days = at.getEpochSecond() / DAY_SECONDS;
    double hour = (days - Math.floor(days)) * 24;
    double ofDay = 1 + 0.3 * Math.sin(2 * Math.PI * (hour - 8) / 24);
    double ofWeek = 1 + 0.1 * Math.sin(2 * Math.PI * days / 7);
    return ofDay * ofWeek * (1 + rush((long) Math.floor(days), hour));
  }

  /** On some days there are hours in which all is slower. */
  private double rush(long day, double hour) {
    SplittableRandom random = random(day, 4);
    if (random.nextInt(SLOW_DAY) != 0) {
      return 0;
    }
    double begin = 6 + 12 * random.nextDouble();
    double lasts = 1 + 2 * random.nextDouble();
    double height = 0.6 + random.nextDouble();
    boolean isWithin = hour > begin && hour < begin + lasts;
    return isWithin ? height * Math.sin(Math.PI * (hour - begin) / lasts) : 0;
  }

  private SplittableRandom random(long number, int purpose) {
    return new SplittableRandom(mixed(number, purpose));
  }

  private long mixed(long number, int purpose) {
    return ((seed * 31 + purpose) * GOLDEN) ^ (number * OTHER);
  }
}
