package dev.tocsin.probe.domain;

import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.domain.DomainSpec.Days;
import dev.tocsin.probe.net.CertificateFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a finding means.
 *
 * @param error one sentence; null when up
 */
record DomainJudgement(Outcome outcome, @Nullable String error) {
  static DomainJudgement of(DomainSpec spec, Finding finding, Instant now) {
    return switch (finding) {
      case Finding.Nothing nothing -> new DomainJudgement(Outcome.UNKNOWN, nothing.why());
      case Finding.NotRegistered none ->
          new DomainJudgement(Outcome.DOWN, notRegistered(spec.name()));
      case Finding.Registered registered -> ofRegistered(spec, registered, now);
    };
  }

  private static DomainJudgement ofRegistered(
      DomainSpec spec, Finding.Registered registered, Instant now) {
    List<String> faults = new ArrayList<>();
    status(spec.name(), registered.statuses()).ifPresent(faults::add);
    @Nullable Instant expires = registered.expires();
    Days days = spec.days();
    if (expires != null && isBelow(expires, now, days.critical())) {
      faults.add(date(spec.name(), expires, now));
    }
    if (!faults.isEmpty()) {
      return new DomainJudgement(Outcome.DOWN, String.join("; ", faults));
    }
    if (expires == null) {
      return new DomainJudgement(
          Outcome.UNKNOWN,
          "The registry gives no expiration date for " + spec.name() + "; only its registrar does");
    }
    return isBelow(expires, now, days.warn())
        ? new DomainJudgement(Outcome.DEGRADED, date(spec.name(), expires, now))
        : new DomainJudgement(Outcome.UP, null);
  }

  private static boolean isBelow(Instant expires, Instant now, int days) {
    return !now.isBefore(expires)
        || Duration.between(now, expires).compareTo(Duration.ofDays(days)) < 0;
  }

  private static String notRegistered(String name) {
    boolean mayBeBelow = name.indexOf('.') != name.lastIndexOf('.');
    return name
        + " is not registered"
        + (mayBeBelow ? ", or is a part of a name that is; give the registered name itself" : "");
  }

  /** A name may have years left and yet be lost, or not be published. */
  private static Optional<String> status(String name, List<String> statuses) {
    if (statuses.contains("redemption period")) {
      return Optional.of(
          name + " was deleted, and only its registrar can restore it (redemption period)");
    }
    if (statuses.contains("pending delete")) {
      return Optional.of(name + " was deleted, and is free for anybody soon (pending delete)");
    }
    return statuses.stream()
        .filter(status -> status.equals("client hold") || status.equals("server hold"))
        .findFirst()
        .map(hold -> name + " is kept out of DNS (" + hold + ")");
  }

  private static String date(String name, Instant expires, Instant now) {
    String day = CertificateFaults.day(expires);
    return now.isBefore(expires)
        ? name + " expires in " + span(Duration.between(now, expires)) + ", on " + day
        : name + " expired " + span(Duration.between(expires, now)) + " ago, on " + day;
  }

  private static String span(Duration span) {
    long days = span.toDays();
    if (days > 0) {
      return days == 1 ? "1 day" : days + " days";
    }
    long hours = span.toHours();
    return hours == 0 ? "less than an hour" : hours == 1 ? "1 hour" : hours + " hours";
  }
}
