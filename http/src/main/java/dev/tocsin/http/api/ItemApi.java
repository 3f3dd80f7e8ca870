package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Role;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One kind of what people configured. Lists come from this node's memory alone.
 *
 * @param <T> its content
 */
abstract class ItemApi<T extends Content> {
  static final int MOST = 500;

  final NodeConfiguration configuration;
  final ConfigurationWriter writer;
  final InstantSource time;
  final Found found;
  private final ContentKind<T> kind;
  private final Names names;

  /**
   * How its operations are called.
   *
   * @param path of the list, below {@code /api/v1}
   * @param parameter of the path that names one
   * @param one as in {@code createTeam}
   * @param many as in {@code listTeams}
   */
  record Names(String path, String parameter, String one, String many) {
    String pathOfOne() {
      return path + "/{" + parameter + "}";
    }
  }

  ItemApi(ApiParts parts, ContentKind<T> kind, Names names) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.time = parts.time();
    this.found = new Found(configuration);
    this.kind = kind;
    this.names = names;
  }

  /**
   * What somebody wrote.
   *
   * @param before what it replaces; null where it is new
   * @throws InvalidInputException for every fault at once
   */
  abstract T read(ApiRequest request, JsonNode body, @Nullable T before);

  /** What people say of it, and what replaces it when it is sent back. */
  abstract ObjectNode configured(T content);

  /** As it is shown to who asks. */
  ObjectNode json(Item<T> item, ApiRequest request) {
    ObjectNode json = Json.object().put("id", item.id().toString());
    json.setAll(configured(item.content()));
    return json.put("createdAt", Json.time(item.createdAt()));
  }

  /** What a patch is applied to. */
  ObjectNode patched(T before, JsonNode patch) {
    return configured(before);
  }

  Operation.Access configures() {
    return Operation.needs(Role.ADMIN);
  }

  /** Whether it is among those that the path is about. */
  boolean isMeant(Item<T> item, ApiRequest request) {
    return true;
  }

  /** Refuses a path whose other parts name nothing. */
  void check(ApiRequest request) {
    found.organization(request);
  }

  /** What ids that a request names are derived for. */
  String purpose(ApiRequest request) {
    return kind.name();
  }

  int most() {
    return MOST;
  }

  List<Operation> operations() {
    String one = names.pathOfOne();
    var reads = Operation.needs(Role.VIEWER);
    return List.of(
        Operation.get("list" + names.many(), names.path(), reads, this::list),
        Operation.post("create" + names.one(), names.path(), configures(), this::create),
        Operation.get("get" + names.one(), one, reads, this::get),
        Operation.put("replace" + names.one(), one, configures(), this::replace),
        Operation.patch("change" + names.one(), one, configures(), this::change),
        Operation.delete("delete" + names.one(), one, configures(), this::delete));
  }

  /** Those that the path is about, by their names. */
  final List<Item<T>> all(ApiRequest request) {
    check(request);
    return configuration.items(request.organization(), kind).stream()
        .filter(item -> isMeant(item, request))
        .sorted(
            Comparator.comparing((Item<T> item) -> item.name().toLowerCase(Locale.ROOT))
                .thenComparing(Item::id))
        .toList();
  }

  final Item<T> one(ApiRequest request) {
    check(request);
    Item<T> item = found.item(request, kind, request.id(names.parameter()));
    if (!isMeant(item, request)) {
      throw new ProblemException(Problem.notFound());
    }
    return item;
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    return Answers.now(
        Answers.list(all(request).stream().map(item -> json(item, request)).toList()));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(Json.response(200, json(one(request), request)));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    UUID id = request.newId(purpose(request));
    List<Item<T>> known = all(request);
    if (known.size() >= most() && known.stream().noneMatch(item -> item.id().equals(id))) {
      throw new InvalidInputException("", "There are " + most() + " already, and no more can be.");
    }
    Item<T> item =
        new Item<>(
            request.organization(),
            id,
            read(request, request.body(), null),
            time.instant().truncatedTo(ChronoUnit.MILLIS),
            0);
    return writer
        .createItem(item, request.author())
        .thenApply(
            created ->
                Answers.created(
                    names.path().replace("{id}", request.path().getOrDefault("id", "")),
                    created.id(),
                    json(created, request)));
  }

  private CompletionStage<HttpResponse> replace(ApiRequest request) {
    Item<T> item = one(request);
    return update(request, item, completed(item.content(), request.body()));
  }

  /** What replaces another with what it leaves out but is not shown. */
  JsonNode completed(T before, JsonNode body) {
    return body;
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    Item<T> item = one(request);
    return update(
        request, item, MergePatch.apply(patched(item.content(), request.body()), request.body()));
  }

  private CompletionStage<HttpResponse> update(ApiRequest request, Item<T> before, JsonNode body) {
    T after = read(request, body, before.content());
    return writer
        .updateItem(before.with(after), before.revision(), request.author())
        .thenApply(stored -> Json.response(200, json(stored, request)));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    Item<T> item = one(request);
    return writer
        .deleteItem(item.organization(), kind, item.id(), request.author(), time.instant())
        .thenApply(revision -> Json.noContent());
  }
}
