package dev.tocsin.escalation;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * How one person wants to be told: "e-mail at once, SMS after 1 min". The item has the person's id.
 * Whoever has no rule for an urgency is told at once by every verified method.
 */
public record NotificationRules(String name, UserId user, List<Rule> rules) implements Content {
  public static final ContentKind<NotificationRules> KIND =
      new ContentKind<>("notification-rules", NotificationRules.class, false);

  public NotificationRules {
    rules = List.copyOf(rules);
  }

  @Override
  public UserId owner() {
    return user;
  }

  @Override
  public Set<UUID> references() {
    return rules.stream().map(Rule::method).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param delay after the step told the person
   * @param method the contact method's id
   */
  public record Rule(Urgency urgency, Duration delay, UUID method) {}
}
