package dev.tocsin.http.page;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the snapshots say of their own health. */
final class PageMetrics {
  private final MeterRegistry registry;
  final Timer rendering;
  final Timer changeToBytes;
  final Counter unchanged;
  final Counter failedRenderings;
  final Counter failedWrites;

  PageMetrics(MeterRegistry registry) {
    this.registry = registry;
    rendering =
        Timer.builder("tocsin.pages.rendering")
            .description("Making a status page into bytes")
            .register(registry);
    changeToBytes =
        Timer.builder("tocsin.pages.change.to.bytes")
            .description("From a change that reached this node to the page that shows it")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(1))
            .register(registry);
    unchanged =
        counter("tocsin.pages.unchanged", "Changes that a visitor would not see, not rendered");
    failedRenderings =
        counter("tocsin.pages.rendering.failures", "Renderings that failed; the old page stands");
    failedWrites =
        counter("tocsin.pages.write.failures", "Writings to disk that failed; they are repeated");
  }

  void held(Supplier<Number> count) {
    Gauge.builder("tocsin.pages.held", count)
        .description("Status pages in memory")
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
