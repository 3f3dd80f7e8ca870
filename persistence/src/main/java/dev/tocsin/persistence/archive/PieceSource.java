package dev.tocsin.persistence.archive;

import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Pieces of one organization out of one object, in the order of monitors. */
abstract class PieceSource {
  private @Nullable Piece ahead;

  /** Null at the end. */
  abstract @Nullable Piece read() throws IOException;

  /** Goes to the next one; false at the end. */
  final boolean advance() throws IOException {
    ahead = read();
    return ahead != null;
  }

  /** After {@link #advance} was true. */
  final Piece current() {
    if (ahead == null) {
      throw new IllegalStateException("at the end");
    }
    return ahead;
  }

  final MonitorRef monitor() {
    return current().monitor();
  }
}
