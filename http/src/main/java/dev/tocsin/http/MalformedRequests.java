package dev.tocsin.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is so malformed that it never becomes a request. Pekko HTTP makes the one instance
 * from the class's name, so it cannot be told whether there is TLS.
 */
public final class MalformedRequests extends ParsingErrorHandler {
  /** Found by Pekko HTTP as if this were a Scala object. */
  public static final MalformedRequests MODULE$ = new MalformedRequests();

  private static final SecurityHeaders HEADERS = new SecurityHeaders(false);

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    return HEADERS.on(
        Problem.of(
                status.intValue(),
                status.reason(),
                "The request is not valid HTTP, or is too large.")
            .response());
  }
}
