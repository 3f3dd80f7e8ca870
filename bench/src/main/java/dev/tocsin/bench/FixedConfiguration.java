package dev.tocsin.bench;

import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.ConfigurationStore;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.ItemChanges;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Configuration that nobody changes. */
record FixedConfiguration(OrganizationId organization, List<MonitorConfig> monitors)
    implements ConfigurationStore {
  @Override
  public Map<OrganizationId, Long> revisions() {
    return Map.of(organization, 1L);
  }

  @Override
  public ConfigurationChanges changesSince(OrganizationId asked, long revision) {
    Organization found = new Organization(organization, "bench", Instant.EPOCH);
    return new ConfigurationChanges(
        found, 1, monitors, List.of(), List.of(), List.of(), ItemChanges.NONE, List.of());
  }

  @Override
  public MonitorConfig createMonitor(MonitorConfig monitor, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MonitorConfig updateMonitor(MonitorConfig monitor, long expected, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long deleteMonitor(MonitorRef monitor, Author by, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isDeleted(MonitorRef monitor) {
    return false;
  }

  @Override
  public StatusPageConfig createPage(StatusPageConfig page, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StatusPageConfig updatePage(StatusPageConfig page, long expected, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long deletePage(OrganizationId asked, StatusPageId page, Author by, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends Content> Item<T> createItem(Item<T> item, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends Content> Item<T> updateItem(Item<T> item, long expected, Author by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long deleteItem(
      OrganizationId asked, ContentKind<?> kind, UUID item, Author by, Instant at) {
    throw new UnsupportedOperationException();
  }
}
