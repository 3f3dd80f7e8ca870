package dev.tocsin.http.api;

import dev.tocsin.history.RecordedResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The last result that was shown: what comes new later changes nothing of what follows it.
 *
 * @param at with {@code region} it is one result's alone
 */
public record ResultCursor(Instant at, String region) {
  private static final char SEPARATOR = ' ';

  public static ResultCursor of(RecordedResult shown) {
    return new ResultCursor(shown.at(), shown.region());
  }

  public static Optional<ResultCursor> parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int middle = plain.indexOf(SEPARATOR);
      return middle < 0
          ? Optional.empty()
          : Optional.of(
              new ResultCursor(
                  Instant.ofEpochMilli(Long.parseLong(plain.substring(0, middle))),
                  plain.substring(middle + 1)));
    } catch (IllegalArgumentException | DateTimeException notACursor) {
      return Optional.empty();
    }
  }

  public String text() {
    String plain = Long.toString(at.toEpochMilli()) + SEPARATOR + region;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it comes later in the order of answers: newest first, regions by their names. */
  public boolean isBefore(RecordedResult result) {
    int order = result.at().compareTo(at);
    return order < 0 || order == 0 && result.region().compareTo(region) > 0;
  }
}
