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
 */
public record Evidence(
    @Nullable String address,
    @Nullable Integer httpStatus,
    List<String> headers,
    @Nullable String body,
    List<String> redirects,
    @Nullable Instant certificateEnds) {

  public Evidence {
    headers = headers.stream().map(StorableText::of).toList();
    body = StorableText.ofNullable(body);
    redirects = redirects.stream().map(StorableText::of).toList();
  }

  public static final Evidence NONE = new Evidence(null, null, List.of(), null, List.of(), null);
}
