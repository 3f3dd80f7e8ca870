package dev.tocsin.http.page;

import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.tenancy.Role;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The pages of what alerts are configured with. All of them work without a script. The roles are
 * those that the API asks for the same.
 */
final class AlertSettingsRoutes extends AllDirectives {
  private final Inside inside;
  private final ContactPages contacts;
  private final ChannelPages channels;
  private final EscalationPages policies;
  private final TeamPages teams;
  private final MaintenancePages maintenances;
  private final DeliveryPages deliveries;

  AlertSettingsRoutes(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.contacts = new ContactPages(inside, notices, parts);
    this.channels = new ChannelPages(inside, notices, parts);
    this.policies = new EscalationPages(inside, notices, parts);
    this.teams = new TeamPages(inside, notices, parts);
    this.maintenances = new MaintenancePages(inside, notices, parts);
    this.deliveries = new DeliveryPages(inside, notices, parts);
  }

  Route route() {
    return concat(
        pathPrefix(PathMatchers.segment("profile").slash("contacts"), this::contacts),
        pathPrefix(PathMatchers.segment("organization").slash("channels"), this::channels),
        path(
            PathMatchers.segment("channels").slash(PathMatchers.segment()),
            id ->
                inside.page(
                    Role.VIEWER, (request, visitor) -> deliveries.ofChannel(id, request, visitor))),
        pathPrefix(PathMatchers.segment("organization").slash("escalation"), this::policies),
        pathPrefix(PathMatchers.segment("organization").slash("teams"), this::teams),
        pathPrefix(PathMatchers.segment("organization").slash("maintenance"), this::maintenances));
  }

  private Route contacts() {
    return concat(
        pathPrefix("rules", this::rules),
        deed("code", ContactPages.HERE, Role.VIEWER, contacts::sendCode),
        deed("confirm", ContactPages.HERE, Role.VIEWER, contacts::confirm),
        deed("test", ContactPages.HERE, Role.VIEWER, contacts::test),
        of(
            "deliveries",
            id ->
                inside.page(
                    Role.VIEWER,
                    (request, visitor) -> deliveries.ofContactMethod(id, request, visitor))),
        places(contacts, ContactPages.HERE, Role.VIEWER));
  }

  private Route rules() {
    return concat(
        pathEnd(() -> formOn(ContactPages.HERE, Role.VIEWER, contacts::addRule)),
        path("remove", () -> formOn(ContactPages.HERE, Role.VIEWER, contacts::removeRule)));
  }

  private Route channels() {
    return concat(
        deed("test", ChannelPages.HERE, Role.ADMIN, channels::test),
        places(channels, ChannelPages.HERE, Role.ADMIN));
  }

  private Route policies() {
    return concat(
        pathEnd(() -> inside.page(Role.VIEWER, policies::page)),
        path(
            "new",
            () ->
                concat(
                    inside.page(Role.ADMIN, policies::blank),
                    inside.form(Role.ADMIN, policies::create))),
        deed("remove", EscalationPages.HERE, Role.ADMIN, policies::remove),
        one(Role.ADMIN, policies::edit, policies::change));
  }

  private Route teams() {
    return concat(
        pathEnd(() -> inside.page(Role.VIEWER, teams::page)),
        path(
            "new",
            () ->
                concat(
                    inside.page(Role.ADMIN, teams::blank), inside.form(Role.ADMIN, teams::create))),
        deed("remove", TeamPages.HERE, Role.ADMIN, teams::remove),
        one(Role.ADMIN, teams::edit, teams::change));
  }

  private Route maintenances() {
    return concat(
        pathEnd(() -> inside.page(Role.VIEWER, maintenances::page)),
        path(
            "new",
            () ->
                concat(
                    inside.page(Role.RESPONDER, maintenances::blank),
                    inside.form(Role.RESPONDER, maintenances::create))),
        deed("remove", MaintenancePages.HERE, Role.RESPONDER, maintenances::remove),
        one(Role.RESPONDER, maintenances::edit, maintenances::change));
  }

  /** The form of the thing with an id. */
  private Route one(
      Role needed, BiFunction<String, Visitor, CompletionStage<HttpResponse>> form, DeedTo change) {
    return path(
        PathMatchers.segment(),
        id ->
            concat(
                inside.page(needed, (request, visitor) -> form.apply(id, visitor)),
                inside.form(needed, with(id, change))));
  }

  /** A list of places and the forms of each. */
  private Route places(EndpointPages<?> pages, String here, Role needed) {
    return concat(
        pathEnd(() -> inside.page(Role.VIEWER, pages::page)),
        path("new", () -> inside.page(needed, pages::choose)),
        path(
            PathMatchers.segment("new").slash(PathMatchers.segment()),
            type ->
                concat(
                    inside.page(needed, (request, visitor) -> pages.blank(type, visitor)),
                    inside.form(needed, with(type, pages::create)))),
        deed("remove", here, needed, pages::remove),
        path(
            PathMatchers.segment(),
            id ->
                concat(
                    inside.page(needed, (request, visitor) -> pages.edit(id, visitor)),
                    inside.form(needed, with(id, pages::change)))));
  }

  /** {@code {id}/name}. */
  private Route deed(String name, String page, Role needed, DeedTo deed) {
    return of(name, id -> formOn(page, needed, with(id, deed)));
  }

  /** Where a form is sent to; who loads that address again gets the page that the form is on. */
  private Route formOn(String page, Role needed, Inside.Deed deed) {
    return concat(inside.form(needed, deed), get(() -> complete(Answers.seeOther(page))));
  }

  private Route of(String name, Function<String, Route> inner) {
    return path(PathMatchers.segment().slash(PathMatchers.segment(name)), inner);
  }

  /** Does something to the thing with an id. */
  interface DeedTo {
    CompletionStage<HttpResponse> answer(String id, Visitor visitor, Map<String, String> form);
  }

  private static Inside.Deed with(String id, DeedTo deed) {
    return (request, visitor, form) -> deed.answer(id, visitor, form);
  }
}
