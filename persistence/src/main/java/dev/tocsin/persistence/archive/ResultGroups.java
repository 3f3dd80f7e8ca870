package dev.tocsin.persistence.archive;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The results of an object, monitor by monitor, in its order. */
final class ResultGroups {
  private final String name;
  private final BlockCursor blocks;
  private final byte @Nullable [] organization;
  private final ResultLines.Reader lines;
  private final Consumer<BrokenObjectException> onBroken;
  private byte[] text = new byte[0];
  private int at;
  private @Nullable RecordedResult ahead;

  /**
   * @param organization null for those of all
   * @param onBroken is told of each block that is passed over
   */
  ResultGroups(
      String name,
      BlockCursor blocks,
      @Nullable OrganizationId organization,
      Instant hour,
      Consumer<BrokenObjectException> onBroken) {
    this.name = name;
    this.blocks = blocks;
    this.organization = organization == null ? null : Lines.key(organization);
    this.lines = new ResultLines.Reader(hour);
    this.onBroken = onBroken;
  }

  /** Those of the next monitor, at least one, oldest first; null at the end. */
  @Nullable List<RecordedResult> next() throws IOException {
    RecordedResult first = ahead == null ? line() : ahead;
    if (first == null) {
      return null;
    }
    List<RecordedResult> group = new ArrayList<>();
    MonitorRef monitor = first.monitor();
    RecordedResult result = first;
    while (result != null && result.monitor().equals(monitor)) {
      group.add(result);
      result = line();
    }
    ahead = result;
    return group;
  }

  private @Nullable RecordedResult line() throws IOException {
    while (true) {
      try {
        while (at < text.length) {
          int from = at;
          int to = Lines.end(text, from);
          at = to + 1;
          if (organization == null || Lines.isOf(text, from, to, organization, null)) {
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
      nextBlock();
    }
  }

  private void nextBlock() throws IOException {
    text = new byte[0];
    at = 0;
    try {
      text = blocks.next();
    } catch (BrokenObjectException broken) {
      onBroken.accept(broken);
    }
  }
}
