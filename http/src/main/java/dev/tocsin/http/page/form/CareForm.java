package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who is told of a monitor's alerts and who owns it, for where there is a choice. */
public final class CareForm {
  private CareForm() {}

  /** Something that can be chosen. */
  public record Named(String id, String name) {}

  /**
   * The form with that choice behind all the rest.
   *
   * @param usual what holds where no policy is chosen
   */
  public static KindForm of(KindForm kind, String usual, List<Named> policies, List<Named> teams) {
    List<Setting> settings = new ArrayList<>();
    if (!policies.isEmpty()) {
      settings.add(
          Setting.choice("escalationPolicyId", "Escalation policy", options(usual, policies))
              .hint("Who is told when it is down, and in which order."));
    }
    if (!teams.isEmpty()) {
      settings.add(
          Setting.choice("teamId", "Team", options("None", teams)).hint("Whose monitor it is."));
    }
    settings.add(
        Setting.lines("dependsOn", "Depends on")
            .hint(
                "Monitors, one name a line. While one of them is down, nobody is told of this one."));
    List<Section> sections = new ArrayList<>(kind.sections());
    sections.add(new Section("Who looks after it", settings));
    return new KindForm(
        kind.type(), kind.title(), kind.about(), kind.asks(), kind.first(), sections);
  }

  private static Option[] options(String none, List<Named> named) {
    return Stream.concat(
            Stream.of(Option.of("", none)),
            named.stream().map(one -> Option.of(one.id(), one.name())))
        .toArray(Option[]::new);
  }
}
