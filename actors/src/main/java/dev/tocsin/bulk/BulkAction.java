package dev.tocsin.bulk;

import dev.tocsin.tenancy.Role;

/** What can be done to many monitors at once. */
public enum BulkAction {
  PAUSE(Role.RESPONDER),
  RESUME(Role.RESPONDER),
  TAG(Role.ADMIN),
  UNTAG(Role.ADMIN),
  DELETE(Role.ADMIN);

  private final Role needed;

  BulkAction(Role needed) {
    this.needed = needed;
  }

  /** The least role that may do it. */
  public Role needed() {
    return needed;
  }

  /** Whether it changes the configuration, and not what a monitor does. */
  public boolean isWritten() {
    return this == TAG || this == UNTAG || this == DELETE;
  }

  public boolean isAboutTag() {
    return this == TAG || this == UNTAG;
  }
}
