package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Which monitors are asked for.
 *
 * @param isHere whether the region that is asked for is that of this installation, which all of its
 *     monitors have
 */
record MonitorFilter(
    Optional<String> text,
    Optional<String> status,
    Optional<String> tag,
    Optional<String> type,
    Optional<UUID> team,
    boolean isHere) {
  private static final int LONGEST = 200;
  private static final String NO_TEAM = "It must be a team's id.";

  /**
   * As the query of an address says it.
   *
   * @param region of this installation
   */
  static MonitorFilter of(ApiRequest request, String region) {
    Optional<String> status = request.query("status");
    List<String> known = Arrays.stream(Status.values()).map(Json::name).toList();
    if (status.isPresent() && !known.contains(status.get())) {
      throw new InvalidInputException("status", "It must be one of " + known + ".");
    }
    return new MonitorFilter(
        request.query("q").map(MonitorFilter::words),
        status,
        request.query("tag"),
        request.query("type"),
        request
            .query("team")
            .map(id -> Ids.parse(id).orElseThrow(() -> new InvalidInputException("team", NO_TEAM))),
        request.query("region").filter(asked -> !asked.equals(region)).isEmpty());
  }

  /** As a body says it; its faults are the input's. */
  static MonitorFilter of(Input input, String region) {
    return new MonitorFilter(
        input.optionalText("q", LONGEST).map(MonitorFilter::words),
        input.choice("status", Status.class).map(Json::name),
        input.optionalText("tag", LONGEST),
        input.optionalText("type", LONGEST),
        Optional.ofNullable(Fields.id(input, "team", id -> true, NO_TEAM)),
        input.optionalText("region", LONGEST).filter(asked -> !asked.equals(region)).isEmpty());
  }

  private static String words(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  boolean lets(MonitorConfig monitor, MonitorStatus now) {
    return isHere
        && text.filter(it -> !mentions(monitor, it)).isEmpty()
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
