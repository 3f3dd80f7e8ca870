package dev.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
  private final Deque<Runnable> onTheirWay = new ArrayDeque<>();
  private final List<List<Integer>> statements = new ArrayList<>();
  private boolean away;

  private final SharedReads<Integer, String> reads =
      new SharedReads<>(
          500,
          (connection, questions) -> {
            statements.add(questions);
            if (away) {
              throw new SQLException("away");
            }
            return questions.stream().map(question -> "answer " + question).toList();
          },
          this::later);

  private CompletionStage<List<String>> later(SharedReads.Work<List<String>> work) {
    CompletableFuture<List<String>> done = new CompletableFuture<>();
    onTheirWay.add(() -> complete(done, work));
    return done;
  }

  private static void complete(
      CompletableFuture<List<String>> done, SharedReads.Work<List<String>> work) {
    try {
      done.complete(work.on(null));
    } catch (SQLException failed) {
      done.completeExceptionally(failed);
    }
  }

  private List<CompletableFuture<String>> ask(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(question -> reads.ask(question).toCompletableFuture())
        .toList();
  }

  @Test
  void whoAsksAloneIsAskedForAtOnceAndTheOthersGather() {
    var answers = ask(0, 1_200);
    while (!onTheirWay.isEmpty()) {
      onTheirWay.remove().run();
    }
    assertThat(statements).extracting(List::size).containsExactly(1, 1, 500, 500, 198);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isCompletedWithValue("answer " + i);
    }
  }

  @Test
  void aFailureIsOfThoseWhoAskedTogether() {
    away = true;
    var failed = ask(0, 1);
    onTheirWay.remove().run();
    assertThat(failed.getFirst()).as("asked again, on another connection").isNotDone();
    onTheirWay.remove().run();
    assertThat(failed.getFirst()).isCompletedExceptionally();
    away = false;
    var next = ask(1, 2);
    onTheirWay.remove().run();
    assertThat(next.getFirst()).isCompletedWithValue("answer 1");
  }

  @Test
  void nobodyIsForgottenWhoeverAsksWhen() throws Exception {
    try (var database = Executors.newFixedThreadPool(2);
        var askers = Executors.newFixedThreadPool(4)) {
      SharedReads<Integer, Integer> shared =
          new SharedReads<>(
              500,
              (connection, questions) -> questions,
              work ->
                  CompletableFuture.supplyAsync(
                      () -> {
                        try {
                          return work.on(null);
                        } catch (SQLException never) {
                          throw new IllegalStateException(never);
                        }
                      },
                      database));
      var all = new ConcurrentLinkedQueue<CompletableFuture<Integer>>();
      var askings =
          IntStream.range(0, 4)
              .mapToObj(
                  asker ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < 20_000; i++) {
                              all.add(shared.ask(i).toCompletableFuture());
                            }
                          },
                          askers))
              .toList();
      askings.forEach(CompletableFuture::join);
      for (var each : all) {
        assertThat(each).succeedsWithin(Duration.ofSeconds(10));
      }
    }
  }
}
