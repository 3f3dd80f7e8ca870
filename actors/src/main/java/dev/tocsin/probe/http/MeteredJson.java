package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * JSON for one evaluation of a JSONPath expression, which ends it after a bounded number of steps
 * or a bounded time: {@code $..*..*..*} on a large body would otherwise take hours, and no other
 * way stops it.
 */
final class MeteredJson extends JacksonJsonNodeJsonProvider {
  private static final int MOST_STEPS = 600_000;

  /** A part is a value, or so many characters of a text. */
  private static final int PART_CHARACTERS = 16;

  private static final int MOST_PARTS = 20_000;
  private static final MappingProvider MAPPING = new JacksonMappingProvider();

  /**
   * Only for what the steps do not see: a busy machine must not turn a good answer into a bad one.
   */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Not a {@code JsonPathException}, which the library may swallow. */
  static final class TooMuchWork extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuchWork() {
      super("too many steps", null, false, false);
    }
  }

  private final long start = System.nanoTime();
  private int steps;

  @Override
  public boolean isArray(Object node) {
    step();
    return super.isArray(node);
  }

  @Override
  public boolean isMap(Object node) {
    step();
    return super.isMap(node);
  }

  @Override
  public Object getArrayIndex(Object node, int index) {
    step();
    Object element = super.getArrayIndex(node, index);
    if (element == null) {
      // what the library expects of a place beyond the end; null in JSON is a node
      throw new IndexOutOfBoundsException(index);
    }
    return element;
  }

  @Override
  public Object getMapValue(Object node, String key) {
    step();
    return super.getMapValue(node, key);
  }

  @Override
  public Collection<String> getPropertyKeys(Object node) {
    step();
    return super.getPropertyKeys(node);
  }

  @Override
  public Iterable<?> toIterable(Object node) {
    step();
    return super.toIterable(node);
  }

  /** The library keeps the path of each thing found, which may be far longer than the thing. */
  @Override
  public void setArrayIndex(Object array, int index, Object value) {
    steps += lengthInParts(value);
    step();
    super.setArrayIndex(array, index, value);
  }

  /** Filters compare lists and objects by copies of them. */
  MappingProvider mapping() {
    return new MappingProvider() {
      @Override
      public <T> T map(Object source, Class<T> type, Configuration configuration) {
        weigh(source);
        return MAPPING.map(source, type, configuration);
      }

      @Override
      public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
        weigh(source);
        return MAPPING.map(source, type, configuration);
      }
    };
  }

  @Override
  public String toJson(Object node) {
    weigh(node);
    return super.toJson(node);
  }

  /** Filters compare and search texts, which may be long. */
  @Override
  public Object unwrap(Object node) {
    steps += lengthInParts(node);
    step();
    return super.unwrap(node);
  }

  private static int lengthInParts(Object node) {
    return switch (node) {
      case String text -> text.length() / PART_CHARACTERS;
      case TextNode text -> text.textValue().length() / PART_CHARACTERS;
      case null, default -> 0;
    };
  }

  /** A result such as {@code $..*} holds each part as often as it is deep. */
  private void weigh(Object source) {
    if (source instanceof JsonNode root) {
      int parts = 0;
      Deque<JsonNode> unseen = new ArrayDeque<>(List.of(root));
      while (!unseen.isEmpty()) {
        step();
        if (++parts > MOST_PARTS) {
          throw new TooMuchWork();
        }
        JsonNode node = unseen.pop();
        parts += lengthInParts(node);
        node.forEach(unseen::push);
      }
    }
  }

  private void step() {
    if (++steps > MOST_STEPS || (steps & 63) == 0 && System.nanoTime() - start > MOST_NANOS) {
      throw new TooMuchWork();
    }
  }
}
