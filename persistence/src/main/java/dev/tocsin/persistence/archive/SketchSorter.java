package dev.tocsin.persistence.archive;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;

/**
 * Brings the lines of sketches from the order of monitors into that of organizations, by sorted
 * files where they are more than fit into some megabytes.
 */
final class SketchSorter implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int OVERHEAD = 200;

  private final Path folder;
  private final int mostBytes;
  private final List<Line> lines = new ArrayList<>();
  private final List<Path> runs = new ArrayList<>();
  private int held;

  /**
   * @param folder where files may be written; they are deleted when this is closed
   * @param mostBytes in memory
   */
  SketchSorter(Path folder, int mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** Compared by its order alone. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Line(MonitorRef monitor, String region, Instant reaches, byte[] text) {
    static final Comparator<Line> ORDER =
        Comparator.comparing(Line::monitor, SketchLines.ORDER).thenComparing(Line::region);
  }

  void add(Piece piece) throws IOException {
    byte[] text = SketchLines.write(piece);
    lines.add(new Line(piece.monitor(), piece.region(), piece.reaches(), text));
    held += text.length + OVERHEAD;
    if (held >= mostBytes) {
      spill();
    }
  }

  private void spill() throws IOException {
    lines.sort(Line.ORDER);
    Path run = Files.createTempFile(folder, "sketches", ".run");
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER))) {
      for (Line line : lines) {
        write(line, out);
      }
    }
    lines.clear();
    held = 0;
  }

  void writeTo(BlockWriter writer) throws IOException {
    lines.sort(Line.ORDER);
    List<Run> open = new ArrayList<>();
    try {
      PriorityQueue<Run> queue =
          new PriorityQueue<>(Comparator.comparing(run -> run.line, Line.ORDER));
      for (Path file : runs) {
        Run run = new Run(file);
        open.add(run);
        if (run.advance()) {
          queue.add(run);
        }
      }
      int next = 0;
      while (!queue.isEmpty() || next < lines.size()) {
        Run run = queue.peek();
        if (run == null
            || (next < lines.size() && Line.ORDER.compare(lines.get(next), run.line) <= 0)) {
          write(lines.get(next), writer);
          next++;
        } else {
          queue.remove();
          write(run.line, writer);
          if (run.advance()) {
            queue.add(run);
          }
        }
      }
    } finally {
      for (Run run : open) {
        run.in.close();
      }
    }
  }

  private static void write(Line line, BlockWriter writer) throws IOException {
    writer.line(line.monitor()).write(line.text());
    writer.reaches(line.reaches());
  }

  private static void write(Line line, DataOutputStream out) throws IOException {
    write(line.monitor().organization().value(), out);
    write(line.monitor().monitor().value(), out);
    out.writeUTF(line.region());
    Instant reaches = line.reaches();
    out.writeLong(reaches.getEpochSecond());
    out.writeInt(reaches.getNano());
    out.writeInt(line.text().length);
    out.write(line.text());
  }

  private static void write(UUID id, DataOutputStream out) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  private static final class Run {
    final DataInputStream in;
    Line line = new Line(NOBODY, "", Instant.MIN, new byte[0]);

    private static final MonitorRef NOBODY =
        new MonitorRef(new OrganizationId(new UUID(0, 0)), new MonitorId(new UUID(0, 0)));

    Run(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    boolean advance() throws IOException {
      UUID organization;
      try {
        organization = id();
      } catch (EOFException atItsEnd) {
        return false;
      }
      MonitorRef monitor = new MonitorRef(new OrganizationId(organization), new MonitorId(id()));
      String region = in.readUTF();
      Instant reaches = Instant.ofEpochSecond(in.readLong(), in.readInt());
      byte[] text = new byte[in.readInt()];
      in.readFully(text);
      line = new Line(monitor, region, reaches, text);
      return true;
    }

    private UUID id() throws IOException {
      return new UUID(in.readLong(), in.readLong());
    }
  }
}
