package dev.tocsin.http.page;

import dev.tocsin.http.page.OnCallView.Person;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the editor of a schedule shows.
 *
 * @param id null where the schedule is new
 * @param made the id that a new one gets, so that a form sent twice makes one
 * @param preview the next two weeks from what is typed; null where that is not complete
 */
public record ScheduleFormView(
    @Nullable String id,
    String made,
    FormView form,
    List<LayerForm> layers,
    List<Person> members,
    List<Person> teams,
    @Nullable CalendarView preview) {
  /**
   * A layer as it is typed.
   *
   * @param prefix what its fields begin with
   * @param stored how many shifts came out of a calendar; null for a rotation
   * @param places the fields of those who take turns
   */
  public record LayerForm(
      String prefix, String name, @Nullable Integer stored, List<String> places) {}
}
