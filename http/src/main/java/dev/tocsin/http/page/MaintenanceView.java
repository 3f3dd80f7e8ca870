package dev.tocsin.http.page;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When what is worked on.
 *
 * @param changes whether this reader may plan
 * @param told what came of what was just done
 */
public record MaintenanceView(
    String sentence, List<Row> now, List<Row> planned, List<Row> over, boolean changes, Told told) {

  public List<Row> all() {
    return Stream.of(now, planned, over).flatMap(List::stream).toList();
  }

  /**
   * @param when as in {@code 20 Nov, 22:00 CET to 21 Nov, 02:00 CET}
   * @param repeats how it comes again; empty where it does not
   * @param isEnded whether its button ends it, and takes nothing away
   * @param covers what it is about, in a few words
   * @param isHeld whether nobody is told meanwhile
   * @param isPublic whether status pages tell of it
   */
  public record Row(
      String id,
      String title,
      String message,
      String when,
      String repeats,
      boolean isEnded,
      String covers,
      boolean isHeld,
      boolean isPublic) {}

  /**
   * One while somebody plans it.
   *
   * @param id of what it makes; null where that is there already
   * @param revision that the form was made at; 0 where it makes one
   * @param components of status pages that it may cover
   */
  public record Form(
      String sentence,
      String action,
      @Nullable String id,
      long revision,
      FormView form,
      List<Component> components) {
    public boolean isTicked(String field) {
      return form.value(field).equals("yes");
    }
  }

  /**
   * @param field of the form
   */
  public record Component(String field, String name) {}
}
