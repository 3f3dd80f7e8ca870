package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.util.Comparator;
import java.util.UUID;

/**
 * The order in which monitors stand in logs and archives. Ids that were made in the order of time
 * begin alike, so the mixed bits of the id come first: every part of the order is equally full.
 */
public final class MonitorOrder {
  /** The log and the archive are read part by part. */
  public static final int PARTS = 64;

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final int PART_BITS = 6;

  public static final Comparator<MonitorRef> COMPARATOR =
      Comparator.comparingInt(MonitorOrder::part)
          .thenComparing(ref -> ref.monitor().value(), MonitorOrder::compare)
          .thenComparing(ref -> ref.organization().value(), MonitorOrder::compare);

  private MonitorOrder() {}

  /** From 0 to 63; the same in every process and every version. */
  public static int part(MonitorRef ref) {
    UUID id = ref.monitor().value();
    long mixed = (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) * GOLDEN;
    return (int) (mixed >>> (Long.SIZE - PART_BITS));
  }

  /** As unsigned numbers, which is how the canonical text sorts. */
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
