package dev.tocsin.probe.udp;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Datagrams;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Sends a datagram and waits for an answer. */
public final class UdpProbe implements Probe<UdpSpec> {
  private final Datagrams datagrams;

  public UdpProbe(Datagrams datagrams) {
    this.datagrams = datagrams;
  }

  @Override
  public CompletionStage<CheckResult> check(UdpSpec spec, Duration timeout) {
    return datagrams.check(
        spec.endpoint(),
        spec.datagram().bytes(),
        timeout,
        spec.degradedOver(),
        (answer, notes) -> {
          notes.fact("answer", Quotes.of(answer));
          notes.fact("bytes", Integer.toString(answer.length));
          if (spec.expect() instanceof Expectation expected && !expected.finder().isIn(answer)) {
            throw new TargetFault(
                "The answer is not what was expected: " + expected.missingIn(answer));
          }
        });
  }
}
