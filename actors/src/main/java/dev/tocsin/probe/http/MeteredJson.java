package dev.tocsin.probe.http;

import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * JSON for one evaluation of a JSONPath expression, which ends it after a bounded number of steps
 * or a bounded time: {@code $..*..*..*} on a large body would otherwise take hours, and no other
 * way stops it.
 */
final class MeteredJson extends JacksonJsonNodeJsonProvider {
  private static final int MOST_STEPS = 5_000_000;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

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

  private void step() {
    if (++steps > MOST_STEPS || (steps % 1_024 == 0 && System.nanoTime() - start > MOST_NANOS)) {
      throw new TooMuchWork();
    }
  }
}
