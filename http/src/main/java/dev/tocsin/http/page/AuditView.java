package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the audit log, as its page shows it.
 *
 * @param lines the newest first; null while the store does not answer
 * @param authors who may be asked for
 * @param kinds what may be asked for
 * @param searched whether something in particular is asked for
 * @param older the address of what follows; null where nothing does
 * @param newest the address of the first part; null where this is it
 */
public record AuditView(
    @Nullable List<Line> lines,
    List<Choice> authors,
    List<Choice> kinds,
    boolean searched,
    @Nullable String older,
    @Nullable String newest) {

  /** What a field offers. */
  public record Choice(String value, String name) {}

  /**
   * A sentence: {@code Ann changed the monitor}, {@code labels-api}, {@code : interval, tags}.
   *
   * @param at for machines
   * @param thing what it was done to; null where the rest says it
   * @param address of the thing's page; null where it has none
   * @param rest maybe empty
   */
  public record Line(
      String at,
      String time,
      String who,
      String did,
      @Nullable String thing,
      @Nullable String address,
      String rest) {}
}
