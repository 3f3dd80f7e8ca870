package dev.tocsin.http.page;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An organization's teams.
 *
 * @param configures whether this reader may change them
 * @param told what came of what was just done
 */
public record TeamsView(String sentence, List<Row> rows, boolean configures, Told told) {

  /**
   * @param people in the team's order, as a sentence
   * @param isEmpty whether an alert to it reaches nobody
   */
  public record Row(String id, String name, String people, boolean isEmpty) {}

  /**
   * One of them while somebody puts it together.
   *
   * @param hidden the id of what it makes, or the revision of what it changes
   * @param problem what is wrong with the whole or with its people; null for nothing
   * @param members in their order; empty where nobody is chosen
   * @param focus the name of the field that is typed in next; empty for none
   */
  public record Form(
      String sentence,
      String action,
      Map<String, String> hidden,
      FormView form,
      @Nullable String problem,
      List<Place> members,
      String focus) {}

  /**
   * A place in the order.
   *
   * @param people whom it can be given to
   */
  public record Place(String value, List<Option> people) {}
}
