package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.http.api.Administration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Fields;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.Profiles;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** An organization's settings, and which of several organizations is meant. */
final class OrganizationPages {
  private static final String HERE = "/organization";

  private final Inside inside;
  private final Notices notices;
  private final NodeConfiguration configuration;
  private final Administration administration;
  private final PingKeys pingKeys;
  private final Profiles profiles;

  OrganizationPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.configuration = parts.configuration();
    this.administration = new Administration(parts);
    this.pingKeys = parts.monitors().pingKeys();
    this.profiles = parts.tenancy().profiles();
  }

  CompletionStage<HttpResponse> settings(HttpRequest request, Visitor visitor) {
    return with(
        visitor,
        organization -> Inside.done(page(visitor, organization, values(organization), null)));
  }

  CompletionStage<HttpResponse> change(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return with(
        visitor,
        before -> {
          String name;
          ZoneId zone;
          try {
            Input input = TenancyEntrance.input(form, "name", "timeZone");
            name = Fields.name(input, "name");
            zone = input.timeZone("timeZone").orElse(Organization.USUAL_TIME_ZONE);
            input.finish();
          } catch (InvalidInputException wrong) {
            return Inside.done(page(visitor, before, form, Inside.fault(wrong)));
          }
          return administration
              .change(
                  before.id(),
                  known ->
                      known.changed(
                          name.equals(form.get("was.name")) ? known.name() : name,
                          zone.getId().equals(form.get("was.timeZone")) ? known.timeZone() : zone),
                  visitor.principal().author())
              .thenApply(after -> Answers.seeOther(HERE))
              .exceptionally(failure -> page(visitor, before, form, Inside.fault(failure)));
        });
  }

  CompletionStage<HttpResponse> renewPingKey(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return with(
        visitor,
        before ->
            administration
                .renewPingKey(before.id(), visitor.principal().author())
                .<HttpResponse>thenApply(done -> Answers.seeOther(HERE))
                .exceptionally(
                    failure -> page(visitor, before, values(before), Inside.fault(failure))));
  }

  /** Goes on in another organization of the person's. */
  CompletionStage<HttpResponse> choose(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return Ids.parse(form.getOrDefault("organization", ""))
        .map(OrganizationId::new)
        .filter(visitor.roles()::containsKey)
        .map(
            chosen ->
                profiles
                    .choose(visitor.user(), Inside.session(visitor), chosen)
                    .thenApply(done -> Answers.seeOther("/")))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private HttpResponse page(
      Visitor visitor,
      Organization organization,
      Map<String, String> values,
      Inside.@Nullable Fault fault) {
    Map<String, Object> shown = new HashMap<>();
    shown.put(
        "form", fault == null ? FormView.empty(values) : new FormView(values, fault.errors()));
    shown.put("name", organization.name());
    shown.put("zone", organization.timeZone().getId());
    shown.put("changes", Inside.may(visitor, Role.OWNER));
    if (Inside.may(visitor, Role.ADMIN)) {
      shown.put("pingKey", pingKeys.of(organization));
    }
    return fault == null
        ? inside.html(200, "people/settings.jte", visitor, shown)
        : fault.on(inside.html(fault.status(), "people/settings.jte", visitor, shown));
  }

  private static Map<String, String> values(Organization organization) {
    String name = organization.name();
    String zone = organization.timeZone().getId();
    return Map.of("name", name, "timeZone", zone, "was.name", name, "was.timeZone", zone);
  }

  private CompletionStage<HttpResponse> with(
      Visitor visitor, Function<Organization, CompletionStage<HttpResponse>> then) {
    return configuration.find(visitor.principal().organization())
            instanceof Lookup.Found<Organization>(Organization known)
        ? then.apply(known)
        : Inside.done(notices.notYet());
  }
}
