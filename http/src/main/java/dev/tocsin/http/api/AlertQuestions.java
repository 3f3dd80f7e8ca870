package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.StorableText;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts a list is asked for. */
final class AlertQuestions {
  private AlertQuestions() {}

  static AlertViews.Question of(ApiRequest request) {
    return new AlertViews.Question(
        some(request, "state", AlertState.values()),
        some(request, "severity", Severity.values()),
        monitor(request),
        request
            .query("q")
            .map(text -> StorableText.of(text.strip()))
            .filter(text -> !text.isEmpty())
            .orElse(null),
        Cursors.alert(request),
        request.limit());
  }

  /** One or several, with commas between. */
  private static <E extends Enum<E>> List<E> some(ApiRequest request, String name, E[] all) {
    List<E> chosen = new ArrayList<>();
    for (String said : request.query(name).map(text -> text.split(",", -1)).orElse(new String[0])) {
      chosen.add(
          Arrays.stream(all)
              .filter(each -> Json.name(each).equals(said.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          name,
                          "It must be one or several of "
                              + Arrays.stream(all).map(Json::name).toList()
                              + ", with commas between.")));
    }
    return chosen;
  }

  private static @Nullable MonitorId monitor(ApiRequest request) {
    return request
        .query("monitorId")
        .map(
            text ->
                new MonitorId(
                    Ids.parse(text)
                        .orElseThrow(
                            () ->
                                new InvalidInputException(
                                    "monitorId", "It must be a monitor's id."))))
        .orElse(null);
  }
}
