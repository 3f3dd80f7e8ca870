package dev.tocsin.persistence.archive;

import dev.tocsin.history.RecordedResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces of a part of an hour, made from its results. */
final class RawSource extends PieceSource {
  private final ResultGroups groups;
  private final Instant from;
  private final Instant to;
  private final Deque<Piece> ready = new ArrayDeque<>();

  /**
   * @param from of what is before, only what it covers from then on
   */
  RawSource(ResultGroups groups, Instant from, Instant to) {
    this.groups = groups;
    this.from = from;
    this.to = to;
  }

  @Override
  @Nullable Piece read() throws IOException {
    while (ready.isEmpty()) {
      List<RecordedResult> group = groups.next();
      if (group == null) {
        return null;
      }
      Map<String, List<RecordedResult>> byRegion = new LinkedHashMap<>();
      for (RecordedResult result : group) {
        byRegion.computeIfAbsent(result.region(), any -> new ArrayList<>()).add(result);
      }
      byRegion.values().forEach(this::cut);
    }
    return ready.remove();
  }

  private void cut(List<RecordedResult> results) {
    List<RecordedResult> within = new ArrayList<>();
    RecordedResult before = null;
    for (RecordedResult result : results) {
      if (result.at().isBefore(from)) {
        before = result;
      } else if (result.at().isBefore(to)) {
        within.add(result);
      }
    }
    if (before != null && before.at().plus(before.nextWithin()).isAfter(from)) {
      ready.add(Piece.of(List.of(before)).tail());
    }
    if (!within.isEmpty()) {
      ready.add(Piece.of(within));
    }
  }
}
