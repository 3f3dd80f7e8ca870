package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Status pages as they are configured; their parts are {@link PagePartApi}. */
public final class StatusPageApi {
  static final String PATH = "/status-pages";

  private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final URI publicUrl;
  private final InstantSource time;
  private final Found found;

  StatusPageApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.publicUrl = parts.tenancy().publicUrl();
    this.time = parts.time();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    String one = PATH + "/{id}";
    var reads = Operation.needs(Role.VIEWER);
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.get("listStatusPages", PATH, reads, this::list),
        Operation.post("createStatusPage", PATH, configures, this::create),
        Operation.get("getStatusPage", one, reads, this::get),
        Operation.put("replaceStatusPage", one, configures, this::replace),
        Operation.patch("changeStatusPage", one, configures, this::change),
        Operation.delete("deleteStatusPage", one, configures, this::delete));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    found.organization(request);
    return Answers.now(
        Answers.list(
            configuration.pages(request.organization()).stream()
                .sorted(Comparator.comparing(StatusPageConfig::slug))
                .map(this::json)
                .toList()));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(Json.response(200, json(found.page(request))));
  }

  /** What people say of a page itself. */
  private record Draft(String slug, String name, StatusPageConfig.Visibility visibility) {}

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    StatusPageConfig page =
        made(
            request.organization(), new StatusPageId(request.newId("status page")), request.body());
    return writer
        .createPage(page, request.author())
        .thenApply(created -> Answers.created(PATH, created.id(), json(created)));
  }

  private CompletionStage<HttpResponse> replace(ApiRequest request) {
    return update(request, found.page(request), request.body());
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    return update(request, page, MergePatch.apply(configured(page), request.body()));
  }

  private CompletionStage<HttpResponse> update(
      ApiRequest request, StatusPageConfig before, JsonNode body) {
    return writer
        .updatePage(described(before, body), before.revision(), request.author())
        .thenApply(stored -> Json.response(200, json(stored)));
  }

  /** A page without parts, before it is stored. */
  StatusPageConfig made(OrganizationId organization, StatusPageId id, JsonNode body) {
    Draft draft = read(body);
    return new StatusPageConfig(
        organization,
        id,
        draft.slug(),
        draft.name(),
        draft.visibility(),
        List.of(),
        List.of(),
        time.instant().truncatedTo(ChronoUnit.MILLIS),
        0);
  }

  /** The same page, with what is said of it itself. */
  static StatusPageConfig described(StatusPageConfig before, JsonNode body) {
    Draft draft = read(body);
    return new StatusPageConfig(
        before.organization(),
        before.id(),
        draft.slug(),
        draft.name(),
        draft.visibility(),
        before.groups(),
        before.components(),
        before.createdAt(),
        before.revision());
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    return writer
        .deletePage(page.organization(), page.id(), request.author(), time.instant())
        .thenApply(revision -> Json.noContent());
  }

  private static Draft read(JsonNode body) {
    Input input = Input.of(body);
    // what Tocsin says of a page, and its parts, which have addresses of their own
    List.of("id", "url", "groups", "components", "createdAt").forEach(input::node);
    String slug = input.text("slug", 63);
    input.check(
        slug.isEmpty() || SLUG.matcher(slug).matches(),
        "slug",
        "It must be of lower-case letters, digits and hyphens, with no hyphen at an end.");
    String name = Fields.name(input, "name");
    Optional<StatusPageConfig.Visibility> visibility =
        input.choice("visibility", StatusPageConfig.Visibility.class);
    input.finish();
    return new Draft(slug, name, visibility.orElse(StatusPageConfig.Visibility.PUBLIC));
  }

  private static ObjectNode configured(StatusPageConfig page) {
    return Json.object()
        .put("slug", page.slug())
        .put("name", page.name())
        .put("visibility", Json.name(page.visibility()));
  }

  private ObjectNode json(StatusPageConfig page) {
    ObjectNode json = Json.object();
    json.put("id", page.id().toString());
    json.setAll(configured(page));
    json.put("url", publicUrl + "/status/" + page.slug());
    page.groups().forEach(group -> json.withArray("groups").add(GroupApi.shown(group)));
    page.components()
        .forEach(
            component ->
                json.withArray("components")
                    .add(ComponentApi.shown(component, page, configuration)));
    json.withArray("groups");
    json.withArray("components");
    json.put("createdAt", Json.time(page.createdAt()));
    return json;
  }
}
