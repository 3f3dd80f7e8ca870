package dev.tocsin.probe;

import dev.tocsin.StorableText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to believe a result and act on it.
 *
 * @param address the address that was connected to, as {@code 192.0.2.1:443}; null before one was
 * @param httpStatus the last answer's status code; null where none came
 * @param headers the last answer's headers, {@code name: value}, at most 32 of at most 256
 *     characters
 * @param body the first 1,024 characters of the last answer's body, null where none came
 * @param redirects the addresses that were followed, in order
 * @param certificateEnds when the target's certificate ends; null without TLS
 * @param facts what else was seen, by kind of check: records of a name, a banner, a certificate's
 *     issuer; in the order in which a person reads them, at most 32
 */
public record Evidence(
    @Nullable String address,
    @Nullable Integer httpStatus,
    List<String> headers,
    @Nullable String body,
    List<String> redirects,
    @Nullable Instant certificateEnds,
    List<Fact> facts) {
  private static final int MOST_FACTS = 32;
  private static final int LONGEST_VALUE = 500;

  /**
   * @param name in plain words: {@code issuer}, {@code MX record}; a name may stand several times
   * @param value at most 500 characters, the rest is cut
   */
  public record Fact(String name, String value) {
    public Fact {
      value = StorableText.of(value);
      if (value.length() > LONGEST_VALUE) {
        value = StorableText.of(value.substring(0, LONGEST_VALUE - 1) + "…");
      }
    }
  }

  public Evidence {
    headers = headers.stream().map(StorableText::of).toList();
    body = StorableText.ofNullable(body);
    redirects = redirects.stream().map(StorableText::of).toList();
    // a node of the release before sends none
    facts = facts == null ? List.of() : facts.stream().limit(MOST_FACTS).toList();
  }

  public static final Evidence NONE =
      new Evidence(null, null, List.of(), null, List.of(), null, List.of());

  /** For what is not HTTP. */
  public static Evidence of(
      @Nullable String address, @Nullable Instant certificateEnds, List<Fact> facts) {
    return new Evidence(address, null, List.of(), null, List.of(), certificateEnds, facts);
  }
}
