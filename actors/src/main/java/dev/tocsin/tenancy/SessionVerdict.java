package dev.tocsin.tenancy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session that is alive may do.
 *
 * @param roles the user's role in each of their organizations, in the order they joined; never
 *     empty
 * @param last the organization the user chose last; null where they never chose
 */
public record SessionVerdict(
    User user, Instant expiresAt, Map<OrganizationId, Role> roles, @Nullable OrganizationId last) {

  /** The organization that is meant where the request names none. */
  public Optional<OrganizationId> current() {
    if (last != null && roles.containsKey(last)) {
      return Optional.of(last);
    }
    return roles.keySet().stream().findFirst();
  }
}
