package dev.tocsin.notify.twilio;

import dev.tocsin.input.Input;
import java.util.Optional;
import java.util.regex.Pattern;

/** A telephone number with its country code (E.164): {@code +14155550100}. */
public record PhoneNumber(String value) {
  private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-\\u00a0\\u2010-\\u2015/]");
  private static final int LONGEST_WRITTEN = 40;

  /** However it is grouped; empty where it has no country code, or is none. */
  public static Optional<PhoneNumber> parse(String written) {
    String number = SEPARATORS.matcher(written).replaceAll("");
    return FORM.matcher(number).matches() ? Optional.of(new PhoneNumber(number)) : Optional.empty();
  }

  /** The field {@code number}; what is wrong becomes a fault of the input. */
  public static String read(Input input) {
    Optional<String> written = input.optionalText("number", LONGEST_WRITTEN);
    if (written.isEmpty()) {
      input.missing("number", "a telephone number such as \"+14155550100\"");
    }
    Optional<PhoneNumber> number = written.flatMap(PhoneNumber::parse);
    input.check(
        written.isEmpty() || number.isPresent(),
        "number",
        "It must be a telephone number with a plus sign and its country code, such as"
            + " \"+14155550100\".");
    return number.map(PhoneNumber::value).orElse("");
  }

  @Override
  public String toString() {
    return value;
  }
}
