package dev.tocsin.alert;

import dev.tocsin.notify.Account;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.tenancy.OrganizationId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Where messages go, as it is configured now.
 *
 * @param organization the organization's name
 * @param overview where all alerts are seen
 * @param called as in "Slack #ops"
 * @param account by which messages go there
 */
public record Place(
    String organization,
    URI overview,
    String called,
    Account account,
    Pace pace,
    Function<Message, CompletionStage<Outcome>> send) {

  /** Finds places in this node's memory. */
  @FunctionalInterface
  public interface Directory {
    /** Empty where there is no such place any more, or nothing may go there. */
    Optional<Place> find(OrganizationId organization, UUID endpoint);
  }
}
