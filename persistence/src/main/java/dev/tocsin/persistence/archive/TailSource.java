package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Of the pieces before a moment, what they cover after it. */
final class TailSource extends PieceSource {
  private final PieceSource pieces;
  private final Instant from;

  TailSource(PieceSource pieces, Instant from) {
    this.pieces = pieces;
    this.from = from;
  }

  @Override
  @Nullable Piece read() throws IOException {
    while (pieces.advance()) {
      if (pieces.current().reaches().isAfter(from)) {
        return pieces.current().tail();
      }
    }
    return null;
  }
}
