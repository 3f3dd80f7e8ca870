package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Monitors of each kind with every setting there is, none at its usual value. */
final class Examples {
  private static final Map<String, String> OWN =
      Map.ofEntries(
          Map.entry(
              "http",
              """
              {"url": "https://shop.example/health?a=b", "method": "POST",
               "headers": {"Accept": "text/html", "X-Api-Key": "key: with a colon"},
               "body": "{\\n  \\"a\\": 1\\n}\\n", "auth": {"basic": {"user": "u", "password": "p w "}},
               "expectedStatus": ["200", "301-302"],
               "keyword": {"pattern": "build [0-9]+", "absent": true},
               "jsonPath": {"path": "$.status", "equals": "ok"}, "degradedOver": "800ms",
               "followRedirects": false, "verifyTls": false, "certificateWarnDays": 20}"""),
          Map.entry(
              "heartbeat",
              """
              {"cron": "30 3 * * *", "timeZone": "Europe/Berlin", "grace": "20m",
               "maxRunTime": "2h", "slug": "nightly"}"""),
          Map.entry(
              "tcp",
              """
              {"host": "mail.example", "port": 143, "tls": "starttls", "starttls": "imap",
               "verifyTls": false, "send": "a\\\\r\\\\nb", "expect": {"text": "OK\\nnext"},
               "degradedOver": "1s"}"""),
          Map.entry(
              "dns",
              """
              {"name": "example.com", "recordType": "MX", "resolver": "192.0.2.53:5353",
               "expected": ["10 mail.example", "20 other.example"], "match": "any",
               "degradedOver": "1s"}"""),
          Map.entry(
              "tls",
              """
              {"host": "mail.example", "port": 25, "starttls": "smtp", "serverName": "mx.example",
               "warnDays": 21, "criticalDays": 5, "issuer": "R3", "verify": false,
               "degradedOver": "1s"}"""),
          Map.entry(
              "ping",
              """
              {"host": "192.0.2.1", "packets": 5, "packetSize": 100, "maxLoss": 20,
               "degradedOver": "90ms"}"""),
          Map.entry(
              "udp",
              """
              {"host": "192.0.2.1", "port": 123, "sendHex": "00ff", "expect": {"pattern": "^a"},
               "degradedOver": "90ms"}"""),
          Map.entry(
              "smtp",
              """
              {"host": "mail.example", "port": 2525, "security": "starttls", "verifyTls": false,
               "user": "u", "password": "p", "heloName": "monitor.example", "degradedOver": "2s"}"""),
          Map.entry(
              "redis",
              """
              {"host": "redis.example", "port": 6380, "tls": true, "verifyTls": false, "user": "u",
               "password": "p", "database": 3, "role": "replica", "degradedOver": "50ms"}"""),
          Map.entry(
              "websocket",
              """
              {"url": "wss://shop.example/live", "headers": {"Cookie": "a=b"}, "subprotocol": "mqtt",
               "verifyTls": false, "send": "hello", "expect": {"text": "world"},
               "degradedOver": "1s"}"""),
          Map.entry(
              "grpc",
              """
              {"host": "grpc.example", "port": 50051, "tls": true, "verifyTls": false,
               "service": "shop.v1.Orders", "metadata": {"authorization": "Bearer x"},
               "degradedOver": "1s"}"""),
          Map.entry(
              "sql",
              """
              {"driver": "mysql", "host": "db.example", "port": 3307, "database": "shop",
               "user": "reader", "password": "p", "tls": "require",
               "query": "SELECT a\\nFROM b", "expect": {"rows": "some", "value": "1"},
               "degradedOver": "1s"}"""),
          Map.entry(
              "domain",
              """
              {"name": "example.com", "warnDays": 60, "criticalDays": 14,
               "server": "https://rdap.example/"}"""),
          Map.entry("manual", "{}"));

  /** The same with nothing but what must be there. */
  private static final Map<String, String> LEAST =
      Map.ofEntries(
          Map.entry("http", "{\"url\": \"https://shop.example/\"}"),
          Map.entry("heartbeat", "{\"period\": \"1h\"}"),
          Map.entry("tcp", "{\"host\": \"a.example\", \"port\": 1}"),
          Map.entry("dns", "{\"name\": \"a.example\"}"),
          Map.entry("tls", "{\"host\": \"a.example\"}"),
          Map.entry("ping", "{\"host\": \"a.example\"}"),
          Map.entry("udp", "{\"host\": \"a.example\", \"port\": 1, \"send\": \"a\"}"),
          Map.entry("smtp", "{\"host\": \"a.example\"}"),
          Map.entry("redis", "{\"host\": \"a.example\"}"),
          Map.entry("websocket", "{\"url\": \"ws://a.example/\"}"),
          Map.entry("grpc", "{\"host\": \"a.example\", \"port\": 1}"),
          Map.entry(
              "sql",
              "{\"driver\": \"postgresql\", \"host\": \"a.example\", \"user\": \"u\","
                  + " \"password\": \"p\"}"),
          Map.entry("domain", "{\"name\": \"a.example\"}"),
          Map.entry("manual", "{}"));

  private Examples() {}

  static ObjectNode full(String type) {
    ObjectNode monitor = least(type);
    monitor.set(type, json(OWN.get(type)));
    monitor.put("name", "Shop");
    if (!type.equals("heartbeat") && !type.equals("manual")) {
      monitor.put("interval", "30s").put("timeout", "5s");
      monitor.put("confirmations", 3).put("recoveryConfirmations", 2);
    }
    monitor.putArray("tags").add("eu").add("Berlin, DE");
    return monitor;
  }

  static ObjectNode least(String type) {
    ObjectNode monitor = Json.object().put("name", "Least").put("type", type);
    monitor.set(type, json(LEAST.get(type)));
    return monitor;
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
