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
    Care care,
    Instant createdAt,
    long revision) {
  public MonitorConfig {
    timing = Alike.one(timing);
    tags = Alike.texts(tags);
    care = care.equals(Care.NONE) ? Care.NONE : Alike.one(care);
  }

  /** One that the organization's default policy is for. */
  public MonitorConfig(
      MonitorRef ref,
      String name,
      CheckSpec spec,
      Timing timing,
      List<String> tags,
      Instant createdAt,
      long revision) {
    this(ref, name, spec, timing, tags, Care.NONE, createdAt, revision);
  }

  /** The same as it is stored at a revision. */
  public MonitorConfig storedAt(Instant created, long atRevision) {
    return new MonitorConfig(ref, name, spec, timing, tags, care, created, atRevision);
  }

  public MonitorConfig tagged(List<String> others) {
    return new MonitorConfig(ref, name, spec, timing, others, care, createdAt, revision);
  }

  /** Whether people configured both the same, whenever they did. */
  public boolean saysTheSame(MonitorConfig other) {
    return name.equals(other.name)
        && spec.equals(other.spec)
        && timing.equals(other.timing)
        && tags.equals(other.tags)
        && care.equals(other.care);
  }
}
