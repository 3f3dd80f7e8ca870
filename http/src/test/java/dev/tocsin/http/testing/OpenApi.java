package dev.tocsin.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The API's description, and whether an exchange is as it says. */
public final class OpenApi {
  private static final String FILE = "openapi/openapi.json";
  private static final String IRI = "https://tocsin.test/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  public static final OpenApi DESCRIPTION = new OpenApi();

  private final JsonNode document;
  private final JsonSchemaFactory schemas;
  private final List<Described> operations = new ArrayList<>();
  private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

  /** One operation as described. */
  public record Described(
      String id, String method, String path, Pattern pattern, JsonNode node, String pointer) {
    /** {@code open}, {@code person} or a role. */
    public String role() {
      return node.path("x-role").asText("open");
    }

    public boolean isOpen() {
      return node.has("security") && node.get("security").isEmpty();
    }
  }

  private OpenApi() {
    try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(FILE)) {
      byte[] bytes = in.readAllBytes();
      this.document = new ObjectMapper().readTree(bytes);
      this.schemas =
          JsonSchemaFactory.getInstance(
              SpecVersion.VersionFlag.V202012,
              builder ->
                  builder.schemaLoaders(
                      loaders -> loaders.schemas(Map.of(IRI, new String(bytes)))));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(method -> add(path.getKey(), method.getKey(), method.getValue())));
  }

  private void add(String path, String method, JsonNode node) {
    if (METHODS.contains(method)) {
      operations.add(
          new Described(
              node.path("operationId").asText(),
              method.toUpperCase(Locale.ROOT),
              path,
              Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+")),
              node,
              "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method));
    }
  }

  public JsonNode document() {
    return document;
  }

  public List<Described> operations() {
    return operations;
  }

  public Described operation(String method, String path) {
    String bare = path.replaceAll("\\?.*", "");
    return operations.stream()
        .filter(it -> it.method().equals(method) && it.pattern().matcher(bare).matches())
        .min(java.util.Comparator.comparingInt(it -> it.path().contains("{") ? 1 : 0))
        .orElseThrow(() -> new AssertionError("Not described: " + method + " " + path));
  }

  /** Fails where the exchange is not as described. */
  void check(
      String method, String path, JsonNode body, String contentType, ApiClient.Answer answer) {
    Described operation = operation(method, path);
    String where = method + " " + path + " -> " + answer.status();
    if (answer.status() < 300) {
      checkRequest(operation, body, contentType, where);
    }
    String status = Integer.toString(answer.status());
    assertThat(operation.node().path("responses").has(status))
        .describedAs("%s is described; the body is %s", where, answer.body())
        .isTrue();
    String at = operation.pointer() + "/responses/" + status;
    JsonNode response = document.at(at);
    if (response.has("$ref")) {
      at = response.get("$ref").asText().substring(1);
      response = document.at(at);
    }
    checkHeaders(response, answer, where);
    checkBody(response, at, answer, where);
  }

  private void checkRequest(Described operation, JsonNode body, String contentType, String where) {
    if (body == null) {
      assertThat(operation.node().path("requestBody").path("required").asBoolean())
          .describedAs("%s needs a body", where)
          .isFalse();
      return;
    }
    String at =
        operation.pointer() + "/requestBody/content/" + contentType.replace("/", "~1") + "/schema";
    assertThat(document.at(at).isMissingNode())
        .describedAs("%s takes %s", where, contentType)
        .isFalse();
    assertThat(validate(at, body)).describedAs("%s, request %s", where, body).isEmpty();
  }

  private void checkHeaders(JsonNode response, ApiClient.Answer answer, String where) {
    response
        .path("headers")
        .properties()
        .forEach(
            header ->
                assertThat(answer.header(header.getKey()))
                    .describedAs("%s has the header %s", where, header.getKey())
                    .isPresent());
  }

  private void checkBody(JsonNode response, String at, ApiClient.Answer answer, String where) {
    if (!response.has("content")) {
      assertThat(answer.body()).describedAs(where).isEmpty();
      return;
    }
    String type = answer.header("Content-Type").orElse("none").replaceAll(";.*", "");
    assertThat(response.get("content").has(type))
        .describedAs("%s has the described type, not %s", where, type)
        .isTrue();
    if (type.endsWith("json")) {
      String schema = at + "/content/" + type.replace("/", "~1") + "/schema";
      for (JsonNode value : type.endsWith("ndjson") ? answer.lines() : List.of(answer.json())) {
        assertThat(validate(schema, value))
            .describedAs("%s, answer %s", where, answer.body())
            .isEmpty();
      }
    }
  }

  private Set<ValidationMessage> validate(String pointer, JsonNode value) {
    return compiled
        .computeIfAbsent(
            pointer,
            it ->
                schemas.getSchema(
                    SchemaLocation.of(IRI + "#" + it),
                    SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()))
        .validate(value);
  }
}
