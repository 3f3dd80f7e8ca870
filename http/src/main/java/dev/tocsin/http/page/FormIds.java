package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.monitor.MonitorId;
import java.util.HashMap;
import java.util.Map;

/** The id that a form brings along for what it makes, so that sent twice it makes one. */
final class FormIds {
  /** Why a form that was sent before is not obeyed again. */
  static final String MADE_ANOTHER =
      "This form made a monitor before, which says something else or was deleted since, so nothing"
          + " was saved now. Send it once more to make another one.";

  private FormIds() {}

  static MonitorId monitor(Map<String, String> typed) {
    return Ids.parse(typed.getOrDefault("id", "")).map(MonitorId::new).orElseGet(MonitorId::create);
  }

  /** The same, where what is made by it next is another thing. */
  static Map<String, String> anew(Map<String, String> typed) {
    Map<String, String> anew = new HashMap<>(typed);
    anew.remove("id");
    return anew;
  }
}
