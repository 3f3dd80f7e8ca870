package dev.tocsin.oncall;

import java.time.Instant;

/** What in a schedule says that somebody is on call. */
public sealed interface Source {
  /** When what it says begins, whatever covers parts of it. */
  Instant from();

  Instant until();

  /**
   * A turn of a layer.
   *
   * @param index of the layer, counted from 0
   */
  record OfLayer(int index, String name, Instant from, Instant until) implements Source {}

  record OfOverride(OverrideId id, Instant from, Instant until) implements Source {}
}
