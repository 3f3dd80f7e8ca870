package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.Json;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.server.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Exports.Table<Row> TABLE =
      new Exports.Table<>(List.of("number", "text", "part.half", "part.none"), Row::json);
  private static final FileName NAME = new FileName("rows");

  private static ActorSystem<Void> system;
  private static HttpServer server;
  private static volatile Exports.Format format;
  private static volatile Function<Optional<Integer>, CompletionStage<Exports.Part<Row, Integer>>>
      parts;

  private record Row(int number, String text) {
    com.fasterxml.jackson.databind.node.ObjectNode json() {
      var json = Json.object().put("number", number).put("text", text);
      json.putObject("part").put("half", number / 2.0).putNull("none");
      return json;
    }
  }

  @BeforeAll
  static void start() {
    system = ActorSystem.create(Behaviors.empty(), "exports");
    RequestPipeline pipeline =
        new RequestPipeline(
            system,
            SecurityHeaders.PLAIN,
            asked -> null,
            Map.of(
                "/rows",
                request ->
                    Exports.answer(
                        format, NAME, TABLE, (Optional<Integer> cursor) -> parts.apply(cursor))),
            List.of(),
            Directives.reject());
    server =
        HttpServer.start(system, "127.0.0.1", 0, pipeline, InstantSource.system())
            .toCompletableFuture()
            .join();
  }

  @AfterAll
  static void stop() {
    server.drain(Duration.ZERO).toCompletableFuture().join();
    system.terminate();
  }

  private static HttpResponse<String> get() throws Exception {
    return CLIENT.send(request(), BodyHandlers.ofString());
  }

  private static HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.address().getPort() + "/rows"))
        .build();
  }

  private static CompletionStage<Exports.Part<Row, Integer>> part(
      Optional<Integer> next, Row... rows) {
    return CompletableFuture.completedStage(new Exports.Part<>(List.of(rows), next));
  }

  @Test
  void writesAllPartsAsOneCsv() throws Exception {
    format = Exports.Format.CSV;
    parts =
        cursor ->
            switch (cursor.orElse(0)) {
              case 0 -> part(Optional.of(1), new Row(-1, "-1"), new Row(2, "a, b"));
              case 1 -> part(Optional.of(2));
              default -> part(Optional.empty(), new Row(3, "ü"));
            };
    HttpResponse<String> answer = get();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "number,text,part.half,part.none\r\n-1,'-1,-0.5,\r\n2,\"a, b\",1.0,\r\n3,ü,1.5,\r\n");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow().toLowerCase())
        .startsWith("text/csv;")
        .contains("charset=utf-8")
        .contains("header=present");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"rows.csv\"");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void writesOneObjectALine() throws Exception {
    format = Exports.Format.NDJSON;
    parts = cursor -> part(Optional.empty(), new Row(1, "a\nb"), new Row(2, "c"));
    HttpResponse<String> answer = get();
    assertThat(answer.body().lines())
        .containsExactly(
            "{\"number\":1,\"text\":\"a\\nb\",\"part\":{\"half\":0.5,\"none\":null}}",
            "{\"number\":2,\"text\":\"c\",\"part\":{\"half\":1.0,\"none\":null}}");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
  }

  @Test
  void isEmptyWhereThereIsNothing() throws Exception {
    format = Exports.Format.NDJSON;
    parts = cursor -> part(Optional.empty());
    assertThat(get().body()).isEmpty();
  }

  @Test
  void answersAProblemWhereNothingWasSentYet() throws Exception {
    format = Exports.Format.CSV;
    parts = cursor -> CompletableFuture.failedStage(new StoreUnavailableException("away"));
    HttpResponse<String> answer = get();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void breaksTheConnectionOffWhereAPartIsMissing() {
    format = Exports.Format.CSV;
    parts =
        cursor ->
            cursor.isEmpty()
                ? part(Optional.of(1), new Row(1, "one"))
                : CompletableFuture.failedStage(new StoreUnavailableException("away"));
    assertThatThrownBy(ExportsTest::get).isInstanceOf(IOException.class);
  }

  @Test
  void readsNoFurtherThanItsReader() throws Exception {
    AtomicInteger read = new AtomicInteger();
    Row[] rows =
        IntStream.range(0, 1_000).mapToObj(i -> new Row(i, "x".repeat(1_000))).toArray(Row[]::new);
    format = Exports.Format.NDJSON;
    parts = cursor -> part(Optional.of(1).filter(it -> read.incrementAndGet() < 200), rows);
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.setReceiveBufferSize(4_096);
      socket
          .getOutputStream()
          .write("GET /rows HTTP/1.1\r\nHost: t\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(10))
          .until(read::get, it -> it < 50);
    }
    HttpResponse<InputStream> whole = CLIENT.send(request(), BodyHandlers.ofInputStream());
    try (InputStream body = whole.body()) {
      assertThat(body.transferTo(java.io.OutputStream.nullOutputStream())).isGreaterThan(1_000_000);
    }
  }

  @Test
  void namesTheFileByTheMonitor() {
    assertThat(new FileName("größe-outages").disposition("csv").value())
        .isEqualTo(
            "attachment; filename=\"gr_e-outages.csv\";"
                + " filename*=UTF-8''gr%C3%B6%C3%9Fe-outages.csv");
  }
}
