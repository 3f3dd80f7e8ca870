package dev.tocsin.mail;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * What many get the same mails of. Mail programs show a button that ends it (RFC 8058): they post
 * to the address, without asking anybody.
 *
 * @param id as {@code List-Id} has it between the angle brackets (RFC 2919)
 * @param unsubscribe of this reader alone
 */
public record MailingList(String id, URI unsubscribe) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.-]+");

  /**
   * @throws IllegalArgumentException where the form of the id is another
   */
  public MailingList {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("This is no List-Id: " + id);
    }
  }
}
