package dev.tocsin.http.api;

import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Team;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.Care;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether those who are to look after a monitor are there. */
public final class Cares {
  private final NodeConfiguration configuration;

  public Cares(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * @param before what the monitor has already, which may stay
   * @throws InvalidInputException where one is not of the organization
   */
  public void check(OrganizationId organization, Care wanted, Care before) {
    List<FieldError> faults = new ArrayList<>();
    if (!isThere(organization, EscalationPolicy.KIND, wanted.policy(), before.policy())) {
      faults.add(
          new FieldError(
              "escalationPolicyId",
              "It must be the id of an escalation policy of this organization."));
    }
    if (!isThere(organization, Team.KIND, wanted.team(), before.team())) {
      faults.add(new FieldError("teamId", "It must be the id of a team of this organization."));
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
  }

  private boolean isThere(
      OrganizationId organization,
      ContentKind<?> kind,
      @Nullable UUID wanted,
      @Nullable UUID before) {
    return wanted == null
        || wanted.equals(before)
        || configuration.item(organization, kind, wanted) instanceof Lookup.Found<?>;
  }
}
