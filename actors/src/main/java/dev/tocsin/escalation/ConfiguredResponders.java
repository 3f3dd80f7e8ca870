package dev.tocsin.escalation;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.notify.Account;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who answers, by what people configured and this node holds. */
public final class ConfiguredResponders implements Responders {
  private static final int OWNERS_AGAIN = 3;
  private static final Duration OWNERS_AFTER = Duration.ofMinutes(5);

  private final NodeConfiguration configuration;
  private final ChannelKinds kinds;

  /**
   * @param kinds that can be sent by here
   */
  public ConfiguredResponders(NodeConfiguration configuration, ChannelKinds kinds) {
    this.configuration = configuration;
    this.kinds = kinds;
  }

  @Override
  public Plan plan(OrganizationId organization, @Nullable UUID policy) {
    return Optional.ofNullable(policy)
        .flatMap(id -> find(organization, EscalationPolicy.KIND, id))
        .or(() -> byDefault(organization))
        .map(item -> new Plan(item.id(), item.content()))
        .orElseGet(() -> new Plan(null, owners(organization)));
  }

  @Override
  public Reached owners(OrganizationId organization, Urgency urgency) {
    List<Recipient> recipients = new ArrayList<>();
    List<Missed> missed = new ArrayList<>();
    for (Target owner : owners(organization).steps().getFirst().targets()) {
      Reached reached = person(organization, new UserId(owner.id()), urgency);
      recipients.addAll(reached.recipients());
      missed.addAll(reached.missed());
    }
    return new Reached(recipients, missed);
  }

  @Override
  public Plan ofPlace(OrganizationId organization, UUID place) {
    Set<Target> targets = new LinkedHashSet<>(owners(organization).steps().getFirst().targets());
    find(organization, ContactMethod.KIND, place)
        .ifPresent(
            method -> targets.add(new Target(Target.Type.USER, method.content().user().value())));
    return new Plan(
        null,
        new EscalationPolicy(
            "Owners",
            null,
            0,
            OWNERS_AFTER,
            false,
            null,
            List.of(new Step(Duration.ZERO, List.copyOf(targets)))));
  }

  @Override
  public boolean isSameAccount(OrganizationId organization, UUID one, UUID other) {
    Optional<Account> account = account(organization, one);
    return account.isPresent() && account.equals(account(organization, other));
  }

  private Optional<Account> account(OrganizationId organization, UUID place) {
    return find(organization, Channel.KIND, place)
        .map(item -> item.content().endpoint())
        .or(
            () ->
                find(organization, ContactMethod.KIND, place)
                    .map(item -> item.content().endpoint()))
        .map(endpoint -> kinds.account(organization, endpoint));
  }

  private Optional<Item<EscalationPolicy>> byDefault(OrganizationId organization) {
    return configuration.items(organization, EscalationPolicy.KIND).stream()
        .filter(item -> item.content().byDefault())
        .findFirst();
  }

  /** Until somebody says who is to be told, those who answer for the organization are. */
  private EscalationPolicy owners(OrganizationId organization) {
    List<Target> owners =
        configuration.people(organization).stream()
            .filter(member -> member.role() == Role.OWNER)
            .map(member -> new Target(Target.Type.USER, member.user().id().value()))
            .toList();
    return new EscalationPolicy(
        "Owners",
        null,
        OWNERS_AGAIN,
        OWNERS_AFTER,
        true,
        null,
        List.of(new Step(Duration.ZERO, owners)));
  }

  @Override
  public Reached reach(
      OrganizationId organization,
      Target target,
      Urgency urgency,
      Instant at,
      Function<UserId, Instant> lastTold) {
    return switch (target.type()) {
      case USER -> person(organization, new UserId(target.id()), urgency);
      case SCHEDULE ->
          find(organization, Schedule.KIND, target.id())
              .map(schedule -> onCall(organization, target, schedule.content(), urgency, at))
              .orElseGet(() -> missed(target, Missed.Why.GONE));
      case TEAM ->
          find(organization, Team.KIND, target.id())
              .map(team -> team(organization, target, team.content(), urgency, lastTold))
              .orElseGet(() -> missed(target, Missed.Why.GONE));
      case CHANNEL -> channel(organization, target);
    };
  }

  private Reached onCall(
      OrganizationId organization, Target target, Schedule schedule, Urgency urgency, Instant at) {
    return new OnCall(schedule)
        .at(at)
        .map(duty -> person(organization, duty.user(), urgency))
        .orElseGet(() -> missed(target, Missed.Why.NOBODY));
  }

  private Reached team(
      OrganizationId organization,
      Target target,
      Team team,
      Urgency urgency,
      Function<UserId, Instant> lastTold) {
    List<UserId> people =
        team.members().stream().filter(user -> isMember(organization, user)).toList();
    if (people.isEmpty()) {
      return missed(target, Missed.Why.NOBODY);
    }
    List<UserId> picked =
        target.pick() == Target.Pick.ALL
            ? people
            : List.of(people.stream().min(Comparator.comparing(lastTold)).orElseThrow());
    List<Recipient> recipients = new ArrayList<>();
    List<Missed> missed = new ArrayList<>();
    for (UserId user : picked) {
      Reached reached = person(organization, user, urgency);
      recipients.addAll(reached.recipients());
      missed.addAll(reached.missed());
    }
    return new Reached(recipients, missed);
  }

  private Reached channel(OrganizationId organization, Target target) {
    return find(organization, Channel.KIND, target.id())
        .flatMap(channel -> kind(channel.content().endpoint()))
        .map(
            kind ->
                kind.isForOnePerson()
                    ? missed(target, Missed.Why.NO_CONTACT)
                    : new Reached(
                        List.of(
                            new Recipient(
                                target.id(), null, Duration.ZERO, kind.pace().tellsResolved())),
                        List.of()))
        .orElseGet(() -> missed(target, Missed.Why.GONE));
  }

  private Reached person(OrganizationId organization, UserId user, Urgency urgency) {
    Target target = new Target(Target.Type.USER, user.value());
    if (!isMember(organization, user)) {
      return missed(target, Missed.Why.GONE);
    }
    List<Recipient> recipients = byRules(organization, user, urgency);
    if (recipients.isEmpty()) {
      recipients = byEverything(organization, user);
    }
    return recipients.isEmpty()
        ? missed(target, Missed.Why.NO_CONTACT)
        : new Reached(recipients, List.of());
  }

  private List<Recipient> byRules(OrganizationId organization, UserId user, Urgency urgency) {
    List<Recipient> recipients = new ArrayList<>();
    find(organization, NotificationRules.KIND, user.value())
        .map(item -> item.content().rules())
        .orElse(List.of())
        .forEach(
            rule -> {
              if (rule.urgency() == urgency) {
                find(organization, ContactMethod.KIND, rule.method())
                    .flatMap(method -> recipient(method, user, rule.delay()))
                    .ifPresent(recipients::add);
              }
            });
    return recipients;
  }

  private List<Recipient> byEverything(OrganizationId organization, UserId user) {
    return configuration.items(organization, ContactMethod.KIND).stream()
        .flatMap(method -> recipient(method, user, Duration.ZERO).stream())
        .toList();
  }

  private Optional<Recipient> recipient(Item<ContactMethod> item, UserId user, Duration delay) {
    ContactMethod method = item.content();
    return method.user().equals(user) && method.isVerified()
        ? kind(method.endpoint())
            .map(kind -> new Recipient(item.id(), user, delay, kind.pace().tellsResolved()))
        : Optional.empty();
  }

  private Optional<ChannelKind> kind(Endpoint endpoint) {
    return kinds.byType(endpoint.type());
  }

  private boolean isMember(OrganizationId organization, UserId user) {
    return configuration.person(organization, user) instanceof Lookup.Found<Member>;
  }

  private <T extends Content> Optional<Item<T>> find(
      OrganizationId organization, ContentKind<T> kind, UUID id) {
    return configuration.item(organization, kind, id) instanceof Lookup.Found<Item<T>>(var found)
        ? Optional.of(found)
        : Optional.empty();
  }

  private static Reached missed(Target target, Missed.Why why) {
    return new Reached(List.of(), List.of(new Missed(target.type(), target.id(), why)));
  }
}
