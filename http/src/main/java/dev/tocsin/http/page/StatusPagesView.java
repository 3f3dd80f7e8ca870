package dev.tocsin.http.page;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status pages of an organization.
 *
 * @param told what came of what was just done
 * @param configures whether this reader may change them
 */
public record StatusPagesView(String sentence, List<Row> rows, boolean configures, Told told) {

  /**
   * @param href where it is read
   * @param about how many components it has, and who may read it
   */
  public record Row(
      String id, String name, String href, StatusPageView.State state, String about) {}

  /**
   * What a page is called, while somebody writes it.
   *
   * @param id of what it makes; null where that is there already
   * @param revision that the form was made at; 0 where it makes one
   * @param prefix what its address begins with
   */
  public record Form(
      String sentence,
      String action,
      @Nullable String id,
      long revision,
      FormView form,
      String prefix) {
    public boolean isPrivate() {
      return form.value("visibility").equals("private");
    }
  }

  /**
   * All of one page.
   *
   * @param sections those that stand alone first; a group without components too
   */
  public record Page(
      String id,
      String name,
      String href,
      String lead,
      List<Section> sections,
      Form form,
      FormView group,
      Told told) {
    public int count() {
      return sections.stream().mapToInt(section -> section.rows().size()).sum();
    }

    public List<Section> groups() {
      return sections.stream().filter(section -> section.id() != null).toList();
    }
  }

  /**
   * @param id of the group; null for those that stand alone
   */
  public record Section(@Nullable String id, @Nullable String name, List<Component> rows) {}

  /**
   * @param follows what its state comes of, in a few words
   */
  public record Component(String id, String name, String follows, StatusPageView.State state) {}

  /**
   * One component, while somebody writes it.
   *
   * @param back the page that it is on
   * @param seen of what the form was made; null where it makes one
   */
  public record ComponentForm(
      String sentence,
      String action,
      String back,
      @Nullable String id,
      @Nullable String seen,
      FormView form,
      List<Option> groups,
      List<Option> follows,
      List<Option> states) {}
}
