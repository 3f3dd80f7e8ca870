package dev.tocsin.time;

import java.time.Instant;
import java.time.InstantSource;

/** What this machine takes the time to be. It may be wrong, and may jump either way. */
public interface WallClock extends InstantSource {
  /**
   * The store's time as it is to be compared with this clock's. Only a clock that is not meant to
   * show the real time takes it along.
   */
  default Instant alongside(Instant storeTime) {
    return storeTime;
  }

  static WallClock system() {
    return Instant::now;
  }
}
