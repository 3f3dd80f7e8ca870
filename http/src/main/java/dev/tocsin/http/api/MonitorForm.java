package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Durations;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.Quorum;
import dev.tocsin.probe.CheckKinds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A monitor as people configure it, without its secrets; what {@link MonitorReader} reads. */
public final class MonitorForm {
  private final CheckKinds kinds;
  private final String region;

  /**
   * @param region of this installation
   */
  public MonitorForm(CheckKinds kinds, String region) {
    this.kinds = kinds;
    this.region = region;
  }

  /** Also what a patch is applied to. */
  public ObjectNode of(MonitorConfig monitor) {
    ObjectNode json = Json.object();
    json.put("name", monitor.name());
    json.put("type", monitor.spec().type());
    json.put("interval", Durations.format(monitor.timing().interval()));
    json.put("timeout", Durations.format(monitor.timing().timeout()));
    json.put("confirmations", monitor.timing().confirmations());
    json.put("recoveryConfirmations", monitor.timing().recoveryConfirmations());
    json.putArray("regions").add(region);
    switch (monitor.timing().quorum()) {
      case Quorum.Share share -> json.put("quorum", share.text());
      case Quorum.Count(int count) -> json.put("quorum", count);
    }
    ArrayNode tags = json.putArray("tags");
    monitor.tags().forEach(tags::add);
    json.put("escalationPolicyId", text(monitor.care().policy()));
    json.put("teamId", text(monitor.care().team()));
    ArrayNode parents = json.putArray("dependsOn");
    monitor.care().parents().forEach(parent -> parents.add(parent.toString()));
    json.set(monitor.spec().type(), kinds.write(monitor.spec()));
    return json;
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }
}
