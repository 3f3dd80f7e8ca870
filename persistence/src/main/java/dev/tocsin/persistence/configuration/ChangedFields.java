package dev.tocsin.persistence.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.persistence.StoredJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names the fields in which two versions differ, never their values: some are secrets. */
final class ChangedFields {
  /** Enough for {@code spec.request.url}; what is below may be named by a person. */
  private static final int DEPTH = 3;

  private ChangedFields() {}

  static List<String> between(Object before, Object after) {
    List<String> changed = new ArrayList<>();
    compare("", StoredJson.tree(before), StoredJson.tree(after), 0, changed);
    return changed;
  }

  private static void compare(
      String path, JsonNode before, JsonNode after, int depth, List<String> changed) {
    if (before.equals(after)) {
      return;
    }
    if (depth == DEPTH || !before.isObject() || !after.isObject()) {
      changed.add(path);
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      compare(
          path.isEmpty() ? name : path + "." + name,
          before.path(name),
          after.path(name),
          depth + 1,
          changed);
    }
  }
}
