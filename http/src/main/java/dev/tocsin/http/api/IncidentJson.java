package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Post;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An incident as the API writes it, with the names that its ids have now. */
final class IncidentJson {
  private final NodeConfiguration configuration;
  private final AlertNames names;

  IncidentJson(ApiParts parts) {
    this.configuration = parts.configuration();
    this.names = new AlertNames(parts);
  }

  static Heading heading(IncidentRecord incident) {
    Heading heading = incident.heading();
    if (heading == null) {
      throw new IllegalStateException("An incident that was never opened is shown");
    }
    return heading;
  }

  static Impact impact(IncidentRecord incident) {
    return heading(incident).impact();
  }

  /** As lists and the event stream have it. */
  ObjectNode listed(IncidentRecord incident) {
    Heading heading = heading(incident);
    ObjectNode json =
        Json.object()
            .put("id", incident.ref().incident().toString())
            .put("title", heading.title())
            .put("phase", Json.name(incident.phase()))
            .put("impact", Json.name(heading.impact()))
            .put("visibility", Json.name(incident.standing().visibility()))
            .put("startedAt", Json.time(incident.standing().startedAt()))
            .put("endedAt", incident.endedAt().map(Json::time).orElse(null));
    components(json, incident.ref().organization(), incident.affected());
    ArrayNode alerts = json.putArray("alertIds");
    incident.alerts().forEach(alert -> alerts.add(alert.toString()));
    json.put("ruleId", rule(incident.origin()));
    return json.put("createdAt", Json.time(incident.history().getFirst().at()))
        .put("updatedAt", Json.time(incident.history().getLast().at()));
  }

  /** With all that was told of it, the latest first, and all that was done. */
  ObjectNode whole(IncidentRecord incident) {
    OrganizationId organization = incident.ref().organization();
    ObjectNode json = listed(incident);
    ArrayNode updates = json.putArray("updates");
    incident.posts().reversed().forEach(post -> updates.add(post(organization, post)));
    ArrayNode timeline = json.putArray("timeline");
    incident.history().forEach(event -> timeline.add(event(organization, event)));
    return json;
  }

  private ObjectNode post(OrganizationId organization, Post post) {
    ObjectNode json =
        Json.object()
            .put("id", post.id().toString())
            .put("at", Json.time(post.at()))
            .put("phase", Json.name(post.phase()))
            .put("message", post.message())
            .put("correctedAt", post.correctedAt() == null ? null : Json.time(post.correctedAt()));
    components(json, organization, post.affected());
    return json;
  }

  private void components(ObjectNode json, OrganizationId organization, List<Affected> affected) {
    Map<ComponentId, String> called =
        configuration.pages(organization).stream()
            .flatMap(page -> page.components().stream())
            .collect(
                Collectors.toMap(
                    StatusPageConfig.Component::id,
                    StatusPageConfig.Component::name,
                    (one, other) -> one));
    ArrayNode components = json.putArray("components");
    for (Affected each : affected) {
      components
          .addObject()
          .put("id", each.component().toString())
          .put("name", called.get(each.component()))
          .put("state", Json.name(each.state()));
    }
  }

  private ObjectNode event(OrganizationId organization, IncidentEvent event) {
    ObjectNode json = Json.object().put("at", Json.time(event.at()));
    json.set("by", author(organization, event.by()));
    return switch (event) {
      case IncidentEvent.Opened opened ->
          json.put("type", "opened")
              .put("title", opened.heading().title())
              .put("impact", Json.name(opened.heading().impact()))
              .put("visibility", Json.name(opened.visibility()))
              .put("updateId", opened.first().id().toString())
              .put("ruleId", rule(opened.origin()));
      case IncidentEvent.Posted posted ->
          json.put("type", "told")
              .put("updateId", posted.post().id().toString())
              .put("phase", Json.name(posted.post().phase()));
      case IncidentEvent.Corrected corrected ->
          json.put("type", "corrected")
              .put("updateId", corrected.post().toString())
              .put("message", corrected.message());
      case IncidentEvent.Retracted retracted ->
          json.put("type", "retracted").put("updateId", retracted.post().toString());
      case IncidentEvent.Described described ->
          json.put("type", "described")
              .put("title", described.heading().title())
              .put("impact", Json.name(described.heading().impact()));
      case IncidentEvent.Grown grown -> {
        components(json.put("type", "grown"), organization, grown.affected());
        yield json;
      }
      case IncidentEvent.Followed followed -> {
        components(json.put("type", "followed"), organization, followed.affected());
        yield json;
      }
      case IncidentEvent.Published published -> json.put("type", "published");
      case IncidentEvent.Linked linked ->
          json.put("type", "linked").put("alertId", linked.alert().toString());
      case IncidentEvent.Unlinked unlinked ->
          json.put("type", "unlinked").put("alertId", unlinked.alert().toString());
      case IncidentEvent.Noted noted ->
          json.put("type", "noted").put("noteId", noted.id().toString()).put("text", noted.text());
      case IncidentEvent.Dated dated ->
          json.put("type", "dated")
              .put("startedAt", Json.time(dated.startedAt()))
              .put("endedAt", dated.endedAt() == null ? null : Json.time(dated.endedAt()));
      case IncidentEvent.Removed removed -> json.put("type", "removed");
    };
  }

  private static @Nullable String rule(Origin origin) {
    return switch (origin) {
      case Origin.ByHand hand -> null;
      case Origin.ByRule rule -> rule.rule().toString();
    };
  }

  private ObjectNode author(OrganizationId organization, Author by) {
    return Json.object()
        .put("kind", Json.name(by.kind()))
        .put("id", by.id().toString())
        .put("name", names.author(organization, by).orElse(null));
  }
}
