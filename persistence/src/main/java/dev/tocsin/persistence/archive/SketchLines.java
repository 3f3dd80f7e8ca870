package dev.tocsin.persistence.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A piece as a line of JSON: durations in microseconds, the sketch in base64. */
final class SketchLines {
  private static final Comparator<OrganizationId> BY_ORGANIZATION =
      Comparator.comparing(
          OrganizationId::value,
          (one, other) -> {
            int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
            return high != 0 ? high : compareLow(one, other);
          });

  /** Unlike results, sketches stand together by organization: that is how they are asked for. */
  static final Comparator<MonitorRef> ORDER =
      Comparator.comparing(MonitorRef::organization, BY_ORGANIZATION)
          .thenComparing(MonitorOrder.COMPARATOR);

  private SketchLines() {}

  private static int compareLow(UUID one, UUID other) {
    return Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  static int compare(OrganizationId one, OrganizationId other) {
    return BY_ORGANIZATION.compare(one, other);
  }

  /** The line with its end. */
  static byte[] write(Piece piece) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = Lines.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      Lines.writeRef(json, piece.monitor());
      json.writeStringField("region", piece.region());
      json.writeNumberField("checks", piece.within().checks());
      json.writeStringField("first", Lines.time(piece.first()));
      json.writeStringField("last", Lines.time(piece.last()));
      json.writeNumberField("nextWithin", Lines.micros(piece.nextWithin()));
      json.writeNumberField("covered", Lines.micros(piece.within().covered()));
      json.writeFieldName("sketch");
      json.writeBinary(piece.within().latency().toBytes());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  /** Reads lines of one hour. For one thread. */
  static final class Reader {
    private final Instant hour;
    private final String hourText;

    Reader(Instant hour) {
      this.hour = hour;
      this.hourText = Lines.hourText(hour);
    }

    /**
     * @throws IOException where that is no piece
     */
    Piece read(byte[] text, int from, int to) throws IOException {
      try (JsonParser json = Lines.JSON.createParser(text, from, to - from)) {
        return new Fields(json).read();
      } catch (UncheckedIOException broken) {
        throw broken.getCause();
      } catch (DateTimeException | IllegalArgumentException broken) {
        throw new IOException(broken);
      }
    }

    private final class Fields {
      private final JsonParser json;
      private @Nullable String organization;
      private @Nullable String monitor;
      private @Nullable String region;
      private @Nullable Instant first;
      private @Nullable Instant last;
      private long checks;
      private Duration nextWithin = Duration.ZERO;
      private Duration covered = Duration.ZERO;
      private @Nullable LatencySketch sketch;

      Fields(JsonParser json) {
        this.json = json;
      }

      Piece read() throws IOException {
        json.nextToken();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          field(name);
        }
        if (region == null || first == null || last == null || sketch == null) {
          throw new IOException("a piece without region, first, last or sketch");
        }
        return new Piece(
            Lines.ref(organization, monitor),
            region,
            first,
            last,
            nextWithin,
            new ResultSummary(checks, sketch, covered));
      }

      private void field(String name) throws IOException {
        switch (name) {
          case "organization" -> organization = json.getText();
          case "monitor" -> monitor = json.getText();
          case "region" -> region = json.getText();
          case "checks" -> checks = json.getLongValue();
          case "first" -> first = Lines.time(json.getText(), hour, hourText);
          case "last" -> last = Lines.time(json.getText(), hour, hourText);
          case "nextWithin" -> nextWithin = Lines.ofMicros(json.getLongValue());
          case "covered" -> covered = Lines.ofMicros(json.getLongValue());
          case "sketch" -> sketch = LatencySketch.of(json.getBinaryValue());
          default -> json.skipChildren();
        }
      }
    }
  }
}
