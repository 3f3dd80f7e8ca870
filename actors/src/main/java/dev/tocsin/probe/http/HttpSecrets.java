package dev.tocsin.probe.http;

import dev.tocsin.input.FieldError;
import dev.tocsin.probe.http.HttpSpec.Basic;
import dev.tocsin.probe.http.HttpSpec.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a specification over its changes. A password, token or secret header that a person
 * leaves out stands for the stored one, but only while the request goes to the same origin (scheme,
 * host, port): who may change a monitor must not be able to send its secrets to a server of their
 * own.
 */
final class HttpSecrets {
  /** Stands for a stored secret, where the API shows a specification and where it takes one. */
  static final String HIDDEN = "********";

  private HttpSecrets() {}

  static HttpSpec keep(HttpSpec before, HttpSpec after) {
    Request old = before.request();
    Request request = after.request();
    if (!HttpUrl.sameOrigin(old.uri(), request.uri())) {
      return after;
    }
    Request kept =
        new Request(
            request.url(),
            request.method(),
            HeaderFields.keep(old.headers(), request.headers()),
            request.body(),
            keepPassword(old.basic(), request.basic()),
            HIDDEN.equals(request.bearer()) && old.bearer() != null
                ? old.bearer()
                : request.bearer());
    return new HttpSpec(
        kept,
        after.expectedStatus(),
        after.keyword(),
        after.jsonPath(),
        after.degradedOver(),
        after.connection());
  }

  static List<FieldError> missing(HttpSpec spec) {
    Request request = spec.request();
    List<FieldError> missing = new ArrayList<>();
    if (request.basic() != null && request.basic().password().equals(HIDDEN)) {
      missing.add(fault("http.auth.basic.password", "the password"));
    }
    if (HIDDEN.equals(request.bearer())) {
      missing.add(fault("http.auth.bearer", "the token"));
    }
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (value.equals(HIDDEN)) {
                missing.add(fault("http.headers." + name, "the header's value"));
              }
            });
    return missing;
  }

  private static FieldError fault(String field, String what) {
    return new FieldError(
        field, "Enter " + what + "; a stored one is kept only for the same scheme, host and port.");
  }

  private static @Nullable Basic keepPassword(@Nullable Basic before, @Nullable Basic after) {
    return before != null && after != null && after.password().equals(HIDDEN)
        ? new Basic(after.user(), before.password())
        : after;
  }
}
