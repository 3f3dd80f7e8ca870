package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");

  @TempDir Path folder;
  private DirectoryStore store;

  @BeforeEach
  void open() {
    store = new DirectoryStore(folder.resolve("archive"));
  }

  @Test
  void deletesTheHoursThatAreTooOldOfAllNodes() throws IOException {
    List<String> kept = new ArrayList<>();
    kept.addAll(hour("2026-11-20T10:00:00Z", "eu-1"));
    kept.addAll(hour("2026-11-21T09:00:00Z", "eu-1"));
    hour("2026-11-20T09:00:00Z", "eu-1");
    hour("2026-11-20T09:00:00Z", "us-1");
    hour("2026-10-31T23:00:00Z", "eu-1");
    hour("2025-12-31T23:00:00Z", "gone-1");

    boolean done = new Retention(store, Duration.ofDays(1)).run(NOW);

    assertThat(done).isTrue();
    assertThat(store.within("results/")).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(store.names("results/")).containsExactly("2026/");
  }

  @Test
  void keepsForEverWhatNoTimeIsSetFor() throws IOException {
    hour("1999-12-31T23:00:00Z", "eu-1");

    assertThat(new Retention(store, Duration.ZERO).run(NOW)).isTrue();
    assertThat(store.within("results/")).hasSize(3);
  }

  @Test
  void leavesFilesThatAreNotOurs() throws IOException {
    hour("2025-12-31T23:00:00Z", "eu-1");
    put("results/2025/12/31/23/notes.txt");
    put("results/2025/12/notes.txt");

    new Retention(store, Duration.ofDays(1)).run(NOW);

    assertThat(store.within("results/"))
        .containsExactlyInAnyOrder("results/2025/12/31/23/notes.txt", "results/2025/12/notes.txt");
  }

  @Test
  void doesABoundedPartAtATime() throws IOException {
    for (int i = 0; i < 10; i++) {
      hour("2020-01-0" + (i / 5 + 1) + "T0" + (i % 5) + ":00:00Z", "eu-1");
    }
    Retention retention = new Retention(store, Duration.ofDays(1), 12);

    assertThat(retention.run(NOW)).isFalse();
    assertThat(store.within("results/"))
        .hasSize(18)
        .allSatisfy(name -> assertThat(name).isGreaterThan("results/2020/01/01/04/"));
    assertThat(retention.run(NOW)).isFalse();
    assertThat(retention.run(NOW)).isTrue();
    assertThat(store.within("results/")).isEmpty();
  }

  private List<String> hour(String hour, String node) throws IOException {
    List<String> names = new ArrayList<>();
    for (String end : List.of(".results.ndjson.gz", ".sketches.ndjson.gz", ".index.json")) {
      names.add(put(Hours.folder(Instant.parse(hour)) + node + end));
    }
    return names;
  }

  private String put(String name) throws IOException {
    store.put(name, Files.writeString(folder.resolve("content"), "x"));
    return name;
  }
}
