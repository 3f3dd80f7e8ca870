package dev.tocsin.persistence.results;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What could not be recorded: counted, and said once until it can be again. */
final class Trouble {
  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  /** So many writes in a row must succeed; one is a second. */
  private static final int OVER_AFTER = 10;

  private final AtomicLong lost = new AtomicLong();
  private boolean said;
  private int calm;
  private long lostBefore;

  void count(long results) {
    lost.addAndGet(results);
  }

  long lost() {
    return lost.get();
  }

  /**
   * @param why completes "Results are not recorded: "
   */
  synchronized void say(String why) {
    calm = 0;
    if (!said) {
      said = true;
      log.warn(
          "Results are not recorded: {}. Checks and alerts go on; the metric tocsin_results_lost_total"
              + " counts what is lost, and recording goes on by itself when it can.",
          why);
    }
  }

  /** A write went well. Trouble that comes and goes is one. */
  synchronized void over() {
    if (!said) {
      lostBefore = lost.get();
    } else if (++calm >= OVER_AFTER) {
      said = false;
      log.info("Results are recorded again; {} were lost meanwhile.", lost.get() - lostBefore);
      lostBefore = lost.get();
    }
  }
}
