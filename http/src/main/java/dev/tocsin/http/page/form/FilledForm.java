package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A form with its texts and what is wrong with them, ready for a page. Secrets are not in it.
 *
 * @param problem what is wrong with the whole, or with what it has no field for; null for nothing
 */
public record FilledForm(
    KindForm kind, List<FieldView> first, List<SectionView> sections, @Nullable String problem) {

  /**
   * @param isOpen whether it has something to show
   */
  public record SectionView(String title, boolean isOpen, List<FieldView> fields) {}

  /** What a form was filled from. */
  public enum Source {
    NOTHING,
    /** Another monitor, whose secrets are not taken along. */
    ANOTHER,
    /** The monitor itself. */
    ITSELF
  }

  /**
   * @param base the monitor it was filled from, as the API shows it
   * @param typed empty where nobody has typed yet
   */
  public static FilledForm of(
      KindForm kind,
      ObjectNode base,
      Source source,
      Map<String, String> typed,
      List<FieldError> errors) {
    return new Filling(kind, base, source, typed, errors).form();
  }

  private static final class Filling {
    private final KindForm kind;
    private final ObjectNode base;
    private final Source source;
    private final Map<String, String> typed;
    private final Map<String, String> before;
    private final Map<String, String> texts;
    private final Map<String, List<FieldError>> byField;
    private final List<FieldError> others;

    Filling(
        KindForm kind,
        ObjectNode base,
        Source source,
        Map<String, String> typed,
        List<FieldError> errors) {
      this.kind = kind;
      this.base = base;
      this.source = source;
      this.typed = typed;
      FormJson json = new FormJson(kind);
      this.before = json.texts(base);
      this.texts = json.texts(typed, base);
      this.byField =
          errors.stream()
              .filter(error -> place(error.field()).isPresent())
              .collect(Collectors.groupingBy(error -> place(error.field()).orElseThrow().path()));
      this.others = errors.stream().filter(error -> place(error.field()).isEmpty()).toList();
    }

    FilledForm form() {
      List<SectionView> sections =
          kind.sections().stream()
              .map(
                  section -> {
                    List<FieldView> fields = fields(section.settings());
                    boolean isOpen =
                        fields.stream().anyMatch(field -> field.isWrong() || !field.isUsual());
                    return new SectionView(section.title(), isOpen, fields);
                  })
              .toList();
      return new FilledForm(kind, fields(kind.first()), sections, problem());
    }

    private @Nullable String problem() {
      String all =
          others.stream()
              .map(
                  error ->
                      error.field().isEmpty()
                          ? error.message()
                          : error.field() + ": " + error.message())
              .collect(Collectors.joining(" "));
      return all.isEmpty() ? null : all;
    }

    /** What hangs on a switch that is shown before it is shown with it. */
    private List<FieldView> fields(List<Setting> settings) {
      return settings.stream()
          .filter(setting -> setting.when() == null)
          .map(setting -> field(setting, settings))
          .toList();
    }

    private FieldView field(Setting setting, List<Setting> beside) {
      List<FieldView> cases =
          beside.stream()
              .filter(
                  other -> {
                    Setting.When when = other.when();
                    return when != null && when.path().equals(setting.path());
                  })
              .map(other -> field(other, List.of()))
              .toList();
      List<String> left = new ArrayList<>();
      String text = texts.getOrDefault(setting.path(), "");
      String shown = withoutSecrets(setting, text, left);
      String again = again(setting, left);
      return new FieldView(
          setting, shown, error(setting, text), note(setting, left, again), again, cases);
    }

    /** The names of what was typed and is asked for again; null for none. */
    private @Nullable String again(Setting setting, List<String> left) {
      if (typed.isEmpty()) {
        return null;
      }
      String names =
          Stream.concat(left.stream(), FormJson.lost(setting, typed).stream())
              .distinct()
              .collect(Collectors.joining(","));
      return names.isEmpty() ? null : names;
    }

    private String withoutSecrets(Setting setting, String text, List<String> left) {
      if (setting.control() instanceof Control.Pairs) {
        return HeaderLines.withoutSecrets(text, source != Source.ITSELF, left::add);
      }
      if (!(setting.control() instanceof Control.Secret)) {
        return text;
      }
      if (!text.isEmpty()) {
        left.add(setting.label());
      }
      return "";
    }

    private @Nullable String note(Setting setting, List<String> left, @Nullable String again) {
      if (again != null) {
        return FormJson.enter(setting, List.of(again.split(",", -1)))
            + " again: what was typed is not sent back to the page.";
      }
      if (source == Source.NOTHING || !isStored(setting)) {
        return null;
      }
      if (source == Source.ANOTHER) {
        return "Enter "
            + (left.isEmpty() ? "it" : "the value of " + String.join(", ", left))
            + " again: secrets are not copied.";
      }
      return setting.control() instanceof Control.Pairs
          ? FormJson.HIDDEN + " stands for the value that is stored."
          : "One is stored. Left empty, it stays as it is.";
    }

    /** Whether the monitor has a secret there. */
    private boolean isStored(Setting setting) {
      return setting.control() instanceof Control.Secret
          ? base.has(kind.type()) && FormJson.counts(setting, before)
          : setting.control() instanceof Control.Pairs
              && before.getOrDefault(setting.path(), "").contains(": " + FormJson.HIDDEN);
    }

    private @Nullable String error(Setting setting, String text) {
      String all =
          byField.getOrDefault(setting.path(), List.of()).stream()
              .map(error -> message(setting, text, error))
              .distinct()
              .collect(Collectors.joining(" "));
      return all.isEmpty() ? null : all;
    }

    /** With the line that it is about. */
    private static String message(Setting setting, String text, FieldError error) {
      String rest =
          error.field().substring(Math.min(error.field().length(), setting.path().length()));
      if (setting.control() instanceof Control.Lines && rest.matches("\\[\\d{1,4}]")) {
        List<String> lines = FormJson.entries(text);
        int at = Integer.parseInt(rest.substring(1, rest.length() - 1));
        return at < lines.size() ? lines.get(at) + ": " + error.message() : error.message();
      }
      return setting.control() instanceof Control.Pairs && rest.startsWith(".")
          ? rest.substring(1) + ": " + error.message()
          : error.message();
    }

    /** The field that a fault stands at: its own, or that of what it is a part of. */
    private Optional<Setting> place(String field) {
      String path = field;
      while (!path.isEmpty()) {
        Optional<Setting> found = kind.setting(path);
        if (found.isPresent()) {
          Setting.When when = found.get().when();
          return when == null || FormJson.counts(found.get(), texts)
              ? found
              : kind.setting(when.path());
        }
        path =
            path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
      }
      return Optional.empty();
    }
  }

  /** The names of the secrets that a monitor has, as its form calls them. */
  public static List<String> secrets(KindForm kind, JsonNode monitor) {
    Map<String, String> texts = new FormJson(kind).texts(monitor);
    List<String> names = new ArrayList<>();
    kind.settings()
        .forEach(
            setting -> {
              if (setting.control() instanceof Control.Pairs) {
                HeaderLines.withoutSecrets(
                    texts.getOrDefault(setting.path(), ""), true, names::add);
              } else if (setting.control() instanceof Control.Secret
                  && FormJson.counts(setting, texts)) {
                names.add(setting.label());
              }
            });
    return names;
  }

  @Override
  public String toString() {
    return "FilledForm[" + kind.type() + "]";
  }
}
