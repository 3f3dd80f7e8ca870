package dev.tocsin.notify.webpush;

import dev.tocsin.mail.OneLine;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import java.util.Optional;

/** Push services say by 404 and 410 that a subscription is over (RFC 8030, 7.3). */
final class PushDialect implements Dialect {
  @Override
  public Optional<Outcome> overruled(Answer.Came answer) {
    return answer.status() == 404 || answer.status() == 410
        ? Optional.of(
            new Outcome.Permanent(
                "This browser does not take messages any more; its push service answered "
                    + answer.status()
                    + said(words(answer))))
        : Optional.empty();
  }

  private static String said(String words) {
    String line = OneLine.quoted(words);
    return line.isEmpty() ? "" : ": " + line;
  }
}
