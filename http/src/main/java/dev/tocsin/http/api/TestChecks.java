package dev.tocsin.http.api;

import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** Checks of what is not saved yet, a few at a time: who tries must not delay what is watched. */
public final class TestChecks {
  private static final int AT_ONCE = 10;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final CheckKinds kinds;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public TestChecks(CheckKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * @throws ThrottledException where too many are under way
   */
  public CompletionStage<CheckResult> check(CheckSpec spec, Duration timeout) {
    if (!places.tryAcquire()) {
      throw new ThrottledException(PAUSE);
    }
    return kinds.check(spec, timeout).whenComplete((result, failure) -> places.release());
  }
}
