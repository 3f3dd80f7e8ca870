package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

  /** What a component's state comes of, besides what is said of it. */
  public enum Follows {
    /** Its monitors: partly down where some are, down where all are. */
    SHARE,
    /** The worst of its monitors: one that is down takes it down. */
    WORST,
    /** Nobody but people. */
    HAND
  }

  /** A state that somebody set. */
  public record ByHand(PageState state, Instant since) {}

  /**
   * @param group null for a component that stands alone
   * @param monitors that it follows; none where it is set by hand
   * @param byHand null where it is not set by hand, or was never set and is operational
   */
  public record Component(
      ComponentId id,
      String name,
      String description,
      @Nullable GroupId group,
      List<MonitorId> monitors,
      Follows follows,
      @Nullable ByHand byHand) {
    public Component {
      monitors = List.copyOf(monitors);
      // pages of before it could be chosen
      follows = Objects.requireNonNullElse(follows, Follows.SHARE);
    }

    /** One that follows its monitors by share. */
    public Component(
        ComponentId id,
        String name,
        String description,
        @Nullable GroupId group,
        List<MonitorId> monitors) {
      this(id, name, description, group, monitors, Follows.SHARE, null);
    }

    /** The same, standing alone. */
    public Component withoutGroup() {
      return new Component(id, name, description, null, monitors, follows, byHand);
    }
  }

  /** The same page of other parts. */
  public StatusPageConfig withParts(List<Group> newGroups, List<Component> newComponents) {
    return new StatusPageConfig(
        organization, id, slug, name, visibility, newGroups, newComponents, createdAt, revision);
  }
}
