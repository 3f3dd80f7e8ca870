package dev.tocsin.http.ping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.Json;

/** Pings as the API shows them. */
public final class PingJson {
  private PingJson() {}

  public static ObjectNode of(Ping ping) {
    ObjectNode json = Json.object();
    json.put("at", Json.time(ping.at()));
    json.put("kind", Json.name(ping.kind()));
    json.put("run", ping.run() == null ? null : ping.run().toString());
    json.put("exitStatus", ping.exitStatus());
    json.put("took", ping.took() == null ? null : ping.took().toNanos() / 1e6);
    json.put("cause", ping.cause());
    json.put("body", ping.body());
    json.putObject("source")
        .put("method", ping.source().method())
        .put("address", ping.source().address())
        .put("agent", ping.source().agent());
    return json;
  }
}
