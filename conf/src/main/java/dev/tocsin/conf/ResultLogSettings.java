package dev.tocsin.conf;

import java.time.Duration;

/**
 * How much of its own results a node keeps on its disk.
 *
 * @param keepFor results are dropped when they are this old
 * @param maxSize bytes that they may take
 * @param keepFree bytes of the disk that they leave to others
 */
public record ResultLogSettings(Duration keepFor, long maxSize, long keepFree) {
  private static final Duration SHORTEST = Duration.ofHours(2);
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final long MEGABYTE = 1_000_000;
  private static final long MOST = 1_000_000 * MEGABYTE;

  static ResultLogSettings read(SettingsReader reader) {
    return new ResultLogSettings(
        reader.duration("tocsin.results.log.keep-for", SHORTEST, LONGEST),
        reader.size("tocsin.results.log.max-size", MEGABYTE, MOST),
        reader.size("tocsin.results.log.keep-free", 0, MOST));
  }
}
