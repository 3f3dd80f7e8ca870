package dev.tocsin.rollup;

import dev.tocsin.uptime.Uptime;
import java.time.LocalDate;

/**
 * What one day of a monitor was, as one region saw it. Uptime and downtime are the monitor's own,
 * the same in all regions, and exact; the rest is from the results that were found.
 */
public record Rollup(LocalDate day, String region, Uptime uptime, DayResults results) {
  /** From 0 to 1: how much of the observed time the results cover. */
  public double coverage() {
    long observed = uptime.observed().toMillis();
    return observed == 0 ? 0 : Math.min(1.0, (double) results.covered().toMillis() / observed);
  }
}
