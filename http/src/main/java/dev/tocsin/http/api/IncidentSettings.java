package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.incident.IncidentTemplate;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * What incidents are configured with, read for pages as the API does it. What reads throws {@link
 * InvalidInputException} for every fault at once.
 */
public final class IncidentSettings {
  private final IncidentRuleApi rules;
  private final IncidentTemplateApi templates;

  public IncidentSettings(ApiParts parts) {
    this.rules = new IncidentRuleApi(parts);
    this.templates = new IncidentTemplateApi(parts);
  }

  /**
   * @param before what it replaces; null where it is new
   */
  public IncidentRule rule(
      OrganizationId organization, JsonNode body, @Nullable IncidentRule before) {
    return rules.read(organization, body, before);
  }

  public ObjectNode json(IncidentRule rule) {
    return rules.configured(rule);
  }

  public IncidentTemplate template(JsonNode body) {
    return IncidentTemplateApi.read(body);
  }

  public ObjectNode json(IncidentTemplate template) {
    return templates.configured(template);
  }
}
