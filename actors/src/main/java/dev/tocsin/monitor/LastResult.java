package dev.tocsin.monitor;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A monitor's latest result. What is well is packed: a hundred thousand monitors hold one each. */
sealed interface LastResult {
  CheckResult result();

  static LastResult of(CheckResult result) {
    return result.outcome() == Outcome.UP && result.error() == null
        ? new Good(result)
        : new Whole(result);
  }

  /** As it came. */
  record Whole(CheckResult result) implements LastResult {}

  /** Without headers, body and redirects: what is well needs no proof. */
  final class Good implements LastResult {
    private static final int NONE = -1;

    private final long seconds;
    private final int nanos;
    private final int dns;
    private final int connect;
    private final int tls;
    private final int firstByte;
    private final int body;
    private final long total;
    private final short httpStatus;
    private final @Nullable String address;
    private final @Nullable Instant certificateEnds;
    private final List<Evidence.Fact> facts;

    private Good(CheckResult of) {
      seconds = of.at().getEpochSecond();
      nanos = of.at().getNano();
      Phases phases = of.phases();
      dns = packed(phases.dns());
      connect = packed(phases.connect());
      tls = packed(phases.tls());
      firstByte = packed(phases.firstByte());
      body = packed(phases.body());
      total = phases.total();
      Evidence evidence = of.evidence();
      httpStatus = evidence.httpStatus() == null ? NONE : evidence.httpStatus().shortValue();
      address = evidence.address();
      certificateEnds = evidence.certificateEnds();
      facts = evidence.facts();
    }

    @Override
    public CheckResult result() {
      return new CheckResult(
          Instant.ofEpochSecond(seconds, nanos),
          Outcome.UP,
          null,
          new Phases(
              unpacked(dns),
              unpacked(connect),
              unpacked(tls),
              unpacked(firstByte),
              unpacked(body),
              total),
          new Evidence(
              address,
              httpStatus == NONE ? null : (int) httpStatus,
              List.of(),
              null,
              List.of(),
              certificateEnds,
              facts));
    }

    /** No phase takes half an hour. */
    private static int packed(@Nullable Long micros) {
      return micros == null ? NONE : (int) Math.min(micros, Integer.MAX_VALUE);
    }

    private static @Nullable Long unpacked(int micros) {
      return micros == NONE ? null : Long.valueOf(micros);
    }
  }
}
