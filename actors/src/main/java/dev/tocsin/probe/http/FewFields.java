package dev.tocsin.probe.http;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map of a few texts, in the order given, in a quarter of a hash table's memory. */
final class FewFields extends AbstractMap<String, String> {
  /** Names, each with its value after it. */
  private final String[] fields;

  private FewFields(String[] fields) {
    this.fields = fields;
  }

  /** A copy that cannot be changed; names are held once for all maps. */
  static Map<String, String> copyOf(Map<String, String> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    String[] fields = new String[2 * map.size()];
    int next = 0;
    for (Map.Entry<String, String> field : map.entrySet()) {
      fields[next++] = field.getKey().intern();
      fields[next++] = field.getValue();
    }
    return new FewFields(fields);
  }

  @Override
  public @Nullable String get(Object name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equals(name)) {
        return fields[i + 1];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return fields.length / 2;
      }

      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Fields();
      }
    };
  }

  private final class Fields implements Iterator<Entry<String, String>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < fields.length;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      next += 2;
      return Map.entry(fields[next - 2], fields[next - 1]);
    }
  }
}
