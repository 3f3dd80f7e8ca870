package dev.tocsin.http.callback;

import dev.tocsin.alert.chat.SlackAnswers;
import dev.tocsin.http.Problem;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.notify.slack.SlackSignature;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** What Slack calls when somebody presses a button. What it has not signed does nothing. */
public final class SlackDoor implements RequestPipeline.Section {
  private static final String PATH = "/callbacks/slack";

  /** Slack sends the message back whole. */
  private static final int LARGEST = 512 * 1024;

  private static final long BODY_MILLIS = 2_000;

  /**
   * Slack waits for 3 s, and then says that it failed; what takes longer is still done and told.
   */
  private static final long ANSWER_MILLIS = 2_000;

  private final PostedBody posted;
  private final SlackAnswers answers;

  public SlackDoor(ActorSystem<?> system, SlackAnswers answers) {
    this.posted = new PostedBody(system, LARGEST, BODY_MILLIS);
    this.answers = answers;
  }

  @Override
  public boolean owns(String path) {
    return path.equals(PATH);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return posted.answered(request, body -> handle(request, body));
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request, ByteString body) {
    String payload = FormFields.of(body.utf8String()).getOrDefault("payload", "");
    SlackSignature signature =
        new SlackSignature(
            header(request, "X-Slack-Request-Timestamp"), header(request, "X-Slack-Signature"));
    return answers
        .read(payload, body.asByteBuffer(), signature)
        .map(
            signed ->
                answers.pressed(signed).thenApply(done -> taken()).toCompletableFuture().copy())
        .orElseGet(() -> CompletableFuture.completedFuture(refused()))
        .completeOnTimeout(taken(), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value).orElse("");
  }

  private static HttpResponse taken() {
    return HttpResponse.create()
        .withStatus(200)
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  /** The same, whatever is wrong: who guesses learns nothing. */
  private static HttpResponse refused() {
    return Problem.forbidden(
            "This is not signed with the signing secret of the channel, or is too old.")
        .response();
  }
}
