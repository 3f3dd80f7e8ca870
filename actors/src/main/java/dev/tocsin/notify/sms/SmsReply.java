package dev.tocsin.notify.sms;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody sent back. */
public sealed interface SmsReply {
  /** What is to be done about an alert. */
  enum Action {
    ACKNOWLEDGE("ACK"),
    RESOLVE("CLOSE"),
    ESCALATE("ESC");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * @param number the first digits of the alert's; empty where it is the only one
   */
  record Answer(Action action, Optional<String> number) implements SmsReply {}

  /** Every alert that waits is acknowledged. */
  record AcknowledgeAll() implements SmsReply {}

  /** Twilio answers it, as the law wants. */
  record OfTwilio() implements SmsReply {}

  record Unclear() implements SmsReply {}

  Set<String> WORDS_OF_TWILIO =
      Set.of(
          "STOP",
          "STOPALL",
          "UNSUBSCRIBE",
          "CANCEL",
          "END",
          "QUIT",
          "REVOKE",
          "OPTOUT",
          "START",
          "YES",
          "UNSTOP",
          "HELP",
          "INFO");

  Pattern FORM =
      Pattern.compile(
          "(ACK(?:NOWLEDGED?)?|CLOSED?|RESOLVED?|ESC(?:ALATE)?)[\\s:.#,-]*(\\d{1,6}|ALL)?[\\s.!]*");

  /** In any case, with spaces wherever a thumb puts them. */
  static SmsReply read(String body) {
    String text = body.strip().toUpperCase(Locale.ROOT);
    if (WORDS_OF_TWILIO.contains(text)) {
      return new OfTwilio();
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return new Unclear();
    }
    String word = matcher.group(1);
    Action action =
        word.startsWith("ACK")
            ? Action.ACKNOWLEDGE
            : word.startsWith("ESC") ? Action.ESCALATE : Action.RESOLVE;
    String which = matcher.group(2);
    if (which == null) {
      return new Answer(action, Optional.empty());
    }
    if (!which.equals("ALL")) {
      return new Answer(action, Optional.of(which));
    }
    return action == Action.ACKNOWLEDGE ? new AcknowledgeAll() : new Unclear();
  }
}
