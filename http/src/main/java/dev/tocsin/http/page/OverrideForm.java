package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.oncall.LocalMoment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The form of an override: its times are by the clock of whoever fills it in. */
final class OverrideForm {
  private OverrideForm() {}

  /** As a browser's field of a date and a time has it. */
  static String typed(Instant at, ZoneId zone) {
    return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** As the API takes it; what is no time stays as it is typed, for the API to say so. */
  static ObjectNode json(Map<String, String> form, ZoneId zone) {
    ObjectNode json = Json.object();
    for (String field : new String[] {"userId", "insteadOfUserId"}) {
      put(json, field, form.getOrDefault(field, ""));
    }
    for (String field : new String[] {"from", "until"}) {
      put(json, field, moment(form.getOrDefault(field, ""), zone));
    }
    return json;
  }

  private static void put(ObjectNode json, String field, String text) {
    if (!text.isBlank()) {
      json.put(field, text);
    }
  }

  /** What is no time stays as it is typed. */
  static String moment(String typed, ZoneId zone) {
    try {
      return LocalMoment.of(LocalDateTime.parse(typed), zone).toString();
    } catch (DateTimeException noTime) {
      return typed;
    }
  }
}
