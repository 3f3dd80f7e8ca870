package dev.tocsin.http.server;

import dev.tocsin.http.RequestPipeline;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorSystem;

/** What all connections of a server have in common. Safe for use by many threads. */
final class Served {
  private final ActorSystem<?> system;
  private final RequestPipeline pipeline;
  private final DateLine date;
  private volatile boolean draining;

  Served(ActorSystem<?> system, RequestPipeline pipeline, InstantSource clock) {
    this.system = system;
    this.pipeline = pipeline;
    this.date = new DateLine(clock);
  }

  ActorSystem<?> system() {
    return system;
  }

  RequestPipeline pipeline() {
    return pipeline;
  }

  DateLine date() {
    return date;
  }

  /** From now on each answer is its connection's last. */
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }
}
