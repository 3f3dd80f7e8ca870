package dev.tocsin.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of contents that this program knows. */
public final class ContentKinds {
  private final Map<String, ContentKind<?>> byName;
  private final Map<Class<?>, ContentKind<?>> byType;

  public ContentKinds(List<ContentKind<?>> all) {
    this.byName = all.stream().collect(Collectors.toMap(ContentKind::name, Function.identity()));
    this.byType = all.stream().collect(Collectors.toMap(ContentKind::type, Function.identity()));
  }

  /** Empty for a kind that only a newer program knows. */
  public Optional<ContentKind<?>> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public ContentKind<?> of(Content content) {
    ContentKind<?> kind = byType.get(content.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("Nobody named the kind of " + content.getClass());
    }
    return kind;
  }

  public List<ContentKind<?>> all() {
    return List.copyOf(byName.values());
  }
}
