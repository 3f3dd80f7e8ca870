package dev.tocsin.probe.http;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Checks HTTP and HTTPS addresses over a connection of their own each, with every phase timed.
 *
 * <p>The time-out is the target's: it covers everything to the last byte. Reading the body for a
 * keyword or a JSONPath comes after, is bounded by itself, and waits its turn when many bodies are
 * to be read, so that a busy node never makes a target look slow.
 */
public final class HttpProbe implements Probe<HttpSpec> {
  private final Network network;
  private final Dialer dialer;
  private final Trust trust;
  private final InstantSource clock;
  private final String agent;
  private final Executor judges;
  private final BodyRoom bodyRoom;

  /**
   * @param version of Tocsin, for the User-Agent
   */
  public HttpProbe(
      Network network, Dialer dialer, Trust trust, InstantSource clock, String version) {
    this(network, dialer, trust, clock, version, BodyRoom.ofHeap());
  }

  HttpProbe(
      Network network,
      Dialer dialer,
      Trust trust,
      InstantSource clock,
      String version,
      BodyRoom bodyRoom) {
    this.network = network;
    this.dialer = dialer;
    this.trust = trust;
    this.clock = clock;
    this.agent = "Tocsin/" + version;
    this.judges = new Judges(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    this.bodyRoom = bodyRoom;
  }

  @Override
  public CompletionStage<CheckResult> check(HttpSpec spec, Duration timeout) {
    return check(spec, timeout, Reading.of(spec));
  }

  /**
   * @param reading what is made of the answer
   */
  CompletionStage<CheckResult> check(HttpSpec spec, Duration timeout, Reading reading) {
    return check(spec, new TimeLimits(timeout, timeout), reading);
  }

  CompletionStage<CheckResult> check(HttpSpec spec, TimeLimits limits, Reading reading) {
    return check(spec, Hop.first(spec.request()), limits, reading);
  }

  /**
   * @param first what is sent
   */
  CompletionStage<CheckResult> check(HttpSpec spec, Hop first, TimeLimits limits, Reading reading) {
    try {
      return new HttpCheck(this, spec, first, limits, network.next(), reading).begin();
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  Dialer dialer() {
    return dialer;
  }

  Trust trust() {
    return trust;
  }

  InstantSource clock() {
    return clock;
  }

  String agent() {
    return agent;
  }

  BodyRoom bodyRoom() {
    return bodyRoom;
  }

  Executor judges() {
    return judges;
  }
}
