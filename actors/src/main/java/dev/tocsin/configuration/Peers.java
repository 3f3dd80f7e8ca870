package dev.tocsin.configuration;

import dev.tocsin.tenancy.OrganizationId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The other nodes of the cluster, as far as configuration concerns them. */
public interface Peers {
  Peers NONE = (organization, revision) -> CompletableFuture.completedStage(null);

  /**
   * Tells every other node that an organization has a new revision.
   *
   * @return completes when all that are reachable hold it, or after a second; never fails (who
   *     missed it asks the tables within 10 s)
   */
  CompletionStage<Void> announce(OrganizationId organization, long revision);
}
