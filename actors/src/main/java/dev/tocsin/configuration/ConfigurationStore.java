package dev.tocsin.configuration;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The tables of what people configured. Each write raises its organization's revision by one and
 * adds its audit row, all in one transaction; writes of one organization are serialized by its row,
 * so revisions become visible in their order. Calls block, and throw {@link
 * StoreUnavailableException} where the store did not take it.
 */
public interface ConfigurationStore {
  /** Every organization's revision: the cheap question that nodes ask every 10 s. */
  Map<OrganizationId, Long> revisions();

  /** What was written after {@code revision}; 0 asks for all that is. */
  ConfigurationChanges changesSince(OrganizationId organization, long revision);

  /**
   * Creates a monitor. Where the id exists already in the organization, what exists is returned and
   * nothing is written: the repeat of a request that was answered 503.
   *
   * @return as stored, with its revision
   */
  MonitorConfig createMonitor(MonitorConfig monitor, Author by);

  /**
   * @param expected the revision that the change is based on; another one in the table is a
   *     conflict
   * @throws ConflictException where somebody else changed or deleted it meanwhile
   */
  MonitorConfig updateMonitor(MonitorConfig monitor, long expected, Author by);

  /**
   * @return the revision; deleting what is gone changes nothing
   */
  long deleteMonitor(MonitorRef monitor, Author by, Instant at);

  /** Whether there was such a monitor and is none any more; not so of one that never was. */
  boolean isDeleted(MonitorRef monitor);

  /**
   * @throws ConflictException where the slug is taken
   */
  StatusPageConfig createPage(StatusPageConfig page, Author by);

  StatusPageConfig updatePage(StatusPageConfig page, long expected, Author by);

  long deletePage(OrganizationId organization, StatusPageId page, Author by, Instant at);

  /** As {@link #createMonitor}. An escalation policy that is the default is the only one. */
  <T extends Content> Item<T> createItem(Item<T> item, Author by);

  /**
   * @param expected the revision that the change is based on; 0 where there was none, which creates
   *     it, also where one with its id was deleted before
   * @throws ConflictException where somebody else changed, made or deleted it meanwhile
   */
  <T extends Content> Item<T> updateItem(Item<T> item, long expected, Author by);

  /**
   * @return the revision; deleting what is gone changes nothing
   * @throws ConflictException where others name it, which it says
   */
  long deleteItem(
      OrganizationId organization, ContentKind<?> kind, UUID item, Author by, Instant at);
}
