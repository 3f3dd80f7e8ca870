package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentTemplate;
import dev.tocsin.incident.Phase;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people begin with when they open an incident, or tell what is known. */
final class IncidentTemplateApi extends ItemApi<IncidentTemplate> {
  private static final int MOST_TEMPLATES = 100;

  IncidentTemplateApi(ApiParts parts) {
    super(
        parts,
        IncidentTemplate.KIND,
        new Names("/incident-templates", "id", "IncidentTemplate", "IncidentTemplates"));
  }

  @Override
  int most() {
    return MOST_TEMPLATES;
  }

  @Override
  Operation.Access configures() {
    return Operation.needs(Role.RESPONDER);
  }

  @Override
  IncidentTemplate read(ApiRequest request, JsonNode body, @Nullable IncidentTemplate before) {
    return read(body);
  }

  static IncidentTemplate read(JsonNode body) {
    Input input = Input.of(body);
    List.of("id", "createdAt").forEach(input::node);
    String name = Fields.name(input, "name");
    String title =
        input.verbatim("title", IncidentForm.LONGEST_TITLE).map(String::strip).orElse("");
    input.check(name.indexOf('\n') < 0, "name", "It must be one line.");
    input.check(title.indexOf('\n') < 0, "title", "It must be one line.");
    IncidentTemplate read =
        new IncidentTemplate(
            name,
            title,
            input.verbatim("message", IncidentForm.LONGEST_MESSAGE).map(String::strip).orElse(""),
            input.choice("phase", Phase.class).orElse(Phase.INVESTIGATING),
            input.choice("impact", Impact.class).orElse(Impact.MINOR));
    input.check(
        !read.title().isEmpty() || !read.message().isEmpty(),
        "message",
        "Write a title, a message, or both.");
    input.finish();
    return read;
  }

  @Override
  ObjectNode configured(IncidentTemplate template) {
    return Json.object()
        .put("name", template.name())
        .put("title", template.title())
        .put("message", template.message())
        .put("phase", Json.name(template.phase()))
        .put("impact", Json.name(template.impact()));
  }
}
