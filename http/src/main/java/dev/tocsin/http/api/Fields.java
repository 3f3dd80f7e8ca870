package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.Passwords;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fields that several operations and forms read. */
public final class Fields {
  public static final int LONGEST_NAME = 100;

  private static final EmailAddress NONE = new EmailAddress("");

  private Fields() {}

  public static EmailAddress email(Input input, String field) {
    Optional<String> text = input.optionalText(field, 254);
    if (text.isEmpty()) {
      input.missing(field, "an e-mail address");
      return NONE;
    }
    Optional<EmailAddress> email = text.flatMap(EmailAddress::parse);
    input.check(email.isPresent(), field, "It must be an e-mail address such as ann@example.com.");
    return email.orElse(NONE);
  }

  /** A password that exists already: whether it is right shows later. */
  public static String password(Input input, String field) {
    Optional<String> text = input.verbatim(field, Passwords.LONGEST);
    if (text.isEmpty()) {
      input.missing(field, "the password");
    }
    String password = text.orElse("");
    input.check(!password.isEmpty(), field, "It must not be empty.");
    return password;
  }

  public static Role role(Input input, String field) {
    if (!input.has(field)) {
      input.missing(field, "viewer, responder, admin or owner");
    }
    return input.choice(field, Role.class).orElse(Role.VIEWER);
  }

  /** A role that somebody may give who has {@code own}. */
  public static Role roleUpTo(Input input, String field, Role own) {
    Role role = role(input, field);
    input.check(
        own.atLeast(role),
        field,
        "It must not be higher than your own, which is " + Json.name(own) + ".");
    return role;
  }

  /**
   * What a merge patch makes of a thing.
   *
   * @param fixed fields that nobody changes: they may be sent as they are
   */
  static Input patched(ObjectNode before, JsonNode patch, String... fixed) {
    Input input = Input.of(MergePatch.apply(before, patch));
    for (String field : fixed) {
      input.check(
          input.node(field).equals(before.path(field)),
          field,
          "It cannot be changed; leave it out.");
    }
    return input;
  }

  /** An id that names something, where it is given; what it does not name is a fault. */
  static @Nullable UUID id(Input input, String field, Predicate<UUID> isThere, String sentence) {
    Optional<String> text = input.optionalText(field, 36);
    Optional<UUID> id = text.flatMap(Ids::parse).filter(isThere);
    input.check(text.isEmpty() || id.isPresent(), field, sentence);
    return id.orElse(null);
  }

  public static String name(Input input, String field) {
    return input.text(field, LONGEST_NAME);
  }
}
