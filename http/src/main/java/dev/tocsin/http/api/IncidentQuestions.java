package dev.tocsin.http.api;

import dev.tocsin.StorableText;
import dev.tocsin.http.Json;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Visibility;
import dev.tocsin.input.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/** Which incidents a list is asked for. */
final class IncidentQuestions {
  private IncidentQuestions() {}

  static IncidentViews.Question of(ApiRequest request) {
    return new IncidentViews.Question(
        request
            .query("phase")
            .map(text -> Arrays.stream(text.split(",", -1)).map(IncidentQuestions::phase).toList())
            .orElse(List.of()),
        request.query("visibility").map(IncidentQuestions::visibility).orElse(null),
        request
            .query("q")
            .map(text -> StorableText.of(text.strip()))
            .filter(text -> !text.isEmpty())
            .orElse(null),
        request
            .query("cursor")
            .map(
                text ->
                    IncidentCursor.parse(text)
                        .orElseThrow(
                            () ->
                                new InvalidInputException(
                                    "cursor", "It must be the nextCursor of an answer.")))
            .orElse(null),
        request.limit());
  }

  private static Phase phase(String said) {
    return choice("phase", said, Phase.values());
  }

  private static Visibility visibility(String said) {
    return choice("visibility", said, Visibility.values());
  }

  private static <E extends Enum<E>> E choice(String name, String said, E[] all) {
    return Arrays.stream(all)
        .filter(each -> Json.name(each).equals(said.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    name,
                    "It must be one of " + Arrays.stream(all).map(Json::name).toList() + "."));
  }
}
