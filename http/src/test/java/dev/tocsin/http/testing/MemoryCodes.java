package dev.tocsin.http.testing;

import dev.tocsin.escalation.ContactCodes;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The last code of each method, in memory. */
final class MemoryCodes implements ContactCodes {
  private final Store store;
  private final Map<UUID, Code> codes = new HashMap<>();
  private final Map<UUID, Integer> attempts = new HashMap<>();

  MemoryCodes(Store store) {
    this.store = store;
  }

  @Override
  public void add(Code code) {
    store.run(
        () -> {
          Code before = codes.get(code.method());
          if (before != null && code.sentAt().isBefore(before.sentAt().plus(PAUSE))) {
            throw new ThrottledException(PAUSE);
          }
          attempts.put(code.method(), 0);
          return codes.put(code.method(), code) == null;
        });
  }

  @Override
  public Verdict guess(OrganizationId organization, UUID method, String hash, Instant now) {
    return store.run(
        () -> {
          Code code = codes.get(method);
          if (code == null
              || !code.organization().equals(organization)
              || !now.isBefore(code.sentAt().plus(VALID))
              || attempts.merge(method, 1, Integer::sum) > ATTEMPTS) {
            return Verdict.NONE;
          }
          if (!code.hash().equals(hash)) {
            return Verdict.WRONG;
          }
          attempts.put(method, ATTEMPTS);
          return Verdict.RIGHT;
        });
  }
}
