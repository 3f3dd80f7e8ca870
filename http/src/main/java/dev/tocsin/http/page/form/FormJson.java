package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tocsin.http.Json;
import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.input.FieldError;
import dev.tocsin.probe.net.Notes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's JSON as the texts of a form, and back. What a person leaves as it is shown stays as
 * it is in the JSON, to the letter, whatever a browser makes of it on its way.
 */
public final class FormJson {
  /** Where the API shows a stored secret, and where it takes one. */
  static final String HIDDEN = Notes.HIDDEN;

  /** Beside a tick, which is not sent where it is not set. */
  public static final String ASKED = "asked:";

  /** Before the name of a field whose secret was typed and did not come back with the page. */
  public static final String AGAIN = "again:";

  static final String LOST =
      "again: what was typed before is not in this page any more. To keep what is stored, open this"
          + " form anew.";

  private final KindForm form;

  public FormJson(KindForm form) {
    this.form = form;
  }

  /**
   * @param monitor as the API shows it; an empty object gives an empty form
   * @return by path; secrets are empty
   */
  public Map<String, String> texts(JsonNode monitor) {
    Map<String, String> texts = new HashMap<>();
    form.settings().forEach(setting -> texts.put(setting.path(), text(setting, monitor)));
    return texts;
  }

  /** What was typed, and of what was not, what the monitor has. */
  public Map<String, String> texts(Map<String, String> typed, JsonNode monitor) {
    Map<String, String> texts = texts(monitor);
    form.settings()
        .filter(setting -> isTyped(setting, typed))
        .forEach(setting -> texts.put(setting.path(), plain(setting, typed)));
    return texts;
  }

  /** Whether a form that was sent is of this kind: what it has of one alone is of this one. */
  public static boolean isOf(KindForm kind, Map<String, String> typed) {
    return typed.keySet().stream()
        .map(name -> name.substring(name.indexOf(':') + 1))
        .filter(name -> name.contains("."))
        .allMatch(name -> name.startsWith(kind.type() + "."));
  }

  /** Whether it is set at all, or hangs on a switch that stands otherwise. */
  static boolean counts(Setting setting, Map<String, String> texts) {
    Setting.When when = setting.when();
    return when == null || when.values().contains(texts.getOrDefault(when.path(), ""));
  }

  /**
   * As the API takes it; whether it is right is for its reader to say.
   *
   * @param base what the form was filled from
   * @param faults takes what cannot be written as JSON at all
   */
  public ObjectNode json(Map<String, String> typed, ObjectNode base, List<FieldError> faults) {
    ObjectNode json = base.deepCopy();
    json.put("type", form.type());
    if (!(json.get(form.type()) instanceof ObjectNode)) {
      json.putObject(form.type());
    }
    Map<String, String> texts = texts(typed, base);
    for (Setting setting : form.settings().toList()) {
      Setting.When when = setting.when();
      if (when != null && !counts(setting, texts)) {
        if (typed.containsKey(when.path())) {
          put(json, setting.path(), NullNode.getInstance());
        }
      } else if (isTyped(setting, typed)) {
        List<String> lost = lost(setting, typed);
        if (!lost.isEmpty()) {
          faults.add(new FieldError(setting.path(), enter(setting, lost) + " " + LOST));
        }
        add(json, setting, plain(setting, typed), base, faults);
      }
    }
    withoutEmpty(json.get(form.type()));
    return json;
  }

  /**
   * The secrets of a setting that were typed, were left out of the page that came back, and are not
   * there again: what is empty would stand for the one that is stored.
   */
  static List<String> lost(Setting setting, Map<String, String> typed) {
    String names = typed.getOrDefault(AGAIN + setting.path(), "");
    if (names.isEmpty()) {
      return List.of();
    }
    String text = plain(setting, typed);
    return setting.control() instanceof Control.Pairs
        ? HeaderLines.empty(text).stream().filter(List.of(names.split(",", -1))::contains).toList()
        : text.isEmpty() ? List.of(names) : List.of();
  }

  /** What somebody is asked for; to be continued. */
  static String enter(Setting setting, List<String> names) {
    return setting.control() instanceof Control.Pairs
        ? "Enter the value of " + String.join(", ", names)
        : "Enter it";
  }

  private void add(
      ObjectNode json, Setting setting, String text, ObjectNode base, List<FieldError> faults) {
    JsonNode before = at(base, setting.path());
    boolean isNew = setting.keepsBlank() && text.isEmpty() && isNull(before);
    boolean isSecret = setting.control() instanceof Control.Secret;
    if (!isSecret && !isNew && isShown(setting, text, base)) {
      return;
    }
    JsonNode node = node(setting, text, faults);
    if (node == null) {
      remove(json, setting.path());
    } else if (!isVirtual(setting)) {
      put(json, setting.path(), node);
    }
  }

  private static boolean isVirtual(Setting setting) {
    return setting.control() instanceof Control.Switch choice && !choice.isField();
  }

  /** A field of one line loses its line breaks, another's become those of HTTP. */
  private boolean isShown(Setting setting, String text, JsonNode base) {
    String shown = text(setting, base);
    return setting.control() instanceof Control.Line
        ? text.equals(shown.replaceAll("[\\r\\n]", "").strip())
        : text.equals(shown.replace("\r\n", "\n"));
  }

  private static boolean isTyped(Setting setting, Map<String, String> typed) {
    return typed.containsKey(setting.path())
        || setting.control() instanceof Control.Tick && typed.containsKey(ASKED + setting.path());
  }

  /** Without what a browser adds. */
  private static String plain(Setting setting, Map<String, String> typed) {
    String text = typed.getOrDefault(setting.path(), "");
    return switch (setting.control()) {
      case Control.Line line -> text.strip();
      case Control.Number number -> text.strip();
      case Control.Tick tick -> text.isEmpty() ? "" : Setting.YES;
      case Control.Secret secret -> text;
      case Control.Choice choice -> text;
      case Control.Switch either -> text;
      case Control.Text many -> text.replace("\r\n", "\n");
      case Control.Lines lines -> text.replace("\r\n", "\n");
      case Control.Pairs pairs -> text.replace("\r\n", "\n");
    };
  }

  /** Null where it is left out. */
  private static @Nullable JsonNode node(Setting setting, String text, List<FieldError> faults) {
    JsonNode asText = text.isEmpty() && !setting.keepsBlank() ? null : TextNode.valueOf(text);
    return switch (setting.control()) {
      case Control.Line line -> asText;
      case Control.Text many -> asText;
      case Control.Choice choice -> asText;
      case Control.Switch either -> asText;
      case Control.Number number ->
          text.matches("-?\\d{1,9}") ? IntNode.valueOf(Integer.parseInt(text)) : asText;
      case Control.Tick tick -> BooleanNode.valueOf(!text.isEmpty());
      case Control.Secret secret -> TextNode.valueOf(text.isEmpty() ? HIDDEN : text);
      case Control.Lines lines -> {
        List<String> all = entries(text);
        yield all.isEmpty() ? null : Json.tree(all);
      }
      case Control.Pairs pairs ->
          HeaderLines.json(text, fault -> faults.add(new FieldError(setting.path(), fault)));
    };
  }

  /** The lines that say something. */
  static List<String> entries(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private String text(Setting setting, JsonNode monitor) {
    JsonNode at = at(monitor, setting.path());
    return switch (setting.control()) {
      case Control.Line line -> plain(at);
      case Control.Text many -> plain(at);
      case Control.Number(String none) -> at.isNull() ? none : plain(at);
      case Control.Choice choice -> isNull(at) ? setting.usual() : at.asText();
      case Control.Tick tick -> isNull(at) ? setting.usual() : at.asBoolean() ? Setting.YES : "";
      case Control.Secret secret -> "";
      case Control.Lines lines ->
          at.valueStream().map(JsonNode::asText).collect(Collectors.joining("\n"));
      case Control.Pairs pairs -> HeaderLines.text(at);
      case Control.Switch(List<Option> options, boolean isField) -> {
        if (isField) {
          yield isNull(at) ? setting.usual() : at.asText();
        }
        yield monitor.has(form.type()) ? told(options, monitor) : setting.usual();
      }
    };
  }

  private static String plain(JsonNode node) {
    return isNull(node) ? "" : node.asText();
  }

  private static boolean isNull(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  private static String told(List<Option> options, JsonNode monitor) {
    List<Option> last = new ArrayList<>();
    for (Option option : options) {
      String by = option.tells();
      if (by == null) {
        last.add(option);
      } else if (!isNull(at(monitor, by))) {
        return option.value();
      }
    }
    return last.isEmpty() ? options.getFirst().value() : last.getFirst().value();
  }

  static JsonNode at(JsonNode node, String path) {
    JsonNode at = node;
    for (String name : path.split("\\.")) {
      at = at.path(name);
    }
    return at;
  }

  private static ObjectNode holder(ObjectNode json, String path) {
    String[] names = path.split("\\.");
    ObjectNode at = json;
    for (int i = 0; i < names.length - 1; i++) {
      at = at.get(names[i]) instanceof ObjectNode inner ? inner : at.putObject(names[i]);
    }
    return at;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static void put(ObjectNode json, String path, JsonNode value) {
    holder(json, path).set(last(path), value);
  }

  private static void remove(ObjectNode json, String path) {
    holder(json, path).remove(last(path));
  }

  /** An object that says nothing is none: a rule without text and path. */
  private static void withoutEmpty(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList())) {
        if (object.get(name) instanceof ObjectNode inner) {
          withoutEmpty(inner);
          if (inner.valueStream().allMatch(JsonNode::isNull)) {
            object.putNull(name);
          }
        }
      }
    }
  }
}
