package dev.tocsin.alert;

import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/** Is told of each attempt to send something, and what became of it; it must not block. */
@FunctionalInterface
public interface DeliveryWatch {
  DeliveryWatch NOBODY = (organization, endpoint, outcome, at) -> {};

  void tried(OrganizationId organization, UUID endpoint, Outcome outcome, Instant at);

  /** Its service told later how far a message came. */
  default void arrived(
      OrganizationId organization, UUID endpoint, Postbox.Arrived told, Instant at) {}
}
