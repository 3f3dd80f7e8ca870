package dev.tocsin.escalation;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach one person.
 *
 * @param verifiedAt when the person showed that what is sent there arrives; null while it is not
 *     known, and nothing but the message that asks for it goes there
 */
public record ContactMethod(
    String name, UserId user, Endpoint endpoint, @Nullable Instant verifiedAt) implements Content {
  public static final ContentKind<ContactMethod> KIND =
      new ContentKind<>("contact-method", ContactMethod.class, true);

  public boolean isVerified() {
    return verifiedAt != null;
  }
}
