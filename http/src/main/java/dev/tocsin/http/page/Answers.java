package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;

import dev.tocsin.StoreUnavailableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Location;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How pages for one person are answered: made for the request, and kept by nobody. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Templates templates;
  private final Notices notices;

  Answers(Templates templates, Notices notices) {
    this.templates = templates;
    this.notices = notices;
  }

  /** A failure of the handler becomes a page that says so. */
  Route to(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    return extractRequest(
        request ->
            completeWithFuture(
                handler
                    .apply(request)
                    .exceptionally(this::failed)
                    .thenApply(answer -> Compression.apply(request, answer))));
  }

  HttpResponse html(StatusCode status, String template, Map<String, Object> values) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(PageRenderer.HTML, templates.render(template, values)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  static HttpResponse seeOther(String path) {
    return HttpResponse.create()
        .withStatus(StatusCodes.SEE_OTHER)
        .addHeader(Location.create(path))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  /** To the sign-in, which leads back here, with all that the address asks for. */
  static HttpResponse toDoor(HttpRequest request) {
    return toDoor(
        request.getUri().path()
            + request.getUri().rawQueryString().map(query -> "?" + query).orElse(""));
  }

  /** As {@link #toDoor}, back to the page that a form of ours stands on. */
  static HttpResponse toDoorOfForm(HttpRequest request) {
    return toDoor(
        request.getHeader("Referer").map(HttpHeader::value).map(Answers::path).orElse("/"));
  }

  /** An address without its host; the door leads to no other host anyway. */
  private static String path(String address) {
    int host = address.indexOf("://");
    int path = address.indexOf('/', host < 0 ? 0 : host + 3);
    return path < 0 ? "/" : address.substring(path).replaceFirst("#.*", "");
  }

  private static HttpResponse toDoor(String here) {
    return seeOther(
        here.equals("/")
            ? "/login"
            : "/login?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
  }

  /** Empty where the store is away: the page says so, and has the rest. */
  static <T> CompletionStage<Optional<T>> absentWhereAway(CompletionStage<T> asked) {
    return asked
        .thenApply(Optional::of)
        .exceptionally(
            failure -> {
              Throwable cause = cause(failure);
              if (cause instanceof StoreUnavailableException) {
                return Optional.empty();
              }
              throw new CompletionException(cause);
            });
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private HttpResponse failed(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof StoreUnavailableException) {
      return notices.notYet();
    }
    log.error("A page failed", cause);
    return notices.failed();
  }
}
