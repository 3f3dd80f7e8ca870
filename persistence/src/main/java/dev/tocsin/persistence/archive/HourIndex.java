package dev.tocsin.persistence.archive;

import java.time.Instant;
import java.util.List;

/**
 * What one node has in the archive of one hour. It is written last: without it the hour is not
 * there.
 *
 * @param generation counts how often the hour was written; each time under names of its own, so
 *     that who reads by an older index is not given bytes of a newer object
 * @param monitors how many have results
 */
record HourIndex(
    String node,
    String region,
    Instant hour,
    int generation,
    int monitors,
    Part results,
    Part sketches) {

  /**
   * @param file its name in the folder of the hour
   * @param lines in all blocks together
   * @param bytes of all blocks together
   * @param blocks in the order of their offsets
   */
  record Part(String file, long lines, long bytes, List<Block> blocks) {}

  String resultsName() {
    return Hours.folder(hour) + results.file();
  }

  String sketchesName() {
    return Hours.folder(hour) + sketches.file();
  }

  /** Until when something in it covers the time. */
  Instant reaches() {
    Instant latest = Instant.MIN;
    for (Block block : sketches.blocks()) {
      Instant reaches = block.reaches();
      latest = reaches != null && reaches.isAfter(latest) ? reaches : latest;
    }
    return latest;
  }
}
