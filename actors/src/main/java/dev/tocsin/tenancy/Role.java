package dev.tocsin.tenancy;

/** What a member or token may do in an organization; each role may all that the ones before may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Runs checks, pauses monitors, sets manual states, answers alerts. */
  RESPONDER,
  /** Configures monitors, pages and tokens. */
  ADMIN,
  /** Decides who is a member, and over the organization itself. */
  OWNER;

  public boolean atLeast(Role needed) {
    return compareTo(needed) >= 0;
  }
}
