package dev.tocsin.mail;

import dev.tocsin.tenancy.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail is from or to.
 *
 * @param name on one line, whatever it was made from; null where there is none
 */
public record Mailbox(@Nullable String name, EmailAddress address) {
  public Mailbox {
    String line = name == null ? "" : OneLine.of(name);
    name = line.isEmpty() ? null : line;
  }

  public static Mailbox of(EmailAddress address) {
    return new Mailbox(null, address);
  }
}
