package dev.tocsin.escalation;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who answers, as this node knows it: it asks nobody, and answers while the store is away. */
public interface Responders {
  /**
   * @param policy null for the organization's default
   * @return by what to climb; where there is neither that policy nor a default, one that tells the
   *     owners
   */
  Plan plan(OrganizationId organization, @Nullable UUID policy);

  /**
   * Whom a target leads to at a time.
   *
   * @param lastTold when a person was told of an alert last; a round robin goes by it
   */
  Reached reach(
      OrganizationId organization,
      Target target,
      Urgency urgency,
      Instant at,
      Function<UserId, Instant> lastTold);

  /** Those who answer for the organization, for what nobody else can be told. */
  Reached owners(OrganizationId organization, Urgency urgency);

  /**
   * @param place a channel or contact method that messages do not reach
   * @return by what that is told: to the owners, and to the person whose it is
   */
  Plan ofPlace(OrganizationId organization, UUID place);

  /** Whether two places fail together where their service does not answer. */
  boolean isSameAccount(OrganizationId organization, UUID one, UUID other);

  /**
   * @param id null where nothing is configured
   */
  record Plan(@Nullable UUID id, EscalationPolicy policy) {}

  /**
   * @param recipients empty where nobody is reached
   * @param missed the parts of the target that led to nobody
   */
  record Reached(List<Recipient> recipients, List<Missed> missed) {
    public Reached {
      recipients = List.copyOf(recipients);
      missed = List.copyOf(missed);
    }
  }

  /**
   * @param endpoint the id of a contact method or a channel
   * @param person null for a channel
   * @param delay after the step
   * @param closes whether it is told as well that an alert is over
   */
  record Recipient(UUID endpoint, @Nullable UserId person, Duration delay, boolean closes) {}
}
