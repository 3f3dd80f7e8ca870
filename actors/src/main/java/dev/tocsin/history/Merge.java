package dev.tocsin.history;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Puts together what several places know of one monitor; the first to tell of a result counts. */
final class Merge {
  /** What tells results of one monitor apart, newest first. */
  private record Key(Instant at, String region) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::at).reversed().thenComparing(Key::region);
  }

  private final TreeMap<Key, RecordedResult> results = new TreeMap<>(Key.ORDER);

  void add(Collection<RecordedResult> more) {
    for (RecordedResult result : more) {
      results.putIfAbsent(new Key(result.at(), result.region()), result);
    }
  }

  int size() {
    return results.size();
  }

  List<RecordedResult> newest(int limit) {
    return results.values().stream().limit(limit).toList();
  }
}
