package dev.tocsin.http.testing;

import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Founds organizations and fills them with people through the API alone, so that any installation
 * where sign-up is open will do. All passwords are the same.
 */
final class People {
  static final String PASSWORD = "correct horse battery";

  private final AtomicInteger counter = new AtomicInteger();
  private final ApiClient nobody;

  People(URI installation) {
    this.nobody = ApiClient.of(installation);
  }

  ApiClient nobody() {
    return nobody;
  }

  /** A number that was not given before, for names that must be unique. */
  int number() {
    return counter.incrementAndGet();
  }

  /** An organization with one member of each role: {@code owner@NAME.test}, ... */
  ApiClient found(String name) {
    nobody
        .post(
            "/sign-up",
            Map.of("organization", name, "email", email(Role.OWNER, name), "password", PASSWORD))
        .expect(201);
    ApiClient owner = signIn(Role.OWNER, name);
    for (Role role : new Role[] {Role.VIEWER, Role.RESPONDER, Role.ADMIN}) {
      join(owner, email(role, name), role);
    }
    return owner;
  }

  static String email(Role role, String name) {
    return role.name().toLowerCase(Locale.ROOT) + "@" + name + ".test";
  }

  ApiClient signIn(Role role, String name) {
    return nobody.signIn(email(role, name), PASSWORD);
  }

  /** A token of a role. */
  ApiClient token(ApiClient owner, Role role) {
    return nobody.as(
        owner
            .post("/tokens", Map.of("name", "for tests", "role", word(role)))
            .expect(201)
            .text("token"));
  }

  /** Invites somebody, who accepts; their session. */
  ApiClient join(ApiClient owner, String email, Role role) {
    Answer accepted =
        nobody
            .post(
                "/invitations/accept",
                Map.of("token", token(invite(owner, email, role)), "password", PASSWORD))
            .expect(201);
    return nobody.as(accepted.text("token"));
  }

  static Answer invite(ApiClient owner, String email, Role role) {
    return owner.post("/invitations", Map.of("email", email, "role", word(role))).expect(201);
  }

  /** What the invitation's link carries. */
  static String token(Answer invitation) {
    return invitation.text("url").replaceAll(".*token=", "");
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
