package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A status page as people configured it.
 *
 * @param slug its name under {@code /status/}: unique in the installation, lower case
 * @param groups in the order shown
 * @param components in the order shown
 * @param revision of the organization at which this version was written
 */
public record StatusPageConfig(
    OrganizationId organization,
    StatusPageId id,
    String slug,
    String name,
    Visibility visibility,
    List<Group> groups,
    List<Component> components,
    Instant createdAt,
    long revision) {

  public enum Visibility {
    PUBLIC,
    /** Nobody but members of the organization sees it. */
    PRIVATE
  }

  public record Group(GroupId id, String name) {}

  /**
   * @param group null for a component that stands alone
   * @param monitors whose worst status is the component's
   */
  public record Component(
      ComponentId id,
      String name,
      String description,
      @Nullable GroupId group,
      List<MonitorId> monitors) {

    /** The same, standing alone. */
    public Component withoutGroup() {
      return new Component(id, name, description, null, monitors);
    }
  }

  /** The same page of other parts. */
  public StatusPageConfig withParts(List<Group> newGroups, List<Component> newComponents) {
    return new StatusPageConfig(
        organization, id, slug, name, visibility, newGroups, newComponents, createdAt, revision);
  }
}
