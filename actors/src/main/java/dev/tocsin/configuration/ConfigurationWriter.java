package dev.tocsin.configuration;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Writes configuration such that the writer finds it in every list afterwards, whichever node is
 * asked: the tables first, then this node's memory, then the other nodes'. The stages fail as the
 * calls of {@link ConfigurationStore} throw.
 */
public final class ConfigurationWriter {
  private final ConfigurationStore store;
  private final NodeConfiguration here;
  private final Peers peers;
  private final Executor blocking;

  public ConfigurationWriter(
      ConfigurationStore store, NodeConfiguration here, Peers peers, Executor blocking) {
    this.store = store;
    this.here = here;
    this.peers = peers;
    this.blocking = blocking;
  }

  public CompletionStage<MonitorConfig> createMonitor(MonitorConfig monitor, Author by) {
    return write(
        monitor.ref().organization(),
        () -> store.createMonitor(monitor, by),
        MonitorConfig::revision);
  }

  public CompletionStage<MonitorConfig> updateMonitor(
      MonitorConfig monitor, long expected, Author by) {
    return write(
        monitor.ref().organization(),
        () -> store.updateMonitor(monitor, expected, by),
        MonitorConfig::revision);
  }

  public CompletionStage<Long> deleteMonitor(MonitorRef monitor, Author by, Instant at) {
    return write(
        monitor.organization(), () -> store.deleteMonitor(monitor, by, at), Long::longValue);
  }

  public CompletionStage<StatusPageConfig> createPage(StatusPageConfig page, Author by) {
    return write(page.organization(), () -> store.createPage(page, by), StatusPageConfig::revision);
  }

  public CompletionStage<StatusPageConfig> updatePage(
      StatusPageConfig page, long expected, Author by) {
    return write(
        page.organization(),
        () -> store.updatePage(page, expected, by),
        StatusPageConfig::revision);
  }

  public CompletionStage<Long> deletePage(
      OrganizationId organization, StatusPageId page, Author by, Instant at) {
    return write(organization, () -> store.deletePage(organization, page, by, at), Long::longValue);
  }

  public <T extends Content> CompletionStage<Item<T>> createItem(Item<T> item, Author by) {
    return write(item.organization(), () -> store.createItem(item, by), Item::revision);
  }

  public <T extends Content> CompletionStage<Item<T>> updateItem(
      Item<T> item, long expected, Author by) {
    return write(item.organization(), () -> store.updateItem(item, expected, by), Item::revision);
  }

  public CompletionStage<Long> deleteItem(
      OrganizationId organization, ContentKind<?> kind, UUID item, Author by, Instant at) {
    return write(
        organization, () -> store.deleteItem(organization, kind, item, by, at), Long::longValue);
  }

  /**
   * Makes visible here and on the other nodes what was written elsewhere at a revision that is not
   * known: who is in the organization, and what they are called. Never fails.
   */
  public CompletionStage<Void> announceNewest(OrganizationId organization) {
    return here.refresh(organization)
        .exceptionally(readLater -> null)
        .thenCompose(seen -> peers.announce(organization, here.revisionOf(organization)));
  }

  /**
   * Makes a revision that was written elsewhere (a new organization, a new name) visible here and
   * on the other nodes; never fails.
   */
  public CompletionStage<Void> announce(OrganizationId organization, long revision) {
    // the write stands even where reading it back fails: the nodes catch up by themselves
    CompletionStage<Void> seenHere =
        here.refresh(organization, revision).exceptionally(readLater -> null);
    CompletionStage<Void> seenThere = peers.announce(organization, revision);
    return seenHere.thenCombine(seenThere, (mine, theirs) -> null);
  }

  private <T> CompletionStage<T> write(
      OrganizationId organization, Supplier<T> statement, ToLongFunction<T> revision) {
    return CompletableFuture.supplyAsync(statement, blocking)
        .thenCompose(
            written ->
                announce(organization, revision.applyAsLong(written)).thenApply(seen -> written));
  }
}
