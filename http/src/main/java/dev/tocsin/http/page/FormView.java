package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.input.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a form shows: what was typed before, and what is wrong with it. Passwords are never shown
 * again.
 */
public record FormView(Map<String, String> values, List<FieldError> errors) {
  /** Fields that a form shows beside what is wrong with them. */
  private static final Set<String> SHOWN =
      Set.of(
          "email",
          "password",
          "organization",
          "name",
          "address",
          "http.url",
          "url",
          "interval",
          "timeout",
          "confirmations",
          "recoveryConfirmations",
          "tags",
          "role",
          "timeZone",
          "present",
          "q",
          "author",
          "kind",
          "from",
          "to",
          "slower",
          "first",
          "last",
          "userId",
          "insteadOfUserId",
          "until",
          "title",
          "startsAt",
          "startedAt",
          "endedAt",
          "endsAt",
          "rrule",
          "monitorIds",
          "teamId",
          "detail",
          "severity",
          "urgency",
          "escalationPolicyId",
          "second",
          "phase",
          "impact",
          "message",
          "at",
          "calendar",
          "slug",
          "groupId",
          "follows",
          "state",
          "description",
          "statusPageId",
          "componentIds",
          "after",
          "opens",
          "fold",
          "growthMessage",
          "quietFor",
          "resolutionMessage");

  /** A field of one of a schedule's layers. */
  private static final Pattern OF_LAYER =
      Pattern.compile("l\\d+-(name|people|every|unit|start|end|times)");

  static FormView empty(Map<String, String> values) {
    return new FormView(values, List.of());
  }

  /** The id that the form was sent with, so that it is done once; a new one at first. */
  public String id(String field) {
    String sent = value(field);
    return sent.isEmpty() ? Ids.create().toString() : sent;
  }

  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  public @Nullable String error(String field) {
    String all =
        errors.stream()
            .filter(error -> error.field().equals(field))
            .map(FieldError::message)
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? null : all;
  }

  /** What is wrong with the form as a whole, or with what it has no field for. */
  public @Nullable String problem() {
    String all =
        errors.stream()
            .filter(
                error ->
                    !SHOWN.contains(error.field()) && !OF_LAYER.matcher(error.field()).matches())
            .map(
                error ->
                    error.field().isEmpty()
                        ? error.message()
                        : error.field() + ": " + error.message())
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? null : all;
  }

  /** The ids of the texts that belong to a field; null where there are none. */
  public @Nullable String describedBy(String field, boolean hasHint) {
    String hint = hasHint ? "h-" + field : "";
    String error = error(field) == null ? "" : "e-" + field;
    String both = (hint + " " + error).strip();
    return both.isEmpty() ? null : both;
  }
}
