package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Group;
import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The components and groups of a status page. They are stored with their page, as one; changes that
 * meet are done one after the other.
 */
public final class PagePartApi {
  private static final int MOST_COMPONENTS = 500;
  private static final int MOST_GROUPS = 100;
  private static final int ATTEMPTS = 5;

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final PageParts parts;
  private final Found found;

  PagePartApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.parts = new PageParts(configuration);
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    String components = StatusPageApi.PATH + "/{id}/components";
    String component = components + "/{componentId}";
    String groups = StatusPageApi.PATH + "/{id}/groups";
    String group = groups + "/{groupId}";
    var reads = Operation.needs(Role.VIEWER);
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.get("listComponents", components, reads, this::listComponents),
        Operation.post("createComponent", components, configures, this::createComponent),
        Operation.get("getComponent", component, reads, this::getComponent),
        Operation.patch("changeComponent", component, configures, this::changeComponent),
        Operation.delete("deleteComponent", component, configures, this::deleteComponent),
        Operation.get("listGroups", groups, reads, this::listGroups),
        Operation.post("createGroup", groups, configures, this::createGroup),
        Operation.get("getGroup", group, reads, this::getGroup),
        Operation.patch("changeGroup", group, configures, this::changeGroup),
        Operation.delete("deleteGroup", group, configures, this::deleteGroup));
  }

  private CompletionStage<HttpResponse> listComponents(ApiRequest request) {
    return Answers.now(
        Answers.list(found.page(request).components().stream().map(PageParts::json).toList()));
  }

  private CompletionStage<HttpResponse> getComponent(ApiRequest request) {
    ComponentId id = new ComponentId(request.id("componentId"));
    return Answers.now(Json.response(200, PageParts.json(component(found.page(request), id))));
  }

  private CompletionStage<HttpResponse> createComponent(ApiRequest request) {
    ComponentId id = new ComponentId(request.newId(request.id("id"), "component"));
    return change(
            request,
            page -> {
              if (page.components().stream().anyMatch(known -> known.id().equals(id))) {
                return page;
              }
              requireRoom(page.components().size() < MOST_COMPONENTS, "components");
              return withComponents(
                  page, append(page.components(), parts.component(request.body(), id, page)));
            })
        .thenApply(page -> Json.response(201, PageParts.json(component(page, id))));
  }

  private CompletionStage<HttpResponse> changeComponent(ApiRequest request) {
    ComponentId id = new ComponentId(request.id("componentId"));
    return change(
            request,
            page -> {
              Component before = component(page, id);
              Component after =
                  parts.component(
                      MergePatch.apply(PageParts.json(before), request.body()), id, page);
              return withComponents(
                  page, page.components().stream().map(it -> it == before ? after : it).toList());
            })
        .thenApply(page -> Json.response(200, PageParts.json(component(page, id))));
  }

  private CompletionStage<HttpResponse> deleteComponent(ApiRequest request) {
    ComponentId id = new ComponentId(request.id("componentId"));
    return change(
            request,
            page -> {
              Component gone = component(page, id);
              return withComponents(
                  page, page.components().stream().filter(it -> it != gone).toList());
            })
        .thenApply(page -> Json.noContent());
  }

  private CompletionStage<HttpResponse> listGroups(ApiRequest request) {
    return Answers.now(
        Answers.list(found.page(request).groups().stream().map(PageParts::json).toList()));
  }

  private CompletionStage<HttpResponse> getGroup(ApiRequest request) {
    GroupId id = new GroupId(request.id("groupId"));
    return Answers.now(Json.response(200, PageParts.json(group(found.page(request), id))));
  }

  private CompletionStage<HttpResponse> createGroup(ApiRequest request) {
    GroupId id = new GroupId(request.newId(request.id("id"), "group"));
    return change(
            request,
            page -> {
              if (page.groups().stream().anyMatch(known -> known.id().equals(id))) {
                return page;
              }
              requireRoom(page.groups().size() < MOST_GROUPS, "groups");
              return withGroups(page, append(page.groups(), PageParts.group(request.body(), id)));
            })
        .thenApply(page -> Json.response(201, PageParts.json(group(page, id))));
  }

  private CompletionStage<HttpResponse> changeGroup(ApiRequest request) {
    GroupId id = new GroupId(request.id("groupId"));
    return change(
            request,
            page -> {
              Group before = group(page, id);
              Group after =
                  PageParts.group(MergePatch.apply(PageParts.json(before), request.body()), id);
              return withGroups(
                  page, page.groups().stream().map(it -> it == before ? after : it).toList());
            })
        .thenApply(page -> Json.response(200, PageParts.json(group(page, id))));
  }

  /** The components of a group that goes stand alone afterwards. */
  private CompletionStage<HttpResponse> deleteGroup(ApiRequest request) {
    GroupId id = new GroupId(request.id("groupId"));
    return change(
            request,
            page -> {
              Group gone = group(page, id);
              StatusPageConfig freed =
                  withComponents(
                      page, page.components().stream().map(it -> withoutGroup(it, id)).toList());
              return withGroups(freed, page.groups().stream().filter(it -> it != gone).toList());
            })
        .thenApply(page -> Json.noContent());
  }

  /** Applies a change to the page as it is; one that leaves the page as it was writes nothing. */
  private CompletionStage<StatusPageConfig> change(
      ApiRequest request, UnaryOperator<StatusPageConfig> change) {
    return change(request, change, ATTEMPTS);
  }

  private CompletionStage<StatusPageConfig> change(
      ApiRequest request, UnaryOperator<StatusPageConfig> change, int attempts) {
    StatusPageConfig before = found.page(request);
    StatusPageConfig after = change.apply(before);
    if (after == before) {
      return CompletableFuture.completedStage(before);
    }
    return writer
        .updatePage(after, before.revision(), request.author())
        .exceptionallyCompose(
            failure ->
                isConflict(failure) && attempts > 1
                    ? configuration
                        .refresh()
                        .thenCompose(seen -> change(request, change, attempts - 1))
                    : CompletableFuture.failedStage(failure));
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof ConflictException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof ConflictException);
  }

  private static void requireRoom(boolean room, String what) {
    if (!room) {
      throw new InvalidInputException("", "The page has as many " + what + " as it can have.");
    }
  }

  private static Component component(StatusPageConfig page, ComponentId id) {
    return page.components().stream()
        .filter(component -> component.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(Problem.notFound()));
  }

  private static Group group(StatusPageConfig page, GroupId id) {
    return page.groups().stream()
        .filter(group -> group.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(Problem.notFound()));
  }

  private static Component withoutGroup(Component component, GroupId gone) {
    return Objects.equals(component.group(), gone)
        ? new Component(
            component.id(), component.name(), component.description(), null, component.monitors())
        : component;
  }

  private static StatusPageConfig withComponents(
      StatusPageConfig page, List<Component> components) {
    return with(page, page.groups(), components);
  }

  private static StatusPageConfig withGroups(StatusPageConfig page, List<Group> groups) {
    return with(page, groups, page.components());
  }

  private static StatusPageConfig with(
      StatusPageConfig page, List<Group> groups, List<Component> components) {
    return new StatusPageConfig(
        page.organization(),
        page.id(),
        page.slug(),
        page.name(),
        page.visibility(),
        groups,
        components,
        page.createdAt(),
        page.revision());
  }

  private static <T> List<T> append(List<T> list, T last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }
}
