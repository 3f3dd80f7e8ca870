package dev.tocsin.tenancy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address as its owner writes it; two that differ in case alone are the same account. */
public record EmailAddress(String value) {
  private static final int LONGEST = 254;
  private static final Pattern FORM =
      Pattern.compile("[^\\s@<>\"\\p{Cntrl}]+@[^\\s@<>\"\\p{Cntrl}]+");

  /** Empty where it cannot be an address; whether it exists shows only when it is written to. */
  public static Optional<EmailAddress> parse(String text) {
    String stripped = text.strip();
    return stripped.length() <= LONGEST && FORM.matcher(stripped).matches()
        ? Optional.of(new EmailAddress(stripped))
        : Optional.empty();
  }

  /** What it is compared by. */
  public String key() {
    return value.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress address && key().equals(address.key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }
}
