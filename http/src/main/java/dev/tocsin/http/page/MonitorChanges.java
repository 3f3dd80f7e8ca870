package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.Json;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who did what with a monitor, in words, from the audit log. */
public final class MonitorChanges {
  private static final String TARGET = "monitor";

  /** What fields of a monitor are called on its form. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "name", "name",
          "tags", "tags",
          "timing.interval", "interval",
          "timing.timeout", "time-out",
          "timing.confirmations", "failures in a row",
          "timing.recoveryConfirmations", "successes in a row",
          "care.policy", "escalation policy",
          "care.team", "team",
          "spec.request.url", "address");

  private final MonitorPages.Parts parts;

  MonitorChanges(MonitorPages.Parts parts) {
    this.parts = parts;
  }

  /**
   * @param what after the name, as in {@code paused it}
   */
  public record Change(String at, Instant moment, String who, String what) {}

  /**
   * @param next where the following ones begin; null where there are none
   */
  record Page(List<Change> items, AuditLog.@Nullable Cursor next) {}

  /** As the API lets them. */
  static boolean areFor(Role role) {
    return role.atLeast(Role.ADMIN);
  }

  /** The newest first; fails where the store does not answer. */
  CompletionStage<Page> read(
      MonitorRef monitor, AuditLog.@Nullable Cursor after, int limit, Times times) {
    return CompletableFuture.supplyAsync(
        () -> page(monitor, after, limit, times), parts.blocking());
  }

  private Page page(MonitorRef monitor, AuditLog.@Nullable Cursor after, int limit, Times times) {
    OrganizationId organization = monitor.organization();
    List<AuditEntry> entries =
        parts
            .past()
            .tenancy()
            .audit()
            .of(organization, TARGET, monitor.monitor().toString(), after, limit + 1);
    List<AuditEntry> shown = entries.subList(0, Math.min(limit, entries.size()));
    Map<UUID, String> names = names(organization, shown);
    return new Page(
        shown.stream().map(entry -> change(entry, names, times)).toList(),
        entries.size() > limit ? shown.getLast().cursor() : null);
  }

  private Map<UUID, String> names(OrganizationId organization, List<AuditEntry> entries) {
    Map<UUID, String> names = new HashMap<>();
    if (are(Author.Kind.USER, entries)) {
      for (Member member : parts.past().tenancy().members().members(organization)) {
        names.put(member.user().id().value(), called(member.user()));
      }
    }
    if (are(Author.Kind.TOKEN, entries)) {
      for (ApiToken token : parts.past().tenancy().tokens().tokens(organization)) {
        names.put(token.id().value(), "The token " + token.name());
      }
    }
    return names;
  }

  private static boolean are(Author.Kind kind, List<AuditEntry> entries) {
    return entries.stream().anyMatch(entry -> entry.by().kind() == kind);
  }

  private static String called(User user) {
    String name = user.name();
    return name == null || name.isBlank() ? user.email().value() : name;
  }

  private static Change change(AuditEntry entry, Map<UUID, String> names, Times times) {
    String who =
        switch (entry.by().kind()) {
          case USER -> names.getOrDefault(entry.by().id(), "Somebody who has left");
          case TOKEN -> names.getOrDefault(entry.by().id(), "A token that was deleted");
          case SYSTEM -> "Tocsin";
        };
    return new Change(times.time(entry.at()), entry.at(), who, what(entry));
  }

  static String what(AuditEntry entry) {
    JsonNode detail = Json.read(entry.detail().getBytes(StandardCharsets.UTF_8));
    return switch (entry.action()) {
      case "monitor.create" -> "added it";
      case "monitor.update" -> changed(detail.path("changed"));
      case "monitor.delete" -> "deleted it";
      case "monitor.pause" -> "paused it";
      case "monitor.resume" -> "resumed it";
      case "monitor.state" -> set(detail);
      default -> "did " + entry.action();
    };
  }

  private static String set(JsonNode detail) {
    String cause = detail.path("cause").asText("");
    return "set it " + detail.path("status").asText("") + (cause.isEmpty() ? "" : ": " + cause);
  }

  private static String changed(JsonNode paths) {
    List<String> fields = new ArrayList<>();
    for (JsonNode path : paths) {
      String field = FIELDS.getOrDefault(path.asText(), field(path.asText()));
      if (!fields.contains(field)) {
        fields.add(field);
      }
    }
    if (fields.isEmpty()) {
      return "saved it as it was";
    }
    String last = fields.removeLast();
    return "changed its " + (fields.isEmpty() ? last : String.join(", ", fields) + " and " + last);
  }

  /** {@code follow redirects} of {@code spec.connection.followRedirects}. */
  private static String field(String path) {
    return path.substring(path.lastIndexOf('.') + 1)
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toLowerCase(Locale.ROOT);
  }
}
