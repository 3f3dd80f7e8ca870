package dev.tocsin.probe.net;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code user} and {@code password} of a specification. The password is never written;
 * left out, or sent back as it is shown, it stands for the stored one.
 *
 * @param user null where a password is enough
 */
public record Login(@Nullable String user, String password) {
  private static final int LONGEST = 1_024;

  /**
   * @param needsUser whether a password alone is a fault
   */
  public static Optional<Login> read(Input input, boolean needsUser) {
    Optional<String> user = input.optionalText("user", 256);
    Optional<String> password = input.verbatim("password", LONGEST);
    if (user.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (needsUser && !input.has("user")) {
      input.missing("user", "the name that goes with the password");
    }
    input.check(
        password.isEmpty() || !password.get().isEmpty(),
        "password",
        "It must have 1 to " + LONGEST + " characters.");
    return Optional.of(new Login(user.orElse(null), password.orElse(Notes.HIDDEN)));
  }

  public static void write(@Nullable Login login, ObjectNode spec) {
    spec.put("user", login == null ? null : login.user());
    spec.put("password", login == null ? null : Notes.HIDDEN);
  }

  /**
   * With the stored password where a person left it out.
   *
   * @param sameTarget whether it would go where the stored one goes: who may change a monitor must
   *     not be able to send its password to a server of their own
   */
  public static @Nullable Login keep(
      @Nullable Login before, @Nullable Login after, boolean sameTarget) {
    return sameTarget && before != null && after != null && after.isPasswordMissing()
        ? new Login(after.user(), before.password())
        : after;
  }

  /** A fault where the password is still left out. */
  public static List<FieldError> missing(@Nullable Login login, String type) {
    return login != null && login.isPasswordMissing()
        ? List.of(
            new FieldError(
                type + ".password",
                "Enter the password; a stored one is kept only for the same host, port and"
                    + " encryption."))
        : List.of();
  }

  @JsonIgnore
  private boolean isPasswordMissing() {
    return password.equals(Notes.HIDDEN);
  }

  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
