package dev.tocsin.configuration;

import java.util.List;
import java.util.UUID;

/** What changed of an organization's items, of all kinds. */
public record ItemChanges(List<Item<?>> changed, List<UUID> deleted) {
  public static final ItemChanges NONE = new ItemChanges(List.of(), List.of());
}
