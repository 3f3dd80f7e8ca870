package dev.tocsin.http.page.form;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The form of one kind of check. A setting that hangs on a switch stands behind it.
 *
 * @param type as the API calls the kind
 * @param title what is watched, in a few words
 * @param about one sentence that helps to choose it
 * @param asks the heading of a form that makes a new one
 * @param first what matters first
 * @param sections all the rest
 */
public record KindForm(
    String type,
    String title,
    String about,
    String asks,
    List<Setting> first,
    List<Section> sections) {

  public record Section(String title, List<Setting> settings) {
    static Section of(String title, Setting... settings) {
      return new Section(title, List.of(settings));
    }
  }

  public KindForm {
    first = List.copyOf(first);
    sections = List.copyOf(sections);
  }

  Stream<Setting> settings() {
    return Stream.concat(
        first.stream(), sections.stream().flatMap(section -> section.settings().stream()));
  }

  Optional<Setting> setting(String path) {
    return settings().filter(setting -> setting.path().equals(path)).findFirst();
  }
}
