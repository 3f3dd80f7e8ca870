package dev.tocsin.persistence.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.Ids;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The index as JSON, a block in a line. */
final class IndexJson {
  static final int FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private IndexJson() {}

  static byte[] write(HourIndex index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("node", index.node());
      json.writeStringField("region", index.region());
      json.writeStringField("hour", index.hour().toString());
      json.writeNumberField("generation", index.generation());
      json.writeNumberField("monitors", index.monitors());
      write(json, "results", index.results());
      write(json, "sketches", index.sketches());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, HourIndex.Part part)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("file", part.file());
    json.writeNumberField("lines", part.lines());
    json.writeNumberField("bytes", part.bytes());
    json.writeArrayFieldStart("blocks");
    for (Block block : part.blocks()) {
      json.writeRaw('\n');
      json.writeStartObject();
      if (block.organization() != null) {
        json.writeStringField("organization", block.organization().toString());
      }
      json.writeStringField("monitor", block.monitor().toString());
      json.writeNumberField("offset", block.offset());
      json.writeNumberField("length", block.length());
      if (block.reaches() != null) {
        json.writeStringField("reaches", block.reaches().toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * @param name of the object, for the message
   * @throws BrokenObjectException where that is no index, or one of a later format
   */
  static HourIndex read(String name, byte[] bytes) throws BrokenObjectException {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      int format = json.path("format").asInt();
      if (format != FORMAT) {
        throw new BrokenObjectException(
            "The index " + name + " has format " + format + ", which this version does not know.",
            null);
      }
      return new HourIndex(
          text(json, "node"),
          text(json, "region"),
          Instant.parse(text(json, "hour")),
          json.path("generation").asInt(1),
          json.path("monitors").asInt(),
          part(json.path("results")),
          part(json.path("sketches")));
    } catch (BrokenObjectException broken) {
      throw broken;
    } catch (IOException | IllegalArgumentException | DateTimeException broken) {
      throw new BrokenObjectException("The index " + name + " is broken.", broken);
    }
  }

  private static HourIndex.Part part(JsonNode json) {
    List<Block> blocks = new ArrayList<>();
    long end = 0;
    for (JsonNode block : json.path("blocks")) {
      long offset = block.path("offset").asLong(-1);
      int length = block.path("length").asInt(-1);
      if (offset != end || length < 0) {
        throw new IllegalArgumentException("blocks do not follow each other");
      }
      end = offset + length;
      @Nullable UUID organization = optionalId(block, "organization");
      blocks.add(
          new Block(
              organization == null ? null : new OrganizationId(organization),
              new MonitorId(id(text(block, "monitor"))),
              offset,
              length,
              block.has("reaches") ? Instant.parse(text(block, "reaches")) : null));
    }
    long bytes = json.path("bytes").asLong();
    if (bytes != end) {
      throw new IllegalArgumentException("blocks do not fill the object");
    }
    return new HourIndex.Part(
        text(json, "file"), json.path("lines").asLong(), bytes, List.copyOf(blocks));
  }

  private static @Nullable UUID optionalId(JsonNode json, String field) {
    return json.has(field) ? id(text(json, field)) : null;
  }

  private static UUID id(String text) {
    return Ids.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value.textValue();
  }
}
