package dev.tocsin.persistence.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A result as a line of JSON: durations in microseconds, without what is not known. */
final class ResultLines {
  private ResultLines() {}

  /** Writes the line with its end. */
  static void write(RecordedResult result, OutputStream to) throws IOException {
    try (JsonGenerator json = Lines.JSON.createGenerator(to)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      Lines.writeRef(json, result.monitor());
      json.writeStringField("at", Lines.time(result.at()));
      json.writeStringField("region", result.region());
      json.writeStringField("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
      if (result.error() != null) {
        json.writeStringField("error", result.error());
      }
      Phases phases = result.phases();
      json.writeObjectFieldStart("phases");
      write(json, "dns", phases.dns());
      write(json, "connect", phases.connect());
      write(json, "tls", phases.tls());
      write(json, "firstByte", phases.firstByte());
      write(json, "body", phases.body());
      json.writeNumberField("total", phases.total());
      json.writeEndObject();
      json.writeNumberField("nextWithin", Lines.micros(result.nextWithin()));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Long micros)
      throws IOException {
    if (micros != null) {
      json.writeNumberField(name, micros);
    }
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
     * @throws IOException where that is no result
     */
    RecordedResult read(byte[] text, int from, int to) throws IOException {
      try (JsonParser json = Lines.JSON.createParser(text, from, to - from)) {
        return new Fields(json).read();
      } catch (DateTimeException | IllegalArgumentException broken) {
        throw new IOException(broken);
      }
    }

    private final class Fields {
      private final JsonParser json;
      private @Nullable String organization;
      private @Nullable String monitor;
      private @Nullable Instant at;
      private @Nullable String region;
      private @Nullable Outcome outcome;
      private @Nullable String error;
      private Phases phases = new Phases(null, null, null, null, null, 0);
      private Duration nextWithin = Duration.ZERO;

      Fields(JsonParser json) {
        this.json = json;
      }

      RecordedResult read() throws IOException {
        json.nextToken();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          field(name);
        }
        if (at == null || region == null || outcome == null) {
          throw new IOException("a result without at, region or outcome");
        }
        return new RecordedResult(
            Lines.ref(organization, monitor), at, outcome, error, phases, region, nextWithin);
      }

      private void field(String name) throws IOException {
        switch (name) {
          case "organization" -> organization = json.getText();
          case "monitor" -> monitor = json.getText();
          case "at" -> at = Lines.time(json.getText(), hour, hourText);
          case "region" -> region = json.getText();
          case "outcome" -> outcome = Outcome.valueOf(json.getText().toUpperCase(Locale.ROOT));
          case "error" -> error = json.getText();
          case "phases" -> phases = phases(json);
          case "nextWithin" -> nextWithin = Lines.ofMicros(json.getLongValue());
          default -> json.skipChildren();
        }
      }
    }

    private static Phases phases(JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("phases are no object");
      }
      Long dns = null;
      Long connect = null;
      Long tls = null;
      Long firstByte = null;
      Long body = null;
      long total = 0;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "dns" -> dns = json.getLongValue();
          case "connect" -> connect = json.getLongValue();
          case "tls" -> tls = json.getLongValue();
          case "firstByte" -> firstByte = json.getLongValue();
          case "body" -> body = json.getLongValue();
          case "total" -> total = json.getLongValue();
          default -> json.skipChildren();
        }
      }
      return new Phases(dns, connect, tls, firstByte, body, total);
    }
  }
}
