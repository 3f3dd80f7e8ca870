package dev.tocsin.probe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Specifications as they are stored: lossless JSON, <em>secrets included</em>; what stores it
 * encrypts it. Not the form of the API, which {@link CheckKind#write} gives.
 */
public final class CheckSpecs {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // a node of the release before must read what a newer one stored
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private CheckSpecs() {}

  /** Any mapper with {@link Jdk8Module} and {@link JavaTimeModule} reads and writes them too. */
  public static JsonMapper mapper() {
    return MAPPER;
  }
}
