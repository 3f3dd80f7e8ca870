package dev.tocsin.http.page;

import dev.tocsin.http.SameOrigin;
import dev.tocsin.http.page.Entrance.Visitor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** Reads forms of pages of our own; what another site sent is refused. */
final class Forms extends AllDirectives {
  private static final long LARGEST = 16_384;

  /** A body of a request is 64 KiB at most, three bytes for each where they are encoded. */
  private static final long LARGEST_OF_SESSION = 262_144;

  private static final long LARGEST_OF_ALL = 1 << 20;

  private final Entrance entrance;
  private final Answers answers;
  private final Notices notices;
  private final SameOrigin sameOrigin;

  Forms(Entrance entrance, Answers answers, Notices notices, SameOrigin sameOrigin) {
    this.entrance = entrance;
    this.answers = answers;
    this.notices = notices;
    this.sameOrigin = sameOrigin;
  }

  /** Takes a form that anybody may send. */
  interface Handler {
    CompletionStage<HttpResponse> answer(HttpRequest request, Map<String, String> form);
  }

  /** Takes a form of somebody who is signed in. */
  interface SessionHandler {
    CompletionStage<HttpResponse> answer(
        HttpRequest request, Visitor visitor, Map<String, String> form);
  }

  /** Takes a form of somebody who is signed in, in which a field may stand several times. */
  interface ListHandler {
    CompletionStage<HttpResponse> answer(Visitor visitor, Map<String, List<String>> form);
  }

  Route read(Handler handler) {
    return read(LARGEST, handler);
  }

  private Route read(long largest, Handler handler) {
    return withSizeLimit(
        largest,
        () ->
            formFieldMap(
                fields ->
                    answers.to(request -> ours(request, () -> handler.answer(request, fields)))));
  }

  private CompletionStage<HttpResponse> ours(
      HttpRequest request, Supplier<CompletionStage<HttpResponse>> handler) {
    return sameOrigin.refusal(request).isPresent() ? done(notices.foreignForm()) : handler.get();
  }

  /** Like {@link #ofSession}. */
  Route listOfSession(ListHandler handler) {
    return withSizeLimit(
        LARGEST,
        () ->
            formFieldMultiMap(
                fields ->
                    answers.to(
                        request ->
                            ours(
                                request,
                                () ->
                                    inSession(
                                        request,
                                        fields.getOrDefault("csrf", List.of("")).getFirst(),
                                        visitor -> handler.answer(visitor, fields))))));
  }

  /** With the token of that session; who has none is sent to the sign-in. */
  Route ofSession(SessionHandler handler) {
    return ofSession(LARGEST, handler);
  }

  /** As above, where long texts may be in it. */
  Route ofLargeSession(SessionHandler handler) {
    return ofSession(LARGEST_OF_SESSION, handler);
  }

  /** As above, where a whole file may be in it: as much as any request may have. */
  Route ofHugeSession(SessionHandler handler) {
    return ofSession(LARGEST_OF_ALL, handler);
  }

  private Route ofSession(long largest, SessionHandler handler) {
    return read(
        largest,
        (request, form) ->
            inSession(
                request,
                form.getOrDefault("csrf", ""),
                visitor -> handler.answer(request, visitor, form)));
  }

  private CompletionStage<HttpResponse> inSession(
      HttpRequest request, String csrf, Function<Visitor, CompletionStage<HttpResponse>> handler) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor -> {
              if (visitor.isEmpty()) {
                return done(Answers.toDoorOfForm(request));
              }
              return isOf(visitor.get(), request, csrf)
                  ? handler.apply(visitor.get())
                  : done(notices.foreignForm());
            });
  }

  private boolean isOf(Visitor visitor, HttpRequest request, String csrf) {
    return sameOrigin.refusalOfSession(request).isEmpty()
        && MessageDigest.isEqual(
            visitor.csrf().getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
