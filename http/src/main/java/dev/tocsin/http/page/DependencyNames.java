package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.input.FieldError;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.List;

/** Lets people name monitors as they call them, where the API names them by their ids. */
final class DependencyNames {
  private final NodeConfiguration configuration;

  DependencyNames(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Names in the place of ids, where no other monitor is called the same. */
  void show(ObjectNode json, String field, OrganizationId organization) {
    ArrayNode names = Json.object().putArray(field);
    json.path(field).forEach(id -> names.add(name(id.asText(), organization)));
    json.set(field, names);
  }

  String name(String id, OrganizationId organization) {
    return Ids.parse(id)
        .map(known -> configuration.monitor(new MonitorRef(organization, new MonitorId(known))))
        .filter(found -> found instanceof Lookup.Found<MonitorConfig>)
        .map(found -> ((Lookup.Found<MonitorConfig>) found).value().name())
        .filter(name -> called(name, organization).size() == 1)
        .orElse(id);
  }

  /** Ids in the place of names. */
  void read(ObjectNode json, String field, OrganizationId organization, List<FieldError> faults) {
    ArrayNode ids = Json.object().putArray(field);
    for (JsonNode each : json.path(field)) {
      String text = each.asText().strip();
      List<MonitorId> called =
          Ids.parse(text)
              .map(id -> List.of(new MonitorId(id)))
              .orElseGet(() -> called(text, organization));
      if (called.size() == 1) {
        ids.add(called.getFirst().toString());
      } else {
        faults.add(
            new FieldError(
                field,
                called.isEmpty()
                    ? "There is no monitor called " + text + "."
                    : "More than one monitor is called " + text + "; write its id."));
      }
    }
    json.set(field, ids);
  }

  private List<MonitorId> called(String name, OrganizationId organization) {
    List<MonitorId> called = new ArrayList<>();
    for (MonitorConfig each : configuration.monitors(organization, null)) {
      if (each.name().equalsIgnoreCase(name)) {
        called.add(each.ref().monitor());
      }
    }
    return called;
  }
}
