package dev.tocsin.http.api;

import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Caller;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One line of the API's table.
 *
 * @param id as the description calls it
 * @param path below {@code /api/v1}, as in {@code /monitors/{id}/pause}
 */
public record Operation(
    String id, HttpMethod method, String path, Access access, Body body, Handler handler) {

  /** Who may. */
  public sealed interface Access {
    /** Anybody, signed in or not. */
    record Open() implements Access {}

    /** Who has the role or a higher one. */
    record Needs(Role role) implements Access {}

    /** The person whose id the path begins with, in a session, or an admin. */
    record Self() implements Access {}

    /** A person in a session: no token. */
    record Person() implements Access {}
  }

  /** What the request's body is. */
  public enum Body {
    NONE,
    JSON,
    /** JSON, or a merge patch (RFC 7396) by its own name. */
    PATCH
  }

  /** Answers one request; it must not block. */
  @FunctionalInterface
  public interface Handler {
    CompletionStage<HttpResponse> handle(ApiRequest request);
  }

  static final Access OPEN = new Access.Open();
  static final Access PERSON = new Access.Person();
  static final Access SELF = new Access.Self();

  /**
   * Whether {@link #SELF} lets somebody in.
   *
   * @param path the values of the path's parameters
   */
  static boolean isSelf(Caller caller, Map<String, String> path) {
    User user = caller.user();
    return caller.principal().role().atLeast(Role.ADMIN)
        || (user != null && user.id().toString().equals(path.get("id")));
  }

  static Operation get(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.GET, path, access, Body.NONE, handler);
  }

  /** A POST with a body. */
  static Operation post(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.POST, path, access, Body.JSON, handler);
  }

  /** A POST without a body. */
  static Operation order(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.POST, path, access, Body.NONE, handler);
  }

  static Operation put(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.PUT, path, access, Body.JSON, handler);
  }

  static Operation patch(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.PATCH, path, access, Body.PATCH, handler);
  }

  static Operation delete(String id, String path, Access access, Handler handler) {
    return new Operation(id, HttpMethods.DELETE, path, access, Body.NONE, handler);
  }

  static Access needs(Role role) {
    return new Access.Needs(role);
  }
}
