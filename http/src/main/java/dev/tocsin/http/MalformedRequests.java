package dev.tocsin.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is so malformed that it never becomes a request. Pekko HTTP finds the one instance
 * by its class's name, so there is a class for each set of headers.
 */
public abstract sealed class MalformedRequests extends ParsingErrorHandler {
  private final SecurityHeaders headers;

  private MalformedRequests(SecurityHeaders headers) {
    this.headers = headers;
  }

  /** With {@link SecurityHeaders#PLAIN}. */
  public static final class Plain extends MalformedRequests {
    /** Found by Pekko HTTP as if this were a Scala object. */
    public static final Plain MODULE$ = new Plain();

    private Plain() {
      super(SecurityHeaders.PLAIN);
    }
  }

  /** With {@link SecurityHeaders#WITH_TLS}. */
  public static final class WithTls extends MalformedRequests {
    /** Found by Pekko HTTP as if this were a Scala object. */
    public static final WithTls MODULE$ = new WithTls();

    private WithTls() {
      super(SecurityHeaders.WITH_TLS);
    }
  }

  /** The class's name that Pekko HTTP is to be given for these headers. */
  static String saying(SecurityHeaders headers) {
    return switch (headers) {
      case PLAIN -> Plain.class.getName();
      case WITH_TLS -> WithTls.class.getName();
    };
  }

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    return headers.on(
        Problem.of(
                status.intValue(),
                status.reason(),
                "The request is not valid HTTP, or is too large.")
            .response());
  }
}
