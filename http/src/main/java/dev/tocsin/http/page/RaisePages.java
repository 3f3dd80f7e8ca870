package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.AlertForm;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** The form by which a person raises an alert of what no monitor sees. */
final class RaisePages extends AllDirectives {
  private static final List<String> FIELDS =
      List.of("title", "detail", "severity", "urgency", "escalationPolicyId");

  private final Inside inside;
  private final ApiParts parts;
  private final ShownAlerts alerts;

  RaisePages(Inside inside, ApiParts parts, ShownAlerts alerts) {
    this.inside = inside;
    this.parts = parts;
    this.alerts = alerts;
  }

  /** Below {@code /alerts}. */
  Route route() {
    return path(
        "new",
        () ->
            concat(
                inside.page(Role.RESPONDER, this::blank),
                inside.largeForm(Role.RESPONDER, this::raise)));
  }

  private CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    Map<String, String> values = new HashMap<>();
    values.put("id", Ids.create().toString());
    values.put("severity", "critical");
    values.put("urgency", "high");
    return Inside.done(shown(visitor, FormView.empty(values), 200));
  }

  private CompletionStage<HttpResponse> raise(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    OrganizationId organization = visitor.principal().organization();
    // sent twice by an impatient hand, it is one alert
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    return Deeds.attempt(
        () ->
            alerts.raiseByHand(
                new AlertRef(organization, new AlertId(id)),
                AlertForm.subject(Input.of(json(form)), organization, parts.configuration()),
                visitor.principal().author()),
        "/alerts/" + id,
        fault -> Inside.done(shown(visitor, new FormView(form, fault.errors()), fault.status())));
  }

  private static ObjectNode json(Map<String, String> form) {
    ObjectNode json = Json.object();
    for (String field : FIELDS) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, text);
      }
    }
    return json;
  }

  private HttpResponse shown(Visitor visitor, FormView form, int status) {
    return inside.html(
        status,
        "alert/new.jte",
        visitor,
        Map.of(
            "form",
            form,
            "policies",
            CareChoices.named(
                visitor.principal().organization(), EscalationPolicy.KIND, parts.configuration()),
            "usual",
            CareChoices.usual(visitor.principal().organization(), parts.configuration())));
  }
}
