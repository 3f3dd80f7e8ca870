package dev.tocsin.probe.net;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one check saw, gathered while it runs on one thread, and the result that it makes. The check
 * began when this was made. Secrets that are {@link #hide named} are taken out of every text.
 */
public final class Notes {
  /** Stands for a secret. */
  public static final String HIDDEN = "********";

  /** Shorter ones would be found in innocent text, and say little. */
  private static final int SHORTEST_SECRET = 4;

  private final Instant at;
  private final long start = System.nanoTime();
  private final List<Fact> facts = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private @Nullable String address;
  private @Nullable Instant certificateEnds;
  private @Nullable Long dns;
  private @Nullable Long connect;
  private @Nullable Long tls;
  private @Nullable Long firstByte;
  private @Nullable Long answered;

  public Notes(Instant at) {
    this.at = at;
  }

  /** When the check began. */
  public Instant at() {
    return at;
  }

  public void address(InetSocketAddress connected) {
    address = Dial.text(connected);
  }

  public void certificateEnds(Instant ends) {
    certificateEnds = ends;
  }

  /**
   * @param name in plain words
   */
  public void fact(String name, String value) {
    facts.add(new Fact(name, value));
  }

  /** Something that is not as it should be, but no reason to call the target down: a sentence. */
  public void doubt(String sentence) {
    doubts.add(sentence);
  }

  /** A secret that the target may send back. */
  public void hide(String secret) {
    if (secret.length() >= SHORTEST_SECRET) {
      secrets.add(secret);
      // one secret may be a part of another
      secrets.sort(Comparator.comparingInt(String::length).reversed());
    }
  }

  /**
   * @param micros null where there was nothing to resolve
   */
  public void resolved(@Nullable Long micros) {
    dns = micros;
  }

  public void connected(long micros) {
    connect = micros;
  }

  public void secured(long micros) {
    tls = micros;
  }

  /** The first one counts. */
  public void received(long micros) {
    firstByte = firstByte == null ? (Long) micros : firstByte;
  }

  /** All that was asked is answered: what follows, such as a goodbye, is not the target's time. */
  public void answered() {
    answered = System.nanoTime();
  }

  /**
   * The check ends now.
   *
   * @param fault why the target is down, one sentence; null where it is not
   * @param degradedOver a check that took longer is degraded; null never
   */
  public CheckResult result(@Nullable String fault, @Nullable Duration degradedOver) {
    long total = (answered == null ? System.nanoTime() : answered) - start;
    if (degradedOver != null && total > degradedOver.toNanos()) {
      doubts.add(
          "The check took "
              + TimeUnit.NANOSECONDS.toMillis(total)
              + " ms, more than "
              + Spans.text(degradedOver));
    }
    Outcome outcome =
        fault != null ? Outcome.DOWN : doubts.isEmpty() ? Outcome.UP : Outcome.DEGRADED;
    @Nullable String error =
        switch (outcome) {
          case DOWN -> fault;
          case DEGRADED -> String.join("; ", doubts);
          case UP, UNKNOWN -> null;
        };
    return new CheckResult(
        at,
        outcome,
        error == null ? null : clean(error),
        new Phases(dns, connect, tls, firstByte, null, TimeUnit.NANOSECONDS.toMicros(total)),
        evidence());
  }

  private Evidence evidence() {
    return Evidence.of(
        address,
        certificateEnds,
        facts.stream().map(fact -> new Fact(fact.name(), clean(fact.value()))).toList());
  }

  private String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = withoutBeginnings(cleaned.replace(secret, HIDDEN), secret);
    }
    return cleaned;
  }

  /** Where a quote was cut within a secret, its beginning stands before three dots. */
  private static String withoutBeginnings(String text, String secret) {
    String cleaned = text;
    if (cleaned.contains("...")) {
      for (int length = secret.length() - 1; length >= SHORTEST_SECRET; length--) {
        cleaned = cleaned.replace(secret.substring(0, length) + "...", HIDDEN + "...");
      }
    }
    return cleaned;
  }
}
