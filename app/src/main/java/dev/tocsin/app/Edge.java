package dev.tocsin.app;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.time.ClockWatch;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local actor system: HTTP, pages, caches. It lives as long as the process. */
record Edge(ActorSystem<Void> system) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Edge.class);
  private static final Duration ENDING = Duration.ofSeconds(10);

  static Edge start(ClockWatch watch) {
    var config = ConfigFactory.load(ConfigFactory.parseResources("edge.conf"));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "edge", config);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            ClockWatch.PERIOD, ClockWatch.PERIOD, watch::look, system.executionContext());
    return new Edge(system);
  }

  @Override
  public void close() throws InterruptedException {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("The local part did not end as it should.", e);
    }
  }
}
