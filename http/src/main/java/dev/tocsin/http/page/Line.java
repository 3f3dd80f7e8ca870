package dev.tocsin.http.page;

import dev.tocsin.http.page.IncidentWords.Time;
import org.jspecify.annotations.Nullable;

/**
 * How something stands, and since or until when, as in {@code Partial outage since 20 Nov, 01:47
 * UTC}.
 *
 * @param words up to the time
 * @param at null where no time is said
 */
public record Line(String words, @Nullable Time at) {
  static Line of(String words) {
    return new Line(words, null);
  }
}
