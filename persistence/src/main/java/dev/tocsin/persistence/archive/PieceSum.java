package dev.tocsin.persistence.archive;

import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pieces of one monitor and region say of a stretch together. */
final class PieceSum {
  private static final Comparator<Piece> BY_TIME =
      Comparator.comparing(Piece::first).thenComparing(Piece::last);

  private PieceSum() {}

  /**
   * @param pieces changeable; those before the stretch are tails
   */
  static ResultSummary of(List<Piece> pieces, Instant from, Instant to) {
    pieces.sort(BY_TIME);
    long checks = 0;
    LatencySketch latency = new LatencySketch();
    Duration covered = Duration.ZERO;
    Piece previous = null;
    for (Piece piece : pieces) {
      covered = covered.plus(piece.within().covered()).plus(after(previous, from, piece.first()));
      checks += piece.within().checks();
      if (piece.within().latency().count() > 0) {
        latency.merge(piece.within().latency());
      }
      if (previous == null || piece.last().isAfter(previous.last())) {
        previous = piece;
      }
    }
    covered = covered.plus(after(previous, from, to));
    Duration most = Duration.between(from, to);
    return new ResultSummary(checks, latency, covered.compareTo(most) > 0 ? most : covered);
  }

  /** What the piece covers behind itself, until the next one. */
  private static Duration after(@Nullable Piece piece, Instant from, Instant next) {
    if (piece == null) {
      return Duration.ZERO;
    }
    Instant begin = piece.last().isBefore(from) ? from : piece.last();
    Instant end = piece.reaches().isBefore(next) ? piece.reaches() : next;
    return end.isAfter(begin) ? Duration.between(begin, end) : Duration.ZERO;
  }
}
