package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads what is said about an alert, from the API and from the forms of its page. */
public final class AlertForm {
  public static final int LONGEST_NOTE = 5_000;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_SOURCE = 100;
  private static final int LONGEST_DETAIL = 5_000;
  public static final Duration SHORTEST_SNOOZE = Duration.ofMinutes(5);
  public static final Duration LONGEST_SNOOZE = Duration.ofDays(7);

  private AlertForm() {}

  /** One that is raised by hand. */
  public static AlertSubject subject(
      Input input, OrganizationId organization, NodeConfiguration configuration) {
    String title = input.text("title", LONGEST_TITLE);
    input.check(title.indexOf('\n') < 0, "title", "It must be one line.");
    String detail = input.optionalText("detail", LONGEST_DETAIL).orElse("");
    Severity severity = input.choice("severity", Severity.class).orElse(Severity.CRITICAL);
    Urgency urgency = input.choice("urgency", Urgency.class).orElse(Urgency.HIGH);
    String source = input.optionalText("source", LONGEST_SOURCE).orElse(null);
    Optional<UUID> policy =
        input
            .optionalText("escalationPolicyId", 36)
            .flatMap(
                text -> {
                  Optional<UUID> id =
                      Ids.parse(text)
                          .filter(
                              it ->
                                  configuration.item(organization, EscalationPolicy.KIND, it)
                                      instanceof Lookup.Found<?>);
                  input.check(
                      id.isPresent(),
                      "escalationPolicyId",
                      "It must be the id of an escalation policy of this organization.");
                  return id;
                });
    input.finish();
    return new AlertSubject(
        new AlertSource.ByHand(source), title, detail, severity, urgency, policy.orElse(null));
  }

  /** Until when an alert shall be silent. */
  public static Instant snooze(Input input, Instant now) {
    Optional<Duration> lasts = input.duration("for", SHORTEST_SNOOZE, LONGEST_SNOOZE);
    Optional<Instant> until = input.optionalText("until", 40).flatMap(text -> time(input, text));
    until.ifPresent(
        at -> {
          Duration left = Duration.between(now, at);
          input.check(
              left.compareTo(SHORTEST_SNOOZE) >= 0 && left.compareTo(LONGEST_SNOOZE) <= 0,
              "until",
              "It must be from "
                  + Durations.format(SHORTEST_SNOOZE)
                  + " to "
                  + Durations.format(LONGEST_SNOOZE)
                  + " from now.");
        });
    if (input.has("for") && input.has("until")) {
      input.fault("until", "Say either until when, or for how long.");
    } else if (!input.has("for") && !input.has("until")) {
      input.missing("for", "a duration such as \"1h\"; or say until when");
    }
    input.finish();
    return until.orElseGet(() -> now.plus(lasts.orElse(SHORTEST_SNOOZE)));
  }

  private static Optional<Instant> time(Input input, String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException notATime) {
      input.fault("until", "It must be a time such as 2026-01-31T12:00:00Z.");
      return Optional.empty();
    }
  }

  /** Who takes an alert over. */
  public static UserId assignee(
      Input input, OrganizationId organization, NodeConfiguration configuration) {
    Optional<UserId> user = Ids.parse(input.text("userId", 36)).map(UserId::new);
    input.check(
        user.filter(it -> configuration.person(organization, it) instanceof Lookup.Found<?>)
            .isPresent(),
        "userId",
        "It must be the id of a member of this organization.");
    input.finish();
    return user.orElseThrow();
  }

  public static String note(Input input) {
    String text = input.text("text", LONGEST_NOTE);
    input.finish();
    return text;
  }
}
