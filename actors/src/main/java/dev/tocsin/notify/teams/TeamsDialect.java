package dev.tocsin.notify.teams;

import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Workflows answer 202. The older connectors answer 200 whatever came of it, and say in words with
 * what status Teams refused the message.
 */
final class TeamsDialect implements Dialect {
  private static final Pattern REFUSED = Pattern.compile("HTTP error (\\d{3})");

  @Override
  public Optional<Outcome> overruled(Answer.Came answer) {
    Matcher refused = REFUSED.matcher(answer.body());
    if (answer.status() != 200 || !refused.find()) {
      return Optional.empty();
    }
    String status = refused.group(1);
    String reason = "Microsoft Teams refused it with status " + status;
    return Optional.of(
        status.equals("429") || status.startsWith("5")
            ? new Outcome.Retry(reason, null)
            : new Outcome.Permanent(reason));
  }

  @Override
  public String words(Answer.Came answer) {
    // Azure says it one level deeper
    String deeper = answer.json().path("error").path("message").asText("");
    return deeper.isEmpty() ? Dialect.super.words(answer) : deeper;
  }
}
