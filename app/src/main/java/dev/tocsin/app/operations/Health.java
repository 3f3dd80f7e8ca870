package dev.tocsin.app.operations;

/** Whether this process should be restarted (live) and whether it should get requests (ready). */
public final class Health {
  /** Where a process is in its life. */
  public enum Phase {
    STARTING,
    READY,
    DRAINING
  }

  private volatile Phase phase = Phase.STARTING;

  public Phase phase() {
    return phase;
  }

  /** It serves. A process that drains does not become ready again. */
  public synchronized void ready() {
    if (phase == Phase.STARTING) {
      phase = Phase.READY;
    }
  }

  /** It is about to end, and should get no new requests. */
  public synchronized void draining() {
    phase = Phase.DRAINING;
  }
}
