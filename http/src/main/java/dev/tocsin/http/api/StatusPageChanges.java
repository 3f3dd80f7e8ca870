package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Author;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Changes of parts of a status page that meet are done one after the other. */
final class StatusPageChanges {
  private static final int ATTEMPTS = 5;

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;

  StatusPageChanges(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
  }

  /**
   * Applies a change to the page as it is; one that leaves the page as it was writes nothing.
   *
   * @param found the page as this node has it
   */
  CompletionStage<StatusPageConfig> change(
      Supplier<StatusPageConfig> found, UnaryOperator<StatusPageConfig> change, Author by) {
    return change(found, change, by, ATTEMPTS);
  }

  private CompletionStage<StatusPageConfig> change(
      Supplier<StatusPageConfig> found,
      UnaryOperator<StatusPageConfig> change,
      Author by,
      int attempts) {
    StatusPageConfig before = found.get();
    StatusPageConfig after = change.apply(before);
    if (after == before) {
      return CompletableFuture.completedStage(before);
    }
    return writer
        .updatePage(after, before.revision(), by)
        .exceptionallyCompose(
            failure ->
                isConflict(failure) && attempts > 1
                    ? configuration
                        .refresh()
                        .thenCompose(seen -> change(found, change, by, attempts - 1))
                    : CompletableFuture.failedStage(failure));
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof ConflictException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof ConflictException);
  }
}
