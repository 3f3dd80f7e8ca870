package dev.tocsin.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tocsin.input.FieldError;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 writes it.
 *
 * @param detail what a person can do about it
 * @param errors the fields at fault, maybe none
 * @param instance what the log calls this occurrence; null where the log has nothing on it
 * @param headers that belong to the answer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    int status,
    String title,
    String detail,
    List<FieldError> errors,
    @Nullable String instance,
    @JsonIgnore List<HttpHeader> headers) {

  private static final ContentType TYPE = ContentTypes.parse("application/problem+json");

  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, List.of(), null, List.of());
  }

  /** The same for what never was, what is gone, and what is somebody else's. */
  public static Problem notFound() {
    return of(404, "Not found", "There is nothing at this address, or it is not yours to see.");
  }

  public static Problem unauthenticated(String detail) {
    return of(401, "Not signed in", detail).with("WWW-Authenticate", "Bearer realm=\"tocsin\"");
  }

  public static Problem forbidden(String detail) {
    return of(403, "Not allowed", detail);
  }

  public static Problem unreadable(String detail) {
    return of(400, "Unreadable", detail);
  }

  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        422,
        "Invalid",
        errors.size() == 1
            ? "One field is wrong; nothing was changed."
            : errors.size() + " fields are wrong; nothing was changed.",
        errors,
        null,
        List.of());
  }

  public static Problem tooMany(Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return of(429, "Too many requests", "Try again in " + seconds + " seconds.")
        .with("Retry-After", Long.toString(seconds));
  }

  public static Problem unavailable() {
    return of(
            503,
            "Not available",
            "Tocsin cannot reach what it needs for this right now. Nothing was changed; the same"
                + " request can be sent again.")
        .with("Retry-After", "2");
  }

  public static Problem defect(String instance) {
    return new Problem(
        500,
        "A defect of Tocsin",
        "This should not have happened. The log has more under the name of this instance.",
        List.of(),
        instance,
        List.of());
  }

  public Problem with(String header, String value) {
    return new Problem(
        status, title, detail, errors, instance, List.of(RawHeader.create(header, value)));
  }

  public HttpResponse response() {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(TYPE, Json.bytes(this)))
        .addHeaders(headers)
        .addHeader(Json.NO_STORE);
  }
}
