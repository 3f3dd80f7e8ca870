package dev.tocsin.http.api;

import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Team;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
   * @throws InvalidInputException where one is not of the organization, or the monitor would depend
   *     on itself
   */
  public void check(MonitorRef monitor, Care wanted, Care before) {
    OrganizationId organization = monitor.organization();
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
    for (MonitorId parent : wanted.parents()) {
      if (!before.parents().contains(parent)
          && !(configuration.monitor(new MonitorRef(organization, parent))
              instanceof Lookup.Found<?>)) {
        faults.add(
            new FieldError(
                "dependsOn", "There is no monitor " + parent + " in this organization."));
      }
    }
    if (isCircle(monitor, wanted)) {
      faults.add(
          new FieldError(
              "dependsOn", "A monitor cannot depend on itself, nor on what depends on it."));
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
  }

  private boolean isCircle(MonitorRef monitor, Care wanted) {
    Set<MonitorId> seen = new HashSet<>();
    ArrayDeque<MonitorId> open = new ArrayDeque<>(wanted.parents());
    while (!open.isEmpty()) {
      MonitorId parent = open.removeFirst();
      if (parent.equals(monitor.monitor())) {
        return true;
      }
      if (seen.add(parent)
          && configuration.monitor(new MonitorRef(monitor.organization(), parent))
              instanceof Lookup.Found<MonitorConfig>(var found)) {
        open.addAll(found.care().parents());
      }
    }
    return false;
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
