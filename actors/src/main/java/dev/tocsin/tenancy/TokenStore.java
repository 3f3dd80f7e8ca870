package dev.tocsin.tenancy;

import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table of API tokens. Each change has its audit row in the same transaction. Calls block, and
 * throw {@link StoreUnavailableException} where nothing was done.
 */
public interface TokenStore {
  /** Where the id exists already, what exists is answered and nothing is written. */
  Created<ApiToken> create(ApiToken token, SecretHash secret);

  /** The latest first. */
  List<ApiToken> tokens(OrganizationId organization);

  /**
   * @return false where there is no such token
   */
  boolean delete(OrganizationId organization, TokenId token, Author by, Instant at);

  Optional<ApiToken> find(SecretHash secret);
}
