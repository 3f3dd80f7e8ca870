package dev.tocsin.persistence.results;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The indexes of the files that were read last: some hundred kilobytes each at most. */
final class IndexCache {
  private static final int MOST = 8;

  private final Map<SegmentFile, BlockIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);

  synchronized @Nullable BlockIndex get(SegmentFile file) {
    return indexes.get(file);
  }

  synchronized void put(SegmentFile file, BlockIndex index) {
    indexes.put(file, index);
    if (indexes.size() > MOST) {
      indexes.remove(indexes.keySet().iterator().next());
    }
  }

  synchronized void remove(SegmentFile file) {
    indexes.remove(file);
  }
}
