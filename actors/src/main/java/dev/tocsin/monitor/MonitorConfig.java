package dev.tocsin.monitor;

import dev.tocsin.Alike;
import dev.tocsin.probe.CheckSpec;
import java.time.Instant;
import java.util.List;

/**
 * A monitor as people configured it.
 *
 * @param revision of the organization at which this version was written; grows with each change
 */
public record MonitorConfig(
    MonitorRef ref,
    String name,
    CheckSpec spec,
    Timing timing,
    List<String> tags,
    Instant createdAt,
    long revision) {
  public MonitorConfig {
    timing = Alike.one(timing);
    tags = Alike.texts(tags);
  }

  /** Whether people configured both the same, whenever they did. */
  public boolean saysTheSame(MonitorConfig other) {
    return name.equals(other.name)
        && spec.equals(other.spec)
        && timing.equals(other.timing)
        && tags.equals(other.tags);
  }
}
