package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.NotificationRules;
import dev.tocsin.escalation.NotificationRules.Rule;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.Json;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** How each person wants to be told. */
final class NotificationRulesApi {
  private static final String PATH = "/users/{id}/notification-rules";
  private static final String NAME = "Notification rules";
  private static final int MOST_RULES = 20;
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final InstantSource time;
  private final Found found;

  NotificationRulesApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.time = parts.time();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("getNotificationRules", PATH, Operation.needs(Role.VIEWER), this::get),
        Operation.put("replaceNotificationRules", PATH, Operation.SELF, this::replace));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    Member person = found.person(request);
    return Answers.now(
        Json.response(
            200,
            json(
                stored(request.organization(), person)
                    .map(item -> item.content().rules())
                    .orElse(List.of()))));
  }

  private CompletionStage<HttpResponse> replace(ApiRequest request) {
    return replace(request.organization(), found.person(request), request.body(), request.author())
        .thenApply(written -> Json.response(200, json(written.content().rules())));
  }

  CompletionStage<Item<NotificationRules>> replace(
      OrganizationId organization, Member person, JsonNode body, Author by) {
    UserId user = person.user().id();
    List<Rule> rules = read(body, organization, user);
    Optional<Item<NotificationRules>> before = stored(organization, person);
    Item<NotificationRules> after =
        new Item<>(
            organization,
            user.value(),
            new NotificationRules(NAME, user, rules),
            time.instant().truncatedTo(ChronoUnit.MILLIS),
            0);
    return writer.updateItem(after, before.map(Item::revision).orElse(0L), by);
  }

  Optional<Item<NotificationRules>> stored(OrganizationId organization, Member person) {
    return configuration.item(organization, NotificationRules.KIND, person.user().id().value())
            instanceof Lookup.Found<Item<NotificationRules>>(var item)
        ? Optional.of(item)
        : Optional.empty();
  }

  private List<Rule> read(JsonNode body, OrganizationId organization, UserId user) {
    Input input = Input.of(body);
    if (!input.has("rules")) {
      input.missing("rules", "a list, which may be empty");
    }
    List<Rule> rules = new ArrayList<>();
    for (Input rule : input.objects("rules", MOST_RULES)) {
      if (!rule.has("urgency")) {
        rule.missing("urgency", "high or low");
      }
      if (!rule.has("contactMethodId")) {
        rule.missing("contactMethodId", "the id of a contact method");
      }
      Urgency urgency = rule.choice("urgency", Urgency.class).orElse(Urgency.HIGH);
      Duration delay = rule.duration("delay", Duration.ZERO, LONGEST_DELAY).orElse(Duration.ZERO);
      UUID method =
          Fields.id(
              rule,
              "contactMethodId",
              id -> isTheirs(organization, user, id),
              "It must be the id of a contact method of this person.");
      if (method != null) {
        rules.add(new Rule(urgency, delay, method));
      }
    }
    input.finish();
    return rules.stream().distinct().toList();
  }

  private boolean isTheirs(OrganizationId organization, UserId user, UUID method) {
    return configuration.item(organization, ContactMethod.KIND, method)
            instanceof Lookup.Found<Item<ContactMethod>>(var item)
        && item.content().user().equals(user);
  }

  static ObjectNode json(List<Rule> rules) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("rules");
    rules.forEach(
        rule ->
            list.addObject()
                .put("urgency", Json.name(rule.urgency()))
                .put("delay", Durations.format(rule.delay()))
                .put("contactMethodId", rule.method().toString()));
    return json;
  }
}
