package dev.tocsin.conf;

import java.time.Duration;

/**
 * What is kept of each day.
 *
 * @param keepFor how long, in whole days
 */
public record RollupSettings(Duration keepFor) {
  static RollupSettings read(SettingsReader reader) {
    return new RollupSettings(
        reader.duration("tocsin.rollups.keep-for", Duration.ofDays(1), Duration.ofDays(36_500)));
  }
}
