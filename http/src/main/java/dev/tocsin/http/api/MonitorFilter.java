package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Which monitors a list is asked for. */
record MonitorFilter(
    Optional<String> text,
    Optional<String> status,
    Optional<String> tag,
    Optional<String> type,
    Optional<UUID> team) {

  static MonitorFilter of(ApiRequest request) {
    Optional<String> status = request.query("status");
    List<String> known = Arrays.stream(Status.values()).map(Json::name).toList();
    if (status.isPresent() && !known.contains(status.get())) {
      throw new InvalidInputException("status", "It must be one of " + known + ".");
    }
    return new MonitorFilter(
        request.query("q").map(text -> text.strip().toLowerCase(Locale.ROOT)),
        status,
        request.query("tag"),
        request.query("type"),
        request
            .query("team")
            .map(
                id ->
                    Ids.parse(id)
                        .orElseThrow(
                            () -> new InvalidInputException("team", "It must be a team's id."))));
  }

  boolean lets(MonitorConfig monitor, MonitorStatus now) {
    return text.filter(it -> !mentions(monitor, it)).isEmpty()
        && status.filter(it -> !it.equals(Json.name(now.status()))).isEmpty()
        && tag.filter(it -> !monitor.tags().contains(it)).isEmpty()
        && team.filter(it -> !it.equals(monitor.care().team())).isEmpty()
        && type.filter(it -> !it.equals(monitor.spec().type())).isEmpty();
  }

  private static boolean mentions(MonitorConfig monitor, String text) {
    return monitor.name().toLowerCase(Locale.ROOT).contains(text)
        || monitor.spec().target().toLowerCase(Locale.ROOT).contains(text)
        || monitor.tags().stream().anyMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(text));
  }
}
