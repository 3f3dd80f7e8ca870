package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An organization's API tokens, as their page shows them.
 *
 * @param tokens the latest first; null while the store does not answer
 * @param roles that the reader may give, the least first
 * @param made a token that was just made
 */
public record TokensView(
    String sentence, @Nullable List<Row> tokens, List<String> roles, @Nullable Made made) {

  public record Row(String id, String name, String role, String by, String at) {}

  /**
   * @param secret shown this once; null where the form was sent twice
   */
  public record Made(String name, @Nullable String secret) {
    @Override
    public String toString() {
      return "Made[" + name + "]";
    }
  }
}
