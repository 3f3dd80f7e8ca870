package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.page.AuditView.Line;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in words what rows of the audit log keep as ids and JSON. */
final class AuditWords {
  /** Kinds of contents, as sentences have them. */
  private static final Map<String, String> CONFIGURED =
      Map.of(
          "team",
          "team",
          "escalation-policy",
          "escalation policy",
          "schedule",
          "schedule",
          "channel",
          "channel",
          "contact-method",
          "contact method",
          "notification-rules",
          "set of notification rules",
          "incident-rule",
          "incident rule",
          "incident-template",
          "incident template");

  private final OrganizationId organization;
  private final NodeConfiguration configuration;
  private final Map<String, String> names;
  private final Times times;

  /**
   * @param names of people, tokens and invited addresses, by their ids
   */
  AuditWords(
      OrganizationId organization,
      NodeConfiguration configuration,
      Map<String, String> names,
      Times times) {
    this.organization = organization;
    this.configuration = configuration;
    this.names = names;
    this.times = times;
  }

  /** What something was done to. */
  private record Thing(@Nullable String name, @Nullable String address) {
    static final Thing NONE = new Thing(null, null);
  }

  private record Said(String did, boolean names, String rest) {
    static Said of(String did) {
      return new Said(did, false, "");
    }

    static Said to(String did) {
      return new Said(did, true, "");
    }

    static Said to(String did, String rest) {
      return new Said(did, true, rest);
    }
  }

  Line line(AuditEntry entry) {
    JsonNode detail = Json.read(entry.detail().getBytes(StandardCharsets.UTF_8));
    Said said = said(entry, detail);
    Thing thing = said.names() ? thing(entry, detail) : Thing.NONE;
    return new Line(
        entry.at().toString(),
        times.time(entry.at()),
        author(entry.by()),
        said.did(),
        thing.name(),
        thing.address(),
        said.rest());
  }

  /** {@code Mara Lind}, {@code The token ci}. */
  private String author(Author author) {
    String name = names.get(author.id().toString());
    return switch (author.kind()) {
      case USER -> name == null ? "Somebody who left" : name;
      case TOKEN -> name == null ? "A token that is gone" : "The token " + name;
      case SYSTEM -> "Tocsin";
    };
  }

  private static Said said(AuditEntry entry, JsonNode detail) {
    return switch (entry.action()) {
      case "organization.create" -> Said.of("founded the organization");
      case "organization.update" ->
          new Said("changed the organization", false, organization(detail));
      case "organization.renew-ping-key" -> Said.of("made another ping key");
      case "member.join" -> Said.of("joined");
      case "member.change-role" ->
          Said.to(
              "changed the role of",
              " from " + detail.path("before").asText() + " to " + detail.path("role").asText());
      case "member.remove" -> Said.to("removed");
      case "member.update-profile" -> Said.of("changed their own profile");
      case "member.change-password" -> Said.of("changed their own password");
      case "invitation.create" -> Said.to("invited", " as " + detail.path("role").asText());
      case "invitation.mail" -> Said.to("had an invitation mailed to");
      case "invitation.withdraw" -> Said.of("withdrew an invitation");
      case "token.create" -> Said.to("made the token", " as " + detail.path("role").asText());
      case "token.delete" -> Said.to("deleted the token");
      case "session.start" -> Said.of("signed in");
      case "session.end" -> Said.of("ended a session of their own");
      case "monitor.create" -> Said.to("added the monitor");
      case "monitor.update" -> Said.to("changed the monitor", changed(detail));
      case "monitor.delete" -> Said.to("deleted the monitor");
      case "monitor.pause" -> Said.to("paused the monitor");
      case "monitor.resume" -> Said.to("resumed the monitor");
      case "monitor.state" -> Said.to("set the monitor", state(detail));
      case "status-page.create" -> Said.to("added the status page");
      case "status-page.update" -> Said.to("changed the status page", changed(detail));
      case "subscriber.create" -> Said.to("entered an address to be told of");
      case "subscriber.delete" -> Said.to("took somebody off those who are told of");
      case "status-page.delete" -> Said.to("deleted the status page");
      case String action when CONFIGURED.containsKey(entry.targetKind()) ->
          configured(action, CONFIGURED.get(entry.targetKind()), detail);
      default ->
          new Said("did " + entry.action() + " to " + entry.targetId(), false, other(detail));
    };
  }

  /** {@code added the team Night}; of what is a person's own, whose it is. */
  private static Said configured(String action, String what, JsonNode detail) {
    String article = detail.has("user") ? " a " : " the ";
    String of = detail.has("user") ? " of" : "";
    return switch (action.substring(action.lastIndexOf('.') + 1)) {
      case "create" -> Said.to("added" + article + what + of);
      case "delete" -> Said.to("deleted" + article + what + of);
      default -> Said.to("changed" + article + what + of, changed(detail));
    };
  }

  private static String organization(JsonNode detail) {
    return detail.has("name")
        ? ": name "
            + detail.path("name").asText()
            + ", time zone "
            + detail.path("timeZone").asText()
        : "";
  }

  private static String changed(JsonNode detail) {
    List<String> fields = new ArrayList<>();
    detail.path("changed").forEach(field -> fields.add(field.asText()));
    return fields.isEmpty() ? "" : ": " + String.join(", ", fields);
  }

  private static String state(JsonNode detail) {
    String cause = detail.path("cause").asText();
    return " to " + detail.path("status").asText() + (cause.isEmpty() ? "" : ": " + cause);
  }

  private static String other(JsonNode detail) {
    return detail.isEmpty() ? "" : " " + detail;
  }

  private Thing thing(AuditEntry entry, JsonNode detail) {
    String id = entry.targetId();
    String then = detail.path("name").asText();
    return switch (entry.targetKind()) {
      case "monitor" ->
          monitor(id)
              .map(now -> new Thing(then.isEmpty() ? now.name() : then, "/monitors/" + id))
              .orElseGet(() -> new Thing(then.isEmpty() ? "that is gone" : then, null));
      case "status-page" ->
          page(id)
              .map(now -> new Thing(then.isEmpty() ? now.name() : then, "/status/" + now.slug()))
              .orElseGet(() -> new Thing(then.isEmpty() ? "that is gone" : then, null));
      case String kind when CONFIGURED.containsKey(kind) ->
          new Thing(
              detail.has("user")
                  ? names.getOrDefault(detail.path("user").asText(), "somebody who left")
                  : then,
              null);
      case "token" -> new Thing(then.isEmpty() ? names.getOrDefault(id, id) : then, null);
      case "invitation" -> new Thing(names.getOrDefault(id, "somebody"), null);
      default -> new Thing(names.getOrDefault(id, "somebody who left"), null);
    };
  }

  private Optional<MonitorConfig> monitor(String id) {
    return Ids.parse(id)
        .flatMap(
            known ->
                configuration.monitor(new MonitorRef(organization, new MonitorId(known)))
                        instanceof Lookup.Found<MonitorConfig>(MonitorConfig found)
                    ? Optional.of(found)
                    : Optional.empty());
  }

  private Optional<StatusPageConfig> page(String id) {
    return Ids.parse(id)
        .flatMap(
            known ->
                configuration.page(organization, new StatusPageId(known))
                        instanceof Lookup.Found<StatusPageConfig>(StatusPageConfig found)
                    ? Optional.of(found)
                    : Optional.empty());
  }
}
