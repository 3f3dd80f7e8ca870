package dev.tocsin.notify.http;

import dev.tocsin.input.Texts;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.Fetch.Fetched;
import dev.tocsin.probe.http.TimeLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Posts by the way that checks take: the address that a name has resolved to is judged by the
 * policy, redirects are not followed, and nothing that waits holds a thread.
 */
public final class NetworkCaller implements Caller {
  public static final TimeLimits USUAL =
      new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(20));

  /** Less than what is kept, so that no secret is cut in two before it is found. */
  private static final int LONGEST_BODY = 4_096;

  private final Fetch fetch;
  private final TimeLimits limits;

  public NetworkCaller(Fetch fetch, TimeLimits limits) {
    this.fetch = fetch;
    this.limits = limits;
  }

  @Override
  public CompletionStage<Answer> post(Post post) {
    return fetch
        .post(post.url(), post.headers(), post.body().asByteBuffer(), limits)
        .thenApply(fetched -> answer(fetched, post));
  }

  private static Answer answer(Fetched fetched, Post post) {
    Fetch.Answer answer = fetched.answer();
    if (answer != null) {
      Map<String, String> headers = new HashMap<>();
      answer
          .headers()
          .forEach(
              header ->
                  headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
      return new Answer.Came(
          answer.status(), headers, Texts.cut(post.redaction().clean(answer.text()), LONGEST_BODY));
    }
    Evidence seen = fetched.result().evidence();
    Integer status = seen.httpStatus();
    if (status != null) {
      // the service has decided; what it says of it did not come through
      return new Answer.Came(status, headers(seen), "");
    }
    String error = fetched.result().error();
    return new Answer.None(
        post.redaction().clean(error == null ? "The service did not answer" : error));
  }

  private static Map<String, String> headers(Evidence seen) {
    Map<String, String> headers = new HashMap<>();
    for (String line : seen.headers()) {
      int colon = line.indexOf(':');
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }
}
