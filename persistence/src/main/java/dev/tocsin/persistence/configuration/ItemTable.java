package dev.tocsin.persistence.configuration;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.item.ItemRows;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.AuditRows;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The writes to the table of items, each within a transaction of its caller's. */
final class ItemTable {
  private static final int NAMED = 3;

  private final ItemRows rows;
  private final ContentKinds kinds;
  private final InstantSource clock;

  ItemTable(Secrets secrets, ContentKinds kinds, InstantSource clock) {
    this.rows = new ItemRows(secrets, kinds);
    this.kinds = kinds;
    this.clock = clock;
  }

  ItemRows rows() {
    return rows;
  }

  <T extends Content> Item<T> create(Handle handle, Item<T> item, Author by) {
    OrganizationId organization = item.organization();
    ContentKind<?> kind = kinds.of(item.content());
    long revision = OrganizationRows.lock(handle, organization) + 1;
    Optional<ItemRows.Row> existing = rows.find(handle, organization, kind, item.id());
    if (existing.isPresent()) {
      return rows.read(existing.get())
          .map(known -> sameKind(item, known))
          .orElseThrow(() -> new ConflictException("What this request created cannot be read"));
    }
    ItemRows.refuseOtherKind(handle, organization, kind, item.id());
    if (rows.wasDeleted(handle, organization, item.id())) {
      throw new ConflictException("The " + kind.words() + " that this request created is deleted");
    }
    Item<T> stored = stored(item, item.createdAt(), revision);
    write(handle, stored, true, null, by);
    return stored;
  }

  <T extends Content> Item<T> update(Handle handle, Item<T> item, long expected, Author by) {
    OrganizationId organization = item.organization();
    ContentKind<?> kind = kinds.of(item.content());
    long revision = OrganizationRows.lock(handle, organization) + 1;
    Optional<ItemRows.Row> before = rows.find(handle, organization, kind, item.id());
    if (before.map(ItemRows.Row::revision).orElse(0L) != expected) {
      throw new ConflictException(
          "The "
              + kind.words()
              + " was changed or deleted after it was read; read it again and repeat the change");
    }
    ItemRows.refuseOtherKind(handle, organization, kind, item.id());
    Instant created = before.map(ItemRows.Row::createdAt).orElse(item.createdAt());
    Item<T> stored = stored(item, created, revision);
    write(
        handle,
        stored,
        before.isEmpty(),
        before.flatMap(rows::read).map(Item::content).orElse(null),
        by);
    return stored;
  }

  private <T extends Content> void write(
      Handle handle, Item<T> stored, boolean isNew, @Nullable Content before, Author by) {
    rows.put(handle, stored);
    audit(handle, stored, isNew, before, by);
    if (stored.content() instanceof EscalationPolicy policy && policy.byDefault()) {
      demoteOthers(handle, stored, by);
    }
    OrganizationRows.raise(handle, stored.organization(), stored.revision());
  }

  /** An organization has one default policy. */
  private void demoteOthers(Handle handle, Item<?> chosen, Author by) {
    for (Item<EscalationPolicy> other :
        rows.ofKind(handle, chosen.organization(), EscalationPolicy.KIND)) {
      if (other.content().byDefault() && !other.id().equals(chosen.id())) {
        Item<EscalationPolicy> demoted =
            stored(
                other.with(other.content().notByDefault()), other.createdAt(), chosen.revision());
        rows.put(handle, demoted);
        audit(handle, demoted, false, other.content(), by);
      }
    }
  }

  long delete(
      Handle handle,
      OrganizationId organization,
      ContentKind<?> kind,
      UUID id,
      Author by,
      Instant at) {
    long revision = OrganizationRows.lock(handle, organization);
    Optional<ItemRows.Row> before = rows.find(handle, organization, kind, id);
    if (before.isEmpty()) {
      return revision;
    }
    refuseWhereNamed(handle, organization, id);
    ItemRows.delete(handle, organization, id, at, revision + 1);
    OrganizationRows.raise(handle, organization, revision + 1);
    Map<String, Object> detail =
        before.flatMap(rows::read).map(known -> named(known.content())).orElse(Map.of());
    audit(handle, organization, kind, id, at, by, "delete", detail);
    return revision + 1;
  }

  private void refuseWhereNamed(Handle handle, OrganizationId organization, UUID id) {
    List<String> by = new ArrayList<>();
    for (ContentKind<?> kind : kinds.all()) {
      if (!kind.secret()) { // what is secret names nothing, and would have to be opened
        rows.ofKind(handle, organization, kind).stream()
            .filter(item -> item.content().references().contains(id))
            .forEach(item -> by.add("the " + kind.words() + " \"" + item.name() + "\""));
      }
    }
    MonitorRows.namesCaredFor(handle, organization, id)
        .forEach(name -> by.add("the monitor \"" + name + "\""));
    if (!by.isEmpty()) {
      String first = String.join(", ", by.subList(0, Math.min(NAMED, by.size())));
      String more = by.size() > NAMED ? " and " + (by.size() - NAMED) + " more" : "";
      throw new ConflictException("It is named by " + first + more + "; take it out there first");
    }
  }

  /**
   * @param before null where there was none, or nobody could read it
   */
  private void audit(
      Handle handle, Item<?> stored, boolean isNew, @Nullable Content before, Author by) {
    Map<String, Object> detail = new LinkedHashMap<>(named(stored.content()));
    if (before != null) {
      detail.put("changed", ChangedFields.between(before, stored.content()));
    }
    audit(
        handle,
        stored.organization(),
        kinds.of(stored.content()),
        stored.id(),
        clock.instant(),
        by,
        isNew ? "create" : "update",
        detail);
  }

  private static void audit(
      Handle handle,
      OrganizationId organization,
      ContentKind<?> kind,
      UUID id,
      Instant at,
      Author by,
      String what,
      Map<String, Object> detail) {
    AuditRows.insert(
        handle,
        organization,
        at,
        by,
        kind.name() + "." + what,
        new AuditRows.Target(kind.name(), id.toString()),
        StoredJson.write(detail));
  }

  /** What is a person's own is told by whose it is, so that nothing of it outlives the person. */
  private static Map<String, Object> named(Content content) {
    UserId owner = content.owner();
    return owner == null
        ? Map.of("name", content.name())
        : Map.of("user", owner.value().toString());
  }

  /** The id says which kind it is. */
  @SuppressWarnings("unchecked")
  private static <T extends Content> Item<T> sameKind(Item<T> asked, Item<?> known) {
    if (!asked.content().getClass().isInstance(known.content())) {
      throw new ConflictException("What has this id is of another kind");
    }
    return (Item<T>) known;
  }

  /** As a reader of the table will see it: times to the microsecond. */
  private static <T extends Content> Item<T> stored(Item<T> item, Instant created, long revision) {
    return new Item<>(
        item.organization(),
        item.id(),
        item.content(),
        created.truncatedTo(ChronoUnit.MICROS),
        revision);
  }
}
