package dev.tocsin.http.api;

import dev.tocsin.input.InvalidInputException;
import java.time.Instant;

/** The time that {@code from} and {@code to} of a request name, both moments included. */
record Span(Instant from, Instant to) {
  /**
   * @param usualFrom where the request names no beginning; {@code now} is the usual end
   */
  static Span of(ApiRequest request, Instant usualFrom, Instant now) {
    Span span = new Span(request.time("from").orElse(usualFrom), request.time("to").orElse(now));
    if (span.from().isAfter(span.to())) {
      throw new InvalidInputException("from", "It must not be after \"to\".");
    }
    return span;
  }

  boolean contains(Instant at) {
    return !at.isBefore(from) && !at.isAfter(to);
  }
}
