package dev.tocsin.http.testing;

import dev.tocsin.tenancy.Role;

/** Who asks for an operation of the table. */
enum Asker {
  NOBODY(null),
  VIEWER(Role.VIEWER),
  RESPONDER(Role.RESPONDER),
  ADMIN(Role.ADMIN),
  OWNER(Role.OWNER),
  VIEWER_TOKEN(Role.VIEWER),
  RESPONDER_TOKEN(Role.RESPONDER),
  ADMIN_TOKEN(Role.ADMIN),
  OWNER_TOKEN(Role.OWNER);

  private final Role role;

  Asker(Role role) {
    this.role = role;
  }

  boolean isNobody() {
    return role == null;
  }

  boolean isToken() {
    return name().endsWith("_TOKEN");
  }

  /** Somebody in a session. */
  boolean isPerson() {
    return role != null && !isToken();
  }

  Role role() {
    return role;
  }
}
