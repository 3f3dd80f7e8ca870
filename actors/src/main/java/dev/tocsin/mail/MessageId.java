package dev.tocsin.mail;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What tells a mail from all others, as its {@code Message-ID} has it between the angle brackets. A
 * mail that is sent again, because nobody knows whether the first attempt arrived, has the same
 * one: mail servers and readers can see that it is one mail.
 */
public record MessageId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+");

  /**
   * @throws IllegalArgumentException where the form is another
   */
  public MessageId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("This is no Message-ID: " + value);
    }
  }

  /**
   * @param from whose domain vouches for it
   */
  public static MessageId of(UUID id, Mailbox from) {
    String address = from.address().value();
    String domain = address.substring(address.lastIndexOf('@') + 1);
    return new MessageId(id + "@" + (domain.matches("[A-Za-z0-9.-]+") ? domain : "localhost"));
  }
}
