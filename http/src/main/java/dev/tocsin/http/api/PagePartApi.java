package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One kind of part of a status page. Parts are stored with their page, as one; changes that meet
 * are done one after the other.
 *
 * @param <P> a part
 */
abstract class PagePartApi<P> {
  private final StatusPageChanges changes;
  private final Found found;
  private final String name;
  private final int most;

  /**
   * @param name of one part, as in {@code component}
   * @param most parts of this kind that a page may have
   */
  PagePartApi(ApiParts parts, String name, int most) {
    this.changes = new StatusPageChanges(parts);
    this.found = new Found(parts.configuration());
    this.name = name;
    this.most = most;
  }

  /** The page's parts of this kind, in their order. */
  abstract List<P> parts(StatusPageConfig page);

  abstract StatusPageConfig with(StatusPageConfig page, List<P> parts);

  abstract UUID id(P part);

  /**
   * @param page whose part it is to be
   * @throws InvalidInputException for every fault at once
   */
  abstract P read(JsonNode body, UUID id, StatusPageConfig page);

  abstract ObjectNode json(P part, StatusPageConfig page);

  /** The page once the part has gone, with nothing left that names it. */
  StatusPageConfig without(StatusPageConfig page, P gone) {
    return with(page, parts(page).stream().filter(part -> part != gone).toList());
  }

  final List<Operation> operations() {
    String all = StatusPageApi.PATH + "/{id}/" + name + "s";
    String one = all + "/{" + parameter() + "}";
    String kind = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    var reads = Operation.needs(Role.VIEWER);
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.get("list" + kind + "s", all, reads, this::list),
        Operation.post("create" + kind, all, configures, this::create),
        Operation.get("get" + kind, one, reads, this::get),
        Operation.patch("change" + kind, one, configures, this::change),
        Operation.delete("delete" + kind, one, configures, this::delete));
  }

  private String parameter() {
    return name + "Id";
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    return Answers.now(Answers.list(parts(page).stream().map(part -> json(part, page)).toList()));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(answer(200, found.page(request), request.id(parameter())));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    UUID id = request.newId(request.id("id"), name);
    return update(request, page -> added(page, id, request.body()))
        .thenApply(page -> answer(201, page, id));
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    UUID id = request.id(parameter());
    return update(
            request,
            page ->
                replaced(page, id, MergePatch.apply(json(part(page, id), page), request.body())))
        .thenApply(page -> answer(200, page, id));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    UUID id = request.id(parameter());
    return update(request, page -> removed(page, id)).thenApply(page -> Json.noContent());
  }

  /** The page with a new part at the end; the page itself where it has one of that id. */
  final StatusPageConfig added(StatusPageConfig page, UUID id, JsonNode body) {
    List<P> parts = parts(page);
    if (parts.stream().anyMatch(known -> id(known).equals(id))) {
      return page;
    }
    requireRoom(parts.size() < most);
    P created = read(body, id, page);
    return with(page, Stream.concat(parts.stream(), Stream.of(created)).toList());
  }

  final StatusPageConfig replaced(StatusPageConfig page, UUID id, JsonNode body) {
    P before = part(page, id);
    P after = read(body, id, page);
    return with(page, parts(page).stream().map(it -> it == before ? after : it).toList());
  }

  final StatusPageConfig removed(StatusPageConfig page, UUID id) {
    return without(page, part(page, id));
  }

  private HttpResponse answer(int status, StatusPageConfig page, UUID id) {
    return Json.response(status, json(part(page, id), page));
  }

  private P part(StatusPageConfig page, UUID id) {
    return parts(page).stream()
        .filter(part -> id(part).equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(Problem.notFound()));
  }

  private void requireRoom(boolean room) {
    if (!room) {
      throw new InvalidInputException("", "The page has as many " + name + "s as it can have.");
    }
  }

  private CompletionStage<StatusPageConfig> update(
      ApiRequest request, UnaryOperator<StatusPageConfig> change) {
    return changes.change(() -> found.page(request), change, request.author());
  }
}
