package dev.tocsin.tenancy;

import java.time.Instant;
import java.util.UUID;

/**
 * Who did what.
 *
 * @param action what was done, as {@code monitor.create}
 * @param targetKind what it was done to, as {@code monitor}
 * @param targetId which one
 * @param detail JSON of what changed, never with secrets
 */
public record AuditEntry(
    UUID id,
    Instant at,
    Author by,
    String action,
    String targetKind,
    String targetId,
    String detail) {

  /** Where a page ends whose last entry this is. */
  public AuditLog.Cursor cursor() {
    return new AuditLog.Cursor(at, id);
  }
}
