package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.NotificationRules;
import dev.tocsin.escalation.NotificationRules.Rule;
import dev.tocsin.escalation.Team;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What alerts are configured with, read and written for pages as the API does it. What reads throws
 * {@link InvalidInputException} for every fault at once.
 */
public final class AlertSettings {
  private final ConfigurationWriter writer;
  private final InstantSource time;
  private final Endpoints endpoints;
  private final ChannelApi channels;
  private final ContactMethodApi methods;
  private final NotificationRulesApi rules;
  private final TeamApi teams;
  private final EscalationPolicyApi policies;
  private final MaintenanceApi maintenances;

  public AlertSettings(ApiParts parts) {
    this.writer = parts.writer();
    this.time = parts.time();
    this.endpoints = new Endpoints(parts.alerts().channels());
    this.channels = new ChannelApi(parts);
    this.methods = new ContactMethodApi(parts);
    this.rules = new NotificationRulesApi(parts);
    this.teams = new TeamApi(parts);
    this.policies = new EscalationPolicyApi(parts);
    this.maintenances = new MaintenanceApi(parts);
  }

  /**
   * @param before what it replaces, whose secrets stay where they are left out; null where it is
   *     new
   */
  public Channel channel(JsonNode body, @Nullable Channel before) {
    return channels.read(before == null ? body : endpoints.completed(before.endpoint(), body));
  }

  /** As {@link #channel}; it stays verified where it leads to the same place. */
  public ContactMethod contactMethod(UserId person, JsonNode body, @Nullable ContactMethod before) {
    return methods.read(
        person, before == null ? body : endpoints.completed(before.endpoint(), body), before);
  }

  public Team team(OrganizationId organization, JsonNode body, @Nullable Team before) {
    return teams.read(organization, body, before);
  }

  public Maintenance maintenance(
      OrganizationId organization, JsonNode body, @Nullable Maintenance before) {
    return maintenances.read(organization, body, before);
  }

  public EscalationPolicy policy(
      OrganizationId organization, JsonNode body, @Nullable EscalationPolicy before) {
    return policies.read(organization, body, before);
  }

  /** All but what is secret. */
  public ObjectNode json(Endpoint endpoint) {
    return endpoints.json(endpoint);
  }

  public ObjectNode json(EscalationPolicy policy) {
    return policies.configured(policy);
  }

  public List<Rule> rules(OrganizationId organization, Member person) {
    return rules.stored(organization, person).map(item -> item.content().rules()).orElse(List.of());
  }

  public CompletionStage<Item<NotificationRules>> replaceRules(
      OrganizationId organization, Member person, List<Rule> wanted, Author by) {
    return rules.replace(organization, person, NotificationRulesApi.json(wanted), by);
  }

  /**
   * Stores something new; fails with a conflict where this id was used for something else before.
   *
   * @param others of its kind and owner that there are
   */
  public <T extends Content> CompletionStage<Item<T>> add(
      UUID id, OrganizationId organization, T content, Collection<Item<T>> others, Author by) {
    int most = content instanceof ContactMethod ? ContactMethodApi.MOST_OF_A_PERSON : ItemApi.MOST;
    if (others.size() >= most && others.stream().noneMatch(item -> item.id().equals(id))) {
      return CompletableFuture.failedStage(
          new InvalidInputException("", "There are " + most + " already, and no more can be."));
    }
    Item<T> item =
        new Item<>(organization, id, content, time.instant().truncatedTo(ChronoUnit.MILLIS), 0);
    return writer
        .createItem(item, by)
        .thenApply(
            stored -> {
              if (!stored.content().equals(content)) {
                throw new ConflictException(
                    "This form made "
                        + stored.name()
                        + " before, which says something else, so nothing was saved now. Open the"
                        + " form anew to make another one.");
              }
              return stored;
            });
  }

  /** Fails with a conflict where somebody else changed it meanwhile. */
  public <T extends Content> CompletionStage<Item<T>> change(Item<T> before, T after, Author by) {
    return writer.updateItem(before.with(after), before.revision(), by);
  }

  /** Fails with a conflict where something names it. */
  public CompletionStage<Long> remove(
      OrganizationId organization, ContentKind<?> kind, UUID id, Author by) {
    return writer.deleteItem(organization, kind, id, by, time.instant());
  }

  /** Sends a message that says that it is a test. */
  public CompletionStage<Outcome> test(UUID place, Endpoint endpoint, Organization organization) {
    return channels.test(place, endpoint, organization);
  }

  /** Sends a code that shows whose the method is. */
  public CompletionStage<Outcome> sendCode(Item<ContactMethod> method, Organization organization) {
    return methods.verify(method, organization);
  }

  /**
   * @param input has the code
   */
  public CompletionStage<Item<ContactMethod>> confirm(
      Item<ContactMethod> method, Input input, Author by) {
    return methods.confirm(method, input, by);
  }
}
