package dev.tocsin.persistence.archive;

import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pieces of a whole hour, as they were written. */
final class SketchSource extends PieceSource {
  private final String name;
  private final BlockCursor blocks;
  private final byte[] organization;
  private final SketchLines.Reader lines;
  private final Consumer<BrokenObjectException> onBroken;
  private byte[] text = new byte[0];
  private int at;

  /**
   * @param onBroken is told of each block that is passed over
   */
  SketchSource(
      String name,
      BlockCursor blocks,
      OrganizationId organization,
      Instant hour,
      Consumer<BrokenObjectException> onBroken) {
    this.name = name;
    this.blocks = blocks;
    this.organization = Lines.key(organization);
    this.lines = new SketchLines.Reader(hour);
    this.onBroken = onBroken;
  }

  @Override
  @Nullable Piece read() throws IOException {
    while (true) {
      try {
        while (at < text.length) {
          int from = at;
          int to = Lines.end(text, from);
          at = to + 1;
          if (Lines.isOf(text, from, to, organization, null)) {
            return lines.read(text, from, to);
          }
        }
      } catch (IOException broken) {
        at = text.length;
        onBroken.accept(new BrokenObjectException("The object " + name + " is broken.", broken));
      }
      if (!blocks.hasNext()) {
        return null;
      }
      text = new byte[0];
      at = 0;
      try {
        text = blocks.next();
      } catch (BrokenObjectException broken) {
        onBroken.accept(broken);
      }
    }
  }
}
