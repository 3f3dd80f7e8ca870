package dev.tocsin.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON as columns hold it: an older program reads what a newer one wrote. */
public final class StoredJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .build();

  private StoredJson() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException defect) {
      throw unreadable("written", value.getClass().getName(), defect);
    }
  }

  /** {@code value} as a tree, its subtype's name included. */
  public static JsonNode tree(Object value) {
    try {
      return MAPPER.readTree(write(value));
    } catch (JsonProcessingException defect) {
      throw unreadable("read", value.getClass().getName(), defect);
    }
  }

  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException defect) {
      throw unreadable("read", type.getName(), defect);
    }
  }

  public static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException defect) {
      throw unreadable("read", type.getType().getTypeName(), defect);
    }
  }

  /** Without Jackson's message, which may quote what is secret. */
  private static IllegalStateException unreadable(
      String what, String type, JsonProcessingException defect) {
    defect.clearLocation();
    return new IllegalStateException(
        "Stored JSON of " + type + " cannot be " + what + ": " + defect.getClass().getName());
  }
}
