package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of a status page, for those who run it.
 *
 * @param pages of the organization, with how many are told
 * @param page that is shown; null where there is none
 * @param rows the newest first; null where the store is away
 * @param next where more are; null where nobody is
 * @param mails whether there is a mail server
 */
public record SubscribersView(
    List<Page> pages,
    @Nullable Page page,
    @Nullable List<Row> rows,
    @Nullable String next,
    boolean mails,
    FormView form) {
  /**
   * @param told {@code 3 by mail, 1 by webhook}; null where the store is away
   */
  public record Page(String id, String slug, String name, boolean open, @Nullable String told) {}

  /**
   * @param components that were chosen, by name; empty for all
   * @param state {@code confirmed} or {@code asked}
   */
  public record Row(
      String id, String place, String kind, String components, String state, String since) {}
}
