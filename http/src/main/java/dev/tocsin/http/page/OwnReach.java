package dev.tocsin.http.page;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.NotificationRules.Rule;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** By what alerts reach whoever reads a page, and how soon, in words. */
final class OwnReach {
  private final NodeConfiguration configuration;
  private final AlertSettings settings;
  private final ChannelKinds kinds;

  OwnReach(ApiParts parts) {
    this.configuration = parts.configuration();
    this.settings = new AlertSettings(parts);
    this.kinds = parts.alerts().channels();
  }

  ReachView of(Visitor visitor) {
    OrganizationId organization = visitor.principal().organization();
    List<Item<ContactMethod>> own =
        configuration.items(organization, ContactMethod.KIND).stream()
            .filter(item -> item.content().user().equals(visitor.user().id()))
            .sorted(
                Comparator.comparing(
                        (Item<ContactMethod> item) -> item.name(), String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(Item::id))
            .toList();
    Map<UUID, String> reaching = new LinkedHashMap<>();
    own.stream()
        .filter(item -> item.content().isVerified())
        .filter(item -> kinds.byType(item.content().endpoint().type()).isPresent())
        .forEach(item -> reaching.put(item.id(), item.name()));
    List<Rule> rules =
        configuration.person(organization, visitor.user().id())
                instanceof Lookup.Found<Member>(Member person)
            ? settings.rules(organization, person)
            : List.of();
    return new ReachView(
        words(Urgency.HIGH, rules, reaching),
        words(Urgency.LOW, rules, reaching),
        own.stream().filter(item -> !item.content().isVerified()).map(Item::name).toList(),
        !reaching.isEmpty());
  }

  /** As escalation takes them: where no rule leads anywhere, every way is taken at once. */
  private static String words(Urgency urgency, List<Rule> rules, Map<UUID, String> reaching) {
    Map<Duration, List<String>> byDelay = new LinkedHashMap<>();
    rules.stream()
        .filter(rule -> rule.urgency() == urgency)
        .sorted(Comparator.comparing(Rule::delay))
        .forEach(
            rule ->
                Optional.ofNullable(reaching.get(rule.method()))
                    .ifPresent(
                        name ->
                            byDelay
                                .computeIfAbsent(rule.delay(), delay -> new ArrayList<>())
                                .add(name)));
    if (byDelay.isEmpty()) {
      byDelay.put(Duration.ZERO, List.copyOf(reaching.values()));
    }
    List<String> parts = new ArrayList<>();
    byDelay.forEach((delay, names) -> parts.add(and(names) + " " + when(delay)));
    return String.join(", ", parts);
  }

  private static String and(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  static String when(Duration delay) {
    return delay.isZero() ? "at once" : "after " + Words.duration(delay);
  }
}
