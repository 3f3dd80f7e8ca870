package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Pages that say one thing: that there is nothing, or that something went wrong. */
public final class Notices {
  private static final int RETRY_SECONDS = 5;

  private final Templates templates;
  private final HttpResponse noStatusPage;
  private final HttpResponse notFound;
  private final HttpResponse notYet;
  private final HttpResponse failed;
  private final HttpResponse foreignForm;
  private final HttpResponse notAllowed;
  private final HttpResponse noLink;
  private final HttpResponse tooOften;

  public Notices(Templates templates) {
    this.templates = templates;
    noStatusPage =
        page(
            templates,
            StatusCodes.NOT_FOUND,
            "There is no status page here.",
            "The address may have a mistake in it, or the page was taken down or renamed.");
    notFound =
        leadingOn(
            templates,
            StatusCodes.NOT_FOUND,
            "There is nothing here.",
            "The address may have a mistake in it, or what was here is gone.");
    notYet =
        page(
                templates,
                StatusCodes.SERVICE_UNAVAILABLE,
                "This page is not ready yet.",
                "Tocsin is starting, or cannot reach its database. Load the page again in a few"
                    + " seconds.")
            .addHeader(RawHeader.create("Retry-After", Integer.toString(RETRY_SECONDS)));
    failed =
        page(
            templates,
            StatusCodes.INTERNAL_SERVER_ERROR,
            "Something in Tocsin failed.",
            "Nothing that you did is wrong. The log of this server says what happened.");
    foreignForm =
        page(
            templates,
            StatusCodes.FORBIDDEN,
            "This form is no longer valid.",
            "Your session has ended or changed since the page was loaded, or the form was sent from"
                + " another site. Go back, load the page again and send it once more.");
    notAllowed =
        leadingOn(
            templates,
            StatusCodes.FORBIDDEN,
            "Your role does not allow that.",
            "Nothing was done. An owner or an admin of the organization can do it, or give you the"
                + " role for it.");
    noLink =
        leadingOn(
            templates,
            StatusCodes.NOT_FOUND,
            "This link leads to no alert any more.",
            "A link in a message is good for a week, and for whom it was sent to. Sign in to see all"
                + " alerts; nothing was acknowledged by this link.");
    tooOften =
        page(
            templates,
            StatusCodes.TOO_MANY_REQUESTS,
            "Too many answers came from your network.",
            "Nothing was done by this one. Wait a minute, then press the button again.");
  }

  /** What is made of something that this node knows, or that it does not know it. */
  <T> CompletionStage<HttpResponse> of(
      Lookup<T> looked, Function<T, CompletionStage<HttpResponse>> then) {
    return switch (looked) {
      case Lookup.Found<T>(T found) -> then.apply(found);
      case Lookup.Unknown<T>() -> CompletableFuture.completedStage(notFound);
      case Lookup.Incomplete<T>() -> CompletableFuture.completedStage(notYet);
    };
  }

  /** 404 for a slug; the same whether there is no page or one that only members may know of. */
  public HttpResponse noStatusPage() {
    return noStatusPage;
  }

  /** 404 for every other address. */
  public HttpResponse notFound() {
    return notFound;
  }

  /** 503: the node does not know enough yet, or the store is away. */
  public HttpResponse notYet() {
    return notYet;
  }

  /** 500; for what the program's author has to read in the log. */
  public HttpResponse failed() {
    return failed;
  }

  /** 403: a form without the session's token, or from another site. */
  public HttpResponse foreignForm() {
    return foreignForm;
  }

  /** 403: who may read it all, but not do that. */
  public HttpResponse notAllowed() {
    return notAllowed;
  }

  /** 404: a link of a message that is no link of ours, or not any more. */
  public HttpResponse noLink() {
    return noLink;
  }

  /** What came of a link that nobody signs in for. */
  HttpResponse told(int status, String sentence, String more) {
    return page(templates, StatusCodes.get(status), sentence, more);
  }

  /** 429: who answers without signing in may do so some times a minute. */
  public HttpResponse tooOften(Duration retryAfter) {
    return tooOften.addHeader(
        RawHeader.create(
            "Retry-After", Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()))));
  }

  private static HttpResponse page(
      Templates templates, StatusCode status, String sentence, String more) {
    return page(templates, status, sentence, more, false);
  }

  /** For who came from inside: with a link back to the monitors. */
  private static HttpResponse leadingOn(
      Templates templates, StatusCode status, String sentence, String more) {
    return page(templates, status, sentence, more, true);
  }

  private static HttpResponse page(
      Templates templates, StatusCode status, String sentence, String more, boolean leadsOn) {
    byte[] html =
        templates.render(
            "notice.jte",
            Map.of(
                "code", status.intValue(), "sentence", sentence, "more", more, "leadsOn", leadsOn));
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(PageRenderer.HTML, html))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
