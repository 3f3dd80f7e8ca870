package dev.tocsin.notify;

import dev.tocsin.tenancy.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * Places that fail together where their service does not answer. What one organization's places do
 * tells nothing of another's, unless the account is the installation's own.
 *
 * @param type of the channel
 * @param organization null where the account is the installation's own
 * @param name may hold what lets in, and stays in memory
 */
public record Account(String type, @Nullable OrganizationId organization, String name) {
  @Override
  public String toString() {
    return "Account[" + type + "]";
  }
}
