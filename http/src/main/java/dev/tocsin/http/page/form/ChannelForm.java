package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.FieldError;
import java.util.List;
import java.util.Map;

/**
 * The form of one kind of place that messages go to.
 *
 * @param type as the API calls the kind
 * @param about one sentence that helps to choose it
 * @param steps where what it asks for is found; may be empty
 * @param settings its name first
 */
public record ChannelForm(
    String type, String title, String about, String steps, List<Setting> settings) {
  /** Before the name of a field whose stored secret is to go. */
  static final String TAKEN_AWAY = "without:";

  /** The drawing that stands for the kind. */
  public String icon() {
    return ChannelForms.icon(type);
  }

  public ChannelForm {
    settings = List.copyOf(settings);
  }

  /**
   * As the API takes it; what was left empty is left out.
   *
   * @param faults takes what was typed once and is not there any more
   */
  public ObjectNode json(Map<String, String> typed, List<FieldError> faults) {
    ObjectNode json = Json.object().put("type", type);
    for (Setting setting : settings) {
      String text = text(setting, typed);
      if (!text.isEmpty()) {
        json.put(setting.path(), text);
      } else if (typed.containsKey(TAKEN_AWAY + setting.path())) {
        json.putNull(setting.path());
      }
      if (!FormJson.lost(setting, typed).isEmpty()) {
        faults.add(new FieldError(setting.path(), "Enter it " + FormJson.LOST));
      }
    }
    return json;
  }

  static String text(Setting setting, Map<String, String> typed) {
    String text = typed.getOrDefault(setting.path(), "");
    return setting.control() instanceof Control.Secret ? text : text.strip();
  }
}
