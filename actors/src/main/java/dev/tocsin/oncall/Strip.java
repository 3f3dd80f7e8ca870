package dev.tocsin.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time cut into pieces without holes between them, each with what is in it or nothing. Pieces
 * that touch hold different things, so that there is only one strip for what it says. Immutable.
 */
final class Strip<T> {
  private final List<Piece<T>> pieces;

  /**
   * @param content null for nothing
   */
  record Piece<T>(Instant from, Instant until, @Nullable T content) {}

  interface Made<T, R> {
    R of(Instant from, Instant until, T content);
  }

  private Strip(List<Piece<T>> pieces) {
    this.pieces = pieces;
  }

  static <T> Strip<T> empty(Instant from, Instant until) {
    return new Strip<>(from.isBefore(until) ? List.of(new Piece<>(from, until, null)) : List.of());
  }

  List<Piece<T>> pieces() {
    return pieces;
  }

  /** The pieces that hold something. */
  <R> List<R> filled(Made<T, R> made) {
    List<R> filled = new ArrayList<>();
    for (Piece<T> piece : pieces) {
      T content = piece.content();
      if (content != null) {
        filled.add(made.of(piece.from(), piece.until(), content));
      }
    }
    return filled;
  }

  /**
   * With others laid on it.
   *
   * @param upper in order, no two of them meeting; what reaches beyond this strip is cut off
   */
  Strip<T> covered(List<Piece<T>> upper) {
    List<Piece<T>> result = new ArrayList<>(pieces.size() + upper.size());
    int next = 0;
    for (Piece<T> piece : pieces) {
      Instant at = piece.from();
      while (next < upper.size() && upper.get(next).from().isBefore(piece.until())) {
        Piece<T> top = upper.get(next);
        Instant from = later(top.from(), at);
        Instant until = earlier(top.until(), piece.until());
        if (from.isBefore(until)) {
          add(result, at, from, piece.content());
          add(result, from, until, top.content());
          at = until;
        }
        if (top.until().isAfter(piece.until())) {
          break;
        }
        next++;
      }
      add(result, at, piece.until(), piece.content());
    }
    return new Strip<>(result);
  }

  private static <T> void add(
      List<Piece<T>> pieces, Instant from, Instant until, @Nullable T content) {
    if (!from.isBefore(until)) {
      return;
    }
    Piece<T> last = pieces.isEmpty() ? null : pieces.getLast();
    if (last != null && Objects.equals(last.content(), content)) {
      pieces.set(pieces.size() - 1, new Piece<>(last.from(), until, content));
    } else {
      pieces.add(new Piece<>(from, until, content));
    }
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
