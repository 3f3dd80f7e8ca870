package dev.tocsin.probe.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.Alike;
import dev.tocsin.probe.CheckSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and what its answer must be. Values are valid: {@link HttpSpecs} makes one from what a
 * person wrote. The texts of these records show no secrets.
 *
 * @param request what is sent
 * @param expectedStatus codes that count as up; never empty
 * @param keyword text or pattern the body must have or lack
 * @param jsonPath what the body must say when read as JSON
 * @param degradedOver an answer slower than this in total is degraded
 * @param connection how the connection is made and followed
 */
public record HttpSpec(
    Request request,
    List<StatusRange> expectedStatus,
    @Nullable Keyword keyword,
    @Nullable JsonPathRule jsonPath,
    @Nullable Duration degradedOver,
    Connection connection)
    implements CheckSpec {

  public HttpSpec {
    expectedStatus = Alike.one(List.copyOf(expectedStatus));
    degradedOver = degradedOver == null ? null : Alike.one(degradedOver);
    connection = Alike.one(connection);
  }

  /**
   * @param url as {@link HttpUrl} writes it; as text, for it takes a fifth of a {@link URI}'s
   *     memory
   * @param headers in the order given; a name may stand once
   * @param basic user and password, sent at once; excludes bearer
   */
  public record Request(
      String url,
      String method,
      Map<String, String> headers,
      @Nullable String body,
      @Nullable Basic basic,
      @Nullable String bearer) {

    public Request {
      method = method.intern();
      headers = FewFields.copyOf(headers);
    }

    /** Where it goes. */
    public URI uri() {
      return URI.create(url);
    }

    @Override
    public String toString() {
      return method
          + " "
          + HttpUrl.withoutQuery(uri())
          + ", headers "
          + headers.keySet()
          + (body == null ? "" : ", a body of " + body.length() + " characters")
          + (basic == null ? "" : ", basic")
          + (bearer == null ? "" : ", bearer");
    }
  }

  public record Basic(String user, String password) {
    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  /** Both ends are included. */
  public record StatusRange(int from, int to) {
    public boolean contains(int status) {
      return from <= status && status <= to;
    }

    @Override
    public String toString() {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }

  /**
   * @param text null where there is a pattern
   * @param pattern a regular expression as RE2 reads it, found anywhere; null where there is a text
   */
  public record Keyword(@Nullable String text, @Nullable String pattern, boolean absent) {
    public Keyword {
      text = text == null ? null : text.intern();
    }
  }

  /**
   * @param path a JSONPath expression (RFC 9535 as Jayway reads it, without regular expressions)
   * @param equals the value as text, JSON for what is not a string; null asks only that it exists
   */
  public record JsonPathRule(String path, @Nullable String equals) {}

  /**
   * @param certificateWarnDays degraded when the certificate has fewer days left; null never warns
   */
  public record Connection(
      boolean followRedirects, boolean verifyTls, @Nullable Integer certificateWarnDays) {}

  @Override
  @JsonIgnore
  public String type() {
    return "http";
  }

  @Override
  @JsonIgnore
  public String target() {
    return HttpUrl.host(request.uri());
  }
}
