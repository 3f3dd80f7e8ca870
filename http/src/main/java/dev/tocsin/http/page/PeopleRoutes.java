package dev.tocsin.http.page;

import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.tenancy.Role;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The pages of an organization and of the person who is signed in. All of them work without a
 * script. The roles are those that the API asks for the same.
 */
final class PeopleRoutes extends AllDirectives {
  private final Inside inside;
  private final OrganizationPages organization;
  private final MemberPages members;
  private final TokenPages tokens;
  private final AuditPages audit;
  private final ProfilePages profile;

  PeopleRoutes(Inside inside, Notices notices, ApiParts parts, ClientAddress addresses) {
    this.inside = inside;
    this.organization = new OrganizationPages(inside, notices, parts);
    this.members = new MemberPages(inside, notices, parts);
    this.tokens = new TokenPages(inside, notices, parts);
    this.audit = new AuditPages(inside, parts);
    this.profile = new ProfilePages(inside, notices, parts, addresses);
  }

  Route route() {
    return concat(
        pathPrefix("organization", this::organization), pathPrefix("profile", this::profile));
  }

  private Route organization() {
    return concat(
        pathEnd(
            () ->
                concat(
                    inside.page(Role.VIEWER, organization::settings),
                    inside.form(Role.OWNER, organization::change))),
        path("ping-key", () -> formOn("/organization", Role.ADMIN, organization::renewPingKey)),
        path("choose", () -> inside.form(Role.VIEWER, organization::choose)),
        path("audit", () -> inside.page(Role.ADMIN, audit::page)),
        pathPrefix(
            "members",
            () ->
                concat(
                    pathEnd(() -> inside.page(Role.VIEWER, members::page)),
                    path(
                        "invite",
                        () -> formOn("/organization/members", Role.OWNER, members::invite)),
                    of(
                        "role",
                        id ->
                            formOn(
                                "/organization/members",
                                Role.OWNER,
                                with(id, members::changeRole))),
                    of(
                        "remove",
                        id ->
                            formOn(
                                "/organization/members", Role.OWNER, with(id, members::remove))))),
        pathPrefix(
            "invitations",
            () ->
                concat(
                    of(
                        "mail",
                        id -> formOn("/organization/members", Role.OWNER, with(id, members::mail))),
                    of(
                        "withdraw",
                        id ->
                            formOn(
                                "/organization/members",
                                Role.OWNER,
                                with(id, members::withdraw))))),
        pathPrefix(
            "tokens",
            () ->
                concat(
                    pathEnd(
                        () ->
                            concat(
                                inside.page(Role.ADMIN, tokens::page),
                                inside.form(Role.ADMIN, tokens::create))),
                    of(
                        "delete",
                        id ->
                            formOn(
                                "/organization/tokens", Role.ADMIN, with(id, tokens::delete))))));
  }

  private Route profile() {
    return concat(
        pathEnd(
            () ->
                concat(
                    inside.page(Role.VIEWER, profile::page),
                    inside.form(Role.VIEWER, profile::change))),
        path("password", () -> formOn("/profile", Role.VIEWER, profile::changePassword)),
        path(
            PathMatchers.segment("sessions").slash("end-others"),
            () -> formOn("/profile", Role.VIEWER, profile::endOthers)),
        pathPrefix(
            "sessions",
            () -> of("end", id -> formOn("/profile", Role.VIEWER, with(id, profile::end)))));
  }

  /** Where a form is sent to; who loads that address again gets the page that the form is on. */
  private Route formOn(String page, Role needed, Inside.Deed deed) {
    return concat(inside.form(needed, deed), get(() -> complete(Answers.seeOther(page))));
  }

  /** {@code {id}/name}. */
  private Route of(String name, Function<String, Route> inner) {
    return path(PathMatchers.segment().slash(PathMatchers.segment(name)), inner);
  }

  /** Does something to the thing with an id. */
  interface DeedTo {
    CompletionStage<HttpResponse> answer(
        String id, Entrance.Visitor visitor, Map<String, String> form);
  }

  private static Inside.Deed with(String id, DeedTo deed) {
    return (request, visitor, form) -> deed.answer(id, visitor, form);
  }
}
