package dev.tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.server.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RequestPipelineTest {
  private static final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "pipeline");

  private final CompletableFuture<HttpResponse> never = new CompletableFuture<>();

  @AfterAll
  static void stop() {
    system.terminate();
  }

  private RequestPipeline pipeline(RequestPipeline.Section... sections) {
    return new RequestPipeline(
        system,
        SecurityHeaders.PLAIN,
        asked -> null,
        Map.of("/mount", request -> never),
        List.of(sections),
        Directives.completeWithFuture(never),
        Duration.ofMillis(200));
  }

  private RequestPipeline.Section section(String path, boolean keepsTime) {
    return new RequestPipeline.Section() {
      @Override
      public boolean owns(String asked) {
        return asked.equals(path);
      }

      @Override
      public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return never;
      }

      @Override
      public boolean keepsTime() {
        return keepsTime;
      }
    };
  }

  @Test
  void answersInTimeWhateverHangs() throws Exception {
    RequestPipeline pipeline = pipeline(section("/section", false));
    for (String path : List.of("/mount", "/section", "/page")) {
      HttpResponse answer =
          pipeline.handle(HttpRequest.GET(path)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(answer.status().intValue()).as(path).isEqualTo(503);
      assertThat(answer.getHeader("Retry-After")).isPresent();
      assertThat(answer.getHeader("Content-Security-Policy")).isPresent();
    }
    assertThat(never).as("what it waited for").isNotDone();
  }

  @Test
  void leavesTheTimeToWhoKeepsItThemselves() throws Exception {
    RequestPipeline pipeline = pipeline(section("/keeps", true), section("/other", false));
    CompletableFuture<HttpResponse> answer =
        pipeline.handle(HttpRequest.GET("/keeps")).toCompletableFuture();
    // asked later, and late already
    HttpResponse other =
        pipeline.handle(HttpRequest.GET("/other")).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(other.status().intValue()).isEqualTo(503);
    assertThat(answer).isNotDone();
    never.complete(HttpResponse.create());
    assertThat(answer.get(10, TimeUnit.SECONDS).status().intValue()).isEqualTo(200);
  }

  @Test
  void letsABodyFlowForLongerThanAnAnswerMayTakeToBegin() throws Exception {
    RequestPipeline pipeline =
        new RequestPipeline(
            system,
            SecurityHeaders.PLAIN,
            asked -> null,
            Map.of("/flows", request -> CompletableFuture.completedStage(flowing())),
            List.of(),
            Directives.completeWithFuture(never),
            Duration.ofMillis(50));
    HttpServer server =
        HttpServer.start(system, "127.0.0.1", 0, pipeline, InstantSource.system())
            .toCompletableFuture()
            .get();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.address().getPort() + "/flows"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("0 1 2 3 4 ");
    } finally {
      server.drain(Duration.ZERO);
    }
  }

  /** Takes 400 ms. */
  private static HttpResponse flowing() {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(
                ContentTypes.TEXT_PLAIN_UTF8,
                Source.tick(Duration.ZERO, Duration.ofMillis(100), "")
                    .zipWithIndex()
                    .take(5)
                    .map(each -> ByteString.fromString(each.second() + " "))));
  }
}
