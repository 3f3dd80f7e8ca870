package dev.tocsin.http.testing;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.ItemChanges;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Items, in memory. */
final class MemoryItems {
  private record Key(OrganizationId organization, UUID id) {}

  private final Map<Key, Item<?>> items = new LinkedHashMap<>();
  private final Map<Key, Long> deleted = new LinkedHashMap<>();

  ItemChanges changesSince(OrganizationId organization, long revision) {
    return new ItemChanges(
        items.values().stream()
            .filter(it -> it.organization().equals(organization) && it.revision() > revision)
            .<Item<?>>map(it -> it)
            .toList(),
        deleted.entrySet().stream()
            .filter(it -> it.getKey().organization().equals(organization))
            .filter(it -> it.getValue() > revision)
            .map(it -> it.getKey().id())
            .toList());
  }

  boolean has(OrganizationId organization, UUID id) {
    return items.containsKey(new Key(organization, id));
  }

  Item<?> get(OrganizationId organization, UUID id) {
    return items.get(new Key(organization, id));
  }

  <T extends Content> Item<T> put(Item<T> item, long revision) {
    Item<T> stored =
        new Item<>(item.organization(), item.id(), item.content(), item.createdAt(), revision);
    Key key = new Key(item.organization(), item.id());
    items.put(key, stored);
    deleted.remove(key);
    if (item.content() instanceof EscalationPolicy policy && policy.byDefault()) {
      demoteOthers(stored, revision);
    }
    return stored;
  }

  private void demoteOthers(Item<?> chosen, long revision) {
    items.replaceAll(
        (key, other) ->
            key.organization().equals(chosen.organization())
                    && !key.id().equals(chosen.id())
                    && other.content() instanceof EscalationPolicy policy
                    && policy.byDefault()
                ? new Item<Content>(
                    other.organization(),
                    other.id(),
                    policy.notByDefault(),
                    other.createdAt(),
                    revision)
                : other);
  }

  void delete(OrganizationId organization, UUID id, long revision) {
    List<String> by = new ArrayList<>();
    items.values().stream()
        .filter(it -> it.organization().equals(organization))
        .filter(it -> it.content().references().contains(id))
        .forEach(it -> by.add("\"" + it.name() + "\""));
    if (!by.isEmpty()) {
      throw new ConflictException("It is named by " + by + "; take it out there first");
    }
    Key key = new Key(organization, id);
    if (items.remove(key) != null) {
      deleted.put(key, revision);
    }
  }

  void deleteOwned(OrganizationId organization, UserId owner, long revision) {
    List<Key> own =
        items.values().stream()
            .filter(it -> it.organization().equals(organization))
            .filter(it -> owner.equals(it.content().owner()))
            .map(it -> new Key(organization, it.id()))
            .toList();
    own.forEach(
        key -> {
          items.remove(key);
          deleted.put(key, revision);
        });
  }
}
