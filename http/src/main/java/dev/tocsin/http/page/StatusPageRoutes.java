package dev.tocsin.http.page;

import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Role;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The pages of status pages and what they show. All of them work without a script. The roles are
 * those that the API asks for the same.
 */
final class StatusPageRoutes extends AllDirectives {
  private final Inside inside;
  private final StatusPagePages pages;

  /**
   * @param standings how the components of a page stand now, as visitors see it
   */
  StatusPageRoutes(
      Inside inside,
      Notices notices,
      ApiParts parts,
      Function<StatusPageConfig, Map<ComponentId, Standing>> standings) {
    this.inside = inside;
    this.pages = new StatusPagePages(inside, notices, parts, standings);
  }

  Route route() {
    return pathPrefix(
        PathMatchers.segment("organization").slash("status-pages"),
        () ->
            concat(
                pathEnd(() -> inside.page(Role.VIEWER, pages::page)),
                path(
                    "new",
                    () ->
                        concat(
                            inside.page(Role.ADMIN, pages::blank),
                            inside.form(Role.ADMIN, pages::create))),
                pathPrefix(PathMatchers.segment(), this::one)));
  }

  private Route one(String id) {
    return concat(
        pathEnd(
            () ->
                concat(
                    inside.page(Role.ADMIN, (request, visitor) -> pages.edit(id, visitor)),
                    inside.form(
                        Role.ADMIN, (request, visitor, form) -> pages.change(id, visitor, form)))),
        path("remove", () -> deed(id, (visitor, form) -> pages.remove(id, visitor, form))),
        pathPrefix(
            "groups",
            () ->
                concat(
                    pathEnd(() -> deed(id, (visitor, form) -> pages.addGroup(id, visitor, form))),
                    path(
                        PathMatchers.segment().slash("rename"),
                        group ->
                            deed(
                                id,
                                (visitor, form) -> pages.renameGroup(id, group, visitor, form))),
                    path(
                        PathMatchers.segment().slash("remove"),
                        group ->
                            deed(
                                id,
                                (visitor, form) -> pages.removeGroup(id, group, visitor, form))))),
        pathPrefix("components", () -> components(id)));
  }

  private Route components(String id) {
    return concat(
        path(
            "new",
            () ->
                concat(
                    inside.page(
                        Role.ADMIN, (request, visitor) -> pages.blankComponent(id, visitor)),
                    inside.form(
                        Role.ADMIN,
                        (request, visitor, form) -> pages.createComponent(id, visitor, form)))),
        path(
            PathMatchers.segment(),
            component ->
                concat(
                    inside.page(
                        Role.ADMIN,
                        (request, visitor) -> pages.editComponent(id, component, visitor)),
                    inside.form(
                        Role.ADMIN,
                        (request, visitor, form) ->
                            pages.changeComponent(id, component, visitor, form)))),
        path(
            PathMatchers.segment().slash("move"),
            component ->
                deed(id, (visitor, form) -> pages.moveComponent(id, component, visitor, form))),
        path(
            PathMatchers.segment().slash("remove"),
            component ->
                deed(id, (visitor, form) -> pages.removeComponent(id, component, visitor, form))));
  }

  private interface Deed {
    CompletionStage<HttpResponse> answer(Visitor visitor, Map<String, String> form);
  }

  /** Where a form is sent to; who loads that address again gets the page that the form is on. */
  private Route deed(String id, Deed deed) {
    return concat(
        inside.form(Role.ADMIN, (request, visitor, form) -> deed.answer(visitor, form)),
        get(() -> complete(Answers.seeOther(StatusPagePages.HERE + "/" + id))));
  }
}
