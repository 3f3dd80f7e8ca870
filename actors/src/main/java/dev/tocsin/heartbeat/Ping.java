package dev.tocsin.heartbeat;

import dev.tocsin.StorableText;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of the watched thing.
 *
 * @param at when it arrived
 * @param run tells runs apart that overlap; null where the caller does not
 * @param exitStatus 0 to 255, where it was given
 * @param took as the caller measured it, or from the start of the run that it ended; null where
 *     neither is known
 * @param cause why it is degraded or has failed, one sentence; null else
 * @param body what it had to say, at most {@link #LONGEST_BODY} characters; null where nothing
 */
public record Ping(
    Kind kind,
    Instant at,
    @Nullable UUID run,
    @Nullable Integer exitStatus,
    @Nullable Duration took,
    @Nullable String cause,
    @Nullable String body,
    Source source) {

  /** Also the most bytes that are kept of a request. */
  public static final int LONGEST_BODY = 10_000;

  public enum Kind {
    /** All is well, or a run has ended well. */
    SUCCESS,
    /** A run has begun. */
    START,
    /** It works, but not as it should. */
    DEGRADED,
    FAIL,
    /** Something to remember, no sign of life. */
    LOG;

    /** Whether the next one is expected from here on. */
    public boolean isSignOfLife() {
      return this == SUCCESS || this == DEGRADED || this == FAIL;
    }
  }

  /**
   * @param method of the request: {@code GET}
   * @param address it came from
   * @param agent its User-Agent, at most 200 characters; empty where it had none
   */
  public record Source(String method, String address, String agent) {
    public Source {
      agent = StorableText.of(agent.length() > 200 ? agent.substring(0, 200) : agent);
    }
  }

  public Ping {
    cause = StorableText.ofNullable(cause);
    body = StorableText.ofNullable(body);
  }

  public Ping at(Instant time) {
    return new Ping(kind, time, run, exitStatus, took, cause, body, source);
  }

  /** Where the caller has not said how long it took, this is so long. */
  public Ping lasting(@Nullable Duration measured) {
    return took != null || measured == null
        ? this
        : new Ping(kind, at, run, exitStatus, measured, cause, body, source);
  }

  /** The same; where it came from as the one before did, the two share what they know of it. */
  public Ping after(@Nullable Ping before) {
    return before == null || before.source == source || !before.source.equals(source)
        ? this
        : new Ping(kind, at, run, exitStatus, took, cause, body, before.source);
  }

  public Ping withoutBody() {
    return body == null ? this : new Ping(kind, at, run, exitStatus, took, cause, null, source);
  }
}
