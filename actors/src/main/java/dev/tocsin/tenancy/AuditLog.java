package dev.tocsin.tenancy;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who did what in an organization. Calls block. */
public interface AuditLog {
  /**
   * Newest first.
   *
   * @param after where the page before ended; null for the first page
   * @param limit of entries, at least 1
   * @throws StoreUnavailableException where the store does not answer
   */
  List<AuditEntry> page(OrganizationId organization, @Nullable Cursor after, int limit);

  /** An entry's place in the order. */
  record Cursor(Instant at, UUID id) {
    /** For an address: {@code 2026-01-02T03:04:05.678901Z~0192...}. */
    public String text() {
      return at + "~" + id;
    }

    /** Nothing where the text is not a cursor. */
    public static Optional<Cursor> parse(String text) {
      int middle = text.indexOf('~');
      if (middle < 0) {
        return Optional.empty();
      }
      try {
        Instant at = Instant.parse(text.substring(0, middle));
        return Ids.parse(text.substring(middle + 1)).map(id -> new Cursor(at, id));
      } catch (DateTimeException notATime) {
        return Optional.empty();
      }
    }
  }
}
