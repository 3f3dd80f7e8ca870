package dev.tocsin.http.api;

import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.ConfiguredHolds;
import dev.tocsin.alert.Hold;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ConfiguredResponders;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Team;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ids in an alert are called now. The alert itself bears no names, so that a person can be
 * erased; who or what is gone has none.
 */
public final class AlertNames {
  private final NodeConfiguration configuration;
  private final ChannelKinds channels;
  private final Responders responders;
  private final ConfiguredHolds holds;

  public AlertNames(ApiParts parts) {
    this.configuration = parts.configuration();
    this.channels = parts.alerts().channels();
    this.responders = new ConfiguredResponders(configuration, channels);
    this.holds =
        new ConfiguredHolds(
            configuration,
            new Maintenances(configuration),
            parts.board(),
            parts.monitors().entities(),
            responders,
            parts.alerts().board());
  }

  /**
   * Where messages go.
   *
   * @param type of the channel, as in {@code email}
   * @param label the type in words
   * @param place without secrets
   */
  public record Place(String name, String type, String label, String place) {}

  public Optional<String> person(OrganizationId organization, UserId user) {
    return configuration.person(organization, user) instanceof Lookup.Found<Member>(Member member)
        ? Optional.of(member.user().called())
        : Optional.empty();
  }

  /** Of people and of rules: tokens' names are in the store. */
  public Optional<String> author(OrganizationId organization, Author author) {
    return switch (author.kind()) {
      case USER -> person(organization, new UserId(author.id()));
      case TOKEN -> Optional.empty();
      case SYSTEM -> item(organization, IncidentRule.KIND, author.id()).map(Item::name);
    };
  }

  /** A channel, or a person's contact method. */
  public Optional<Place> place(OrganizationId organization, UUID endpoint) {
    return item(organization, Channel.KIND, endpoint)
        .map(it -> place(it.name(), it.content().endpoint()))
        .or(
            () ->
                item(organization, ContactMethod.KIND, endpoint)
                    .map(it -> place(it.name(), it.content().endpoint())));
  }

  private Place place(String name, Endpoint endpoint) {
    return new Place(
        name,
        endpoint.type(),
        channels.byType(endpoint.type()).map(kind -> kind.label()).orElse(endpoint.type()),
        channels.place(endpoint));
  }

  /** By what an alert climbs now. */
  public Responders.Plan plan(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    return subject != null && subject.source() instanceof AlertSource.OfPlace(UUID place, var wide)
        ? responders.ofPlace(alert.ref().organization(), place)
        : responders.plan(alert.ref().organization(), subject == null ? null : subject.policy());
  }

  /**
   * What keeps its next step from telling anybody when that is due, as things are now; null where
   * nothing does, or it has no next step.
   */
  public @Nullable Hold holding(AlertRecord alert, Instant now) {
    if (alert.state() != AlertState.TRIGGERED || alert.climb().forced()) {
      return null;
    }
    Instant next = alert.climb().next();
    if (next == null) {
      return alert.climb().hold();
    }
    return holds.foreseen(alert, next.isBefore(now) ? now : next);
  }

  /**
   * Whom targets would lead to at a time, as things are configured now; of a team all its people,
   * for which of them is picked depends on whom others were told by then.
   */
  public Responders.Reached reach(AlertRecord alert, List<Target> targets, Instant at) {
    AlertSubject subject = alert.subject();
    List<Responders.Recipient> recipients = new ArrayList<>();
    List<Missed> missed = new ArrayList<>();
    for (Target target : targets) {
      Responders.Reached reached =
          responders.reach(
              alert.ref().organization(),
              new Target(target.type(), target.id()),
              subject == null ? Urgency.HIGH : subject.urgency(),
              at,
              user -> Instant.EPOCH);
      recipients.addAll(reached.recipients());
      missed.addAll(reached.missed());
    }
    return new Responders.Reached(recipients, missed);
  }

  public Optional<String> target(OrganizationId organization, Target.Type type, UUID id) {
    return switch (type) {
      case USER -> person(organization, new UserId(id));
      case SCHEDULE -> item(organization, Schedule.KIND, id).map(Item::name);
      case TEAM -> item(organization, Team.KIND, id).map(Item::name);
      case CHANNEL -> item(organization, Channel.KIND, id).map(Item::name);
    };
  }

  public Optional<MonitorConfig> monitor(MonitorRef monitor) {
    return configuration.monitor(monitor) instanceof Lookup.Found<MonitorConfig>(var found)
        ? Optional.of(found)
        : Optional.empty();
  }

  public Optional<String> maintenance(OrganizationId organization, UUID id) {
    return item(organization, Maintenance.KIND, id).map(Item::name);
  }

  private <T extends Content> Optional<Item<T>> item(
      OrganizationId organization, ContentKind<T> kind, UUID id) {
    return configuration.item(organization, kind, id) instanceof Lookup.Found<Item<T>>(var found)
        ? Optional.of(found)
        : Optional.empty();
  }
}
