package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.probe.http.HttpUrl;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A monitor from what a person types when asked what to watch: a web address, a host with a port,
 * or a host name alone. Everything else is left to its usual value.
 */
final class FirstAddress {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([^\\s/:\\[\\]@]+|\\[[0-9A-Fa-f:.]+])?:(\\d{1,5})");
  private static final int LONGEST_NAME = 100;

  private FirstAddress() {}

  /** As the API takes it; whether it is right is for its reader to say. */
  static ObjectNode monitor(String typed) {
    String address = typed.strip();
    Matcher port = HOST_AND_PORT.matcher(address);
    if (port.matches() && port.group(1) != null) {
      ObjectNode monitor = named(address, "tcp");
      monitor
          .putObject("tcp")
          .put("host", port.group(1).replaceAll("[\\[\\]]", ""))
          .put("port", Integer.parseInt(port.group(2)));
      return monitor;
    }
    String url = address.isEmpty() || address.contains("://") ? address : "https://" + address;
    ObjectNode monitor = named(host(url), "http");
    monitor.putObject("http").put("url", url);
    return monitor;
  }

  private static ObjectNode named(String name, String type) {
    String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return Json.object().put("name", shown).put("type", type);
  }

  /**
   * The whole where it has none; then it is refused. A query may hold secrets, and a name is shown.
   */
  private static String host(String url) {
    try {
      return HttpUrl.host(HttpUrl.parse(url));
    } catch (IllegalArgumentException notOne) {
      return url;
    }
  }
}
