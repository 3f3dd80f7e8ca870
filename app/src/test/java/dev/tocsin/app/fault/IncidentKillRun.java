package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.persistence.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program killed at a moment that a seed decides, while several people open incidents and tell
 * customers of them; twice. Whoever has no answer sends the same again to the next life. Everything
 * must be there once: each incident, each update and each note, on the dashboard's side and on the
 * status page.
 */
final class IncidentKillRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration SHOWN = Duration.ofSeconds(30);
  private static final int KILLS = 2;
  private static final int WRITERS = 4;
  private static final int LONGEST_LIFE_MILLIS = 3_000;
  private static final List<String> PHASES =
      List.of("identified", "monitoring", "resolved", "postmortem");

  /**
   * What one run was like.
   *
   * @param incidents that were opened
   * @param told updates of them
   * @param repeated what was sent again, for there was no answer
   */
  record Report(long seed, int incidents, int told, int repeated) {}

  private final long seed;
  private final SplittableRandom random;
  private final Map<String, String> environment;

  IncidentKillRun(long seed, Path folder) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    environment = new HashMap<>(ApiClient.OWNER);
    environment.put("TOCSIN_PORT", Integer.toString(FreePorts.on("127.0.0.1")));
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.resolve("incidents-" + seed).toString());
  }

  /**
   * @throws AssertionError where anything is lost or doubled, with the seed
   */
  Report run() throws Exception {
    List<Writer> writers = new ArrayList<>();
    for (int number = 0; number < WRITERS; number++) {
      writers.add(new Writer(number));
    }
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        live(writers, kill == 0);
      }
      try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
        var api = ApiClient.signIn(process.url());
        writers.forEach(writer -> writer.finish(api));
        assertThat(api.all("/incidents"))
            .extracting(incident -> incident.path("title").textValue())
            .containsExactlyInAnyOrderElementsOf(
                writers.stream().flatMap(writer -> writer.titles().stream()).toList());
        for (Writer writer : writers) {
          writer.verify(api, process.url());
        }
        assertThat(process.output()).doesNotContain("ERROR", "Exception");
      }
    } catch (AssertionError | ConditionTimeoutException fault) {
      throw new AssertionError("Seed " + seed + ": " + fault.getMessage(), fault);
    }
    return new Report(
        seed,
        writers.stream().mapToInt(writer -> writer.told.size()).sum(),
        writers.stream().flatMap(writer -> writer.told.stream()).mapToInt(one -> one.updates).sum(),
        writers.stream().mapToInt(writer -> writer.repeated).sum());
  }

  private void live(List<Writer> writers, boolean isFirst) throws Exception {
    try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
      var api = ApiClient.signIn(process.url());
      if (isFirst) {
        api.page("told", Map.of("Labels", List.of()));
      }
      var writing =
          CompletableFuture.allOf(
              writers.stream()
                  .map(
                      writer ->
                          CompletableFuture.runAsync(
                              () -> writer.write(api), Thread::startVirtualThread))
                  .toArray(CompletableFuture[]::new));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS)); // the moment of its death
      process.kill();
      writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** One incident, as its writer means it. */
  private static final class Story {
    private final String title;
    private String id = "";
    private int updates;
    private boolean noted;

    private Story(String title) {
      this.title = title;
    }

    private String message(int update) {
      return title + ", update " + update;
    }
  }

  /** Somebody who opens one incident after the other, and tells of each until it is over. */
  private static final class Writer {
    private final int number;
    private final List<Story> told = new ArrayList<>();
    private int repeated;

    private Writer(int number) {
      this.number = number;
    }

    private List<String> titles() {
      return told.stream().map(story -> story.title).toList();
    }

    /** Until the program is gone. */
    private void write(ApiClient api) {
      try {
        while (true) {
          if (told.isEmpty() || told.getLast().noted) {
            told.add(new Story("Incident " + number + "-" + told.size()));
          }
          step(api, told.getLast());
        }
      } catch (UncheckedIOException gone) {
        repeated++; // what has no answer is sent again to the next life
      }
    }

    private void finish(ApiClient api) {
      while (!told.isEmpty() && !told.getLast().noted) {
        step(api, told.getLast());
      }
    }

    private void step(ApiClient api, Story story) {
      if (story.id.isEmpty()) {
        var incident =
            ApiClient.object()
                .put("title", story.title)
                .put("impact", "minor")
                .put("visibility", "public")
                .put("message", story.message(0));
        story.id = api.post("/incidents", incident, story.title).ok().path("id").textValue();
      } else if (story.updates < PHASES.size()) {
        var update =
            ApiClient.object()
                .put("phase", PHASES.get(story.updates))
                .put("message", story.message(story.updates + 1));
        api.post("/incidents/" + story.id + "/updates", update, story.title + story.updates).ok();
        story.updates++;
      } else {
        var note = ApiClient.object().put("text", "Told of " + story.title);
        api.post("/incidents/" + story.id + "/notes", note, story.title + " noted").ok();
        story.noted = true;
      }
    }

    private void verify(ApiClient api, URI url) {
      for (Story story : told) {
        var incident = api.get("/incidents/" + story.id).ok();
        assertThat(texts(incident.path("updates"), "message"))
            .containsExactlyInAnyOrder(
                story.message(0),
                story.message(1),
                story.message(2),
                story.message(3),
                story.message(4));
        assertThat(texts(incident.path("timeline"), "text"))
            .containsExactly("Told of " + story.title);
        assertThat(incident.path("phase").textValue()).isEqualTo("postmortem");
        await()
            .atMost(SHOWN)
            .untilAsserted(
                () ->
                    assertThat(page(url, "incidents/" + story.id))
                        .containsOnlyOnce(story.message(4)));
      }
    }

    private static List<String> texts(JsonNode all, String field) {
      return StreamSupport.stream(all.spliterator(), false)
          .flatMap(one -> Stream.ofNullable(one.path(field).textValue()))
          .toList();
    }

    private static String page(URI url, String below) throws IOException, InterruptedException {
      try (var http = HttpClient.newHttpClient()) {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/status/told/" + below)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
      }
    }
  }
}
