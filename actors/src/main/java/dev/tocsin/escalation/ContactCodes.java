package dev.tocsin.escalation;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The codes that were sent to contact methods, as long as they are worth something. Calls block,
 * and throw {@link StoreUnavailableException} where nothing was done.
 */
public interface ContactCodes {
  /** How long a code is worth something. */
  Duration VALID = Duration.ofMinutes(15);

  /** How often a code may be guessed. */
  int ATTEMPTS = 5;

  /** Between two codes for the same method. */
  Duration PAUSE = Duration.ofMinutes(1);

  /** How many codes a person's methods get in an hour. */
  int AN_HOUR = 10;

  /**
   * A code that is about to be sent.
   *
   * @param method of contact that it goes to
   * @param hash that only this installation could have made
   */
  record Code(
      OrganizationId organization,
      UUID id,
      UUID method,
      UserId user,
      String hash,
      Instant sentAt) {}

  /** What came of a guess. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** There is no code (any more): none was sent, it is old, or was guessed at too often. */
    NONE
  }

  /**
   * The latest of a method is the one that counts.
   *
   * @throws dev.tocsin.tenancy.access.ThrottledException where too many were sent lately
   */
  void add(Code code);

  /** Counts as one attempt; the right one uses the code up. */
  Verdict guess(OrganizationId organization, UUID method, String hash, Instant now);
}
