package dev.tocsin.probe.http;

import dev.tocsin.probe.http.HttpSpec.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the secrets of a request out of what its target sent back: some servers echo them. */
final class Redaction {
  /** Shorter ones would be found in innocent text, and say little. */
  private static final int SHORTEST = 4;

  private final List<String> secrets;

  Redaction(Request request) {
    List<String> all = new ArrayList<>();
    if (request.basic() != null) {
      all.add(request.basic().password());
      all.add(Hop.encoded(request.basic()));
    }
    if (request.bearer() != null) {
      all.add(request.bearer());
    }
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (SecretHeaders.isSecret(name)) {
                all.add(value);
              }
            });
    all.removeIf(secret -> secret.length() < SHORTEST);
    // one secret may be a part of another
    all.sort(Comparator.comparingInt(String::length).reversed());
    this.secrets = List.copyOf(all);
  }

  String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, HttpSecrets.HIDDEN);
    }
    return cleaned;
  }

  @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }
}
