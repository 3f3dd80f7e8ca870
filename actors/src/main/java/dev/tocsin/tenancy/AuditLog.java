package dev.tocsin.tenancy;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who did what in an organization. Calls block. */
public interface AuditLog {
  /** As {@link #page(OrganizationId, Search, Cursor, int)}, of all entries. */
  default List<AuditEntry> page(OrganizationId organization, @Nullable Cursor after, int limit) {
    return page(organization, Search.ALL, after, limit).entries();
  }

  /**
   * Newest first. One call looks through a bounded number of entries, so that a page of a search
   * may have fewer than there is room for, or none, and still not be the last.
   *
   * @param after where the page before ended; null for the first page
   * @param limit of entries, at least 1
   * @throws StoreUnavailableException where the store does not answer
   */
  Page page(OrganizationId organization, Search search, @Nullable Cursor after, int limit);

  /**
   * Which entries are wanted; what is null restricts nothing.
   *
   * @param author the id of the user or token, of the organization for the system itself
   * @param kind of what something was done to, as {@code monitor}
   * @param from the earliest time
   * @param to the time that all are before
   */
  record Search(
      @Nullable Words words,
      @Nullable UUID author,
      @Nullable String kind,
      @Nullable Instant from,
      @Nullable Instant to) {
    public static final Search ALL = new Search(null, null, null, null, null);

    public boolean isAll() {
      return equals(ALL);
    }
  }

  /**
   * A text that is looked for in what was done and in its detail, in any case.
   *
   * @param named ids of things and authors that are called so, for rows keep no names of those
   */
  record Words(String text, Set<String> named) {
    public Words {
      named = Set.copyOf(named);
    }
  }

  /**
   * A part of the log.
   *
   * @param next where the part after it begins; null where there is none
   */
  record Page(List<AuditEntry> entries, @Nullable Cursor next) {}

  /**
   * What was done to one thing; the rest as {@link #page}.
   *
   * @param targetKind as in {@link AuditEntry#targetKind}
   */
  List<AuditEntry> of(
      OrganizationId organization,
      String targetKind,
      String targetId,
      @Nullable Cursor after,
      int limit);

  /** An entry's place in the order. */
  record Cursor(Instant at, UUID id) {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** For an address: {@code 2026-01-02T03:04:05.678901Z~0192...}. */
    public String text() {
      return at + "~" + id;
    }

    /** Within what every store has a place for; nothing happened before or will after it. */
    public static Instant storable(Instant at) {
      return at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
    }

    /** Nothing where the text is not a cursor. */
    public static Optional<Cursor> parse(String text) {
      int middle = text.indexOf('~');
      if (middle < 0) {
        return Optional.empty();
      }
      try {
        Instant at = storable(Instant.parse(text.substring(0, middle)));
        return Ids.parse(text.substring(middle + 1)).map(id -> new Cursor(at, id));
      } catch (DateTimeException notATime) {
        return Optional.empty();
      }
    }
  }
}
