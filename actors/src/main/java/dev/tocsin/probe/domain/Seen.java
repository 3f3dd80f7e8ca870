package dev.tocsin.probe.domain;

import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Phases;

/**
 * One asking and how it went.
 *
 * @param phases of the request; their total is not the check's
 */
record Seen(Finding finding, Evidence evidence, Phases phases) {
  static final Phases NO_PHASES = new Phases(null, null, null, null, null, 0);

  /** Nobody was asked. */
  static Seen nothing(String why) {
    return new Seen(new Finding.Nothing(why), Evidence.NONE, NO_PHASES);
  }

  /** As it is told again later, when nothing is measured. */
  Seen again() {
    return new Seen(finding, evidence, NO_PHASES);
  }
}
