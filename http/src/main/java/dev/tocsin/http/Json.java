package dev.tocsin.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.tocsin.input.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** JSON as the API writes and reads it. */
public final class Json {
  static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addSerializer(new AsText<>(Instant.class, Json::time))
                  .addSerializer(new AsText<>(Duration.class, Durations::format))
                  .addSerializer(new AsText<>(Enum.class, Json::name)))
          .build();

  private Json() {}

  /** ISO-8601 in UTC, with milliseconds. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** An enum's constant as the API names it. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException ourOwnTypesAreWritable) {
      throw new IllegalStateException(ourOwnTypesAreWritable);
    }
  }

  /**
   * @throws ProblemException (400) where it is not JSON
   */
  public static JsonNode read(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(text(bytes));
      if (!node.isMissingNode()) {
        return node;
      }
      throw new ProblemException(Problem.unreadable("The body is empty; it must be JSON."));
    } catch (JsonProcessingException notJson) {
      // the parser's own message may quote what was sent
      var at = notJson.getLocation();
      throw new ProblemException(
          Problem.unreadable(
              at == null
                  ? "The body is not JSON."
                  : "The body is not JSON: line %d, column %d."
                      .formatted(at.getLineNr(), at.getColumnNr())));
    } catch (CharacterCodingException notUtf8) {
      throw new ProblemException(Problem.unreadable("The body is not valid UTF-8."));
    }
  }

  /** The parser itself would guess at the encoding, and takes bytes that UTF-8 forbids. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  public static HttpResponse response(int status, Object body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(body)))
        .addHeader(NO_STORE);
  }

  public static HttpResponse noContent() {
    return HttpResponse.create().withStatus(204).addHeader(NO_STORE);
  }

  private static final class AsText<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1;

    private final transient Function<T, String> text;

    AsText(Class<?> type, Function<T, String> text) {
      super(type, false);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(text.apply(value));
    }
  }
}
