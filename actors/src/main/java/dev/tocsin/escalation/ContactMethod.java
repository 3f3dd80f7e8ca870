package dev.tocsin.escalation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
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

  /** The id of the one that each member begins with. */
  public static UUID ofAccount(OrganizationId organization, UserId user) {
    return Ids.derive(organization.value(), "account e-mail", user.toString());
  }

  /** The one that each member begins with: mail to the address that they sign in with. */
  public static ContactMethod ofAccount(
      UserId user, EmailAddress email, @Nullable Instant verifiedAt) {
    return new ContactMethod(
        "E-mail", user, new Endpoint("email", Map.of("address", email.value())), verifiedAt);
  }

  /** The same once it is known whether what is sent there arrives. */
  public ContactMethod verified(@Nullable Instant at) {
    return new ContactMethod(name, user, endpoint, at);
  }

  @Override
  public UserId owner() {
    return user;
  }

  @JsonIgnore
  public boolean isVerified() {
    return verifiedAt != null;
  }
}
