package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
  @TempDir Path folder;
  private DirectoryStore store;

  @BeforeEach
  void open() {
    store = new DirectoryStore(folder.resolve("shared"));
  }

  @Test
  void keepsWholeObjectsAndGivesPartsOfThem() throws IOException {
    put("results/2026/a", "0123456789");

    assertThat(store.get("results/2026/a", 100)).contains(bytes("0123456789"));
    assertThat(store.range("results/2026/a", 3, 4)).contains(bytes("3456"));
    assertThat(store.get("results/2026/b", 100)).isEmpty();
    assertThat(store.range("results/2026/b", 0, 1)).isEmpty();
    assertThatThrownBy(() -> store.range("results/2026/a", 8, 4))
        .isInstanceOf(BrokenObjectException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> store.get("results/2026/a", 4))
        .isInstanceOf(BrokenObjectException.class);
  }

  @Test
  void listsFoldersAndObjectsButNoneThatIsNotComplete() throws IOException {
    put("results/2026/11/a", "1");
    put("results/2026/12/b", "1");
    put("results/c", "1");
    Files.writeString(folder.resolve("shared/results/.c.1.part"), "half");

    assertThat(store.names("results/")).containsExactly("2026/", "c");
    assertThat(store.within("results/"))
        .containsExactlyInAnyOrder("results/2026/11/a", "results/2026/12/b", "results/c");
    assertThat(store.names("other/")).isEmpty();
  }

  @Test
  void removesWhatAnEarlierAttemptLeft() throws IOException {
    put("results/c", "1");
    Path left = Files.writeString(folder.resolve("shared/results/.c.1.part"), "half");

    put("results/c", "2");

    assertThat(left).doesNotExist();
    assertThat(store.get("results/c", 9)).contains(bytes("2"));
  }

  @Test
  void deletesFoldersThatAreEmptyButNotThoseInUse() throws IOException {
    put("results/2026/11/a", "1");
    put("results/2026/12/b", "1");

    store.delete("results/2026/11/a");
    store.delete("results/2026/11/a");

    assertThat(store.names("results/2026/")).containsExactly("12/");
  }

  @Test
  void oneWritesWhereAnotherDeletes() throws Exception {
    DirectoryStore other = new DirectoryStore(folder.resolve("shared"));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> work = new ArrayList<>();
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  put("results/2026/11/own" + i, "1");
                }
                return null;
              }));
      work.add(
          threads.submit(
              () -> {
                Path content = Files.writeString(folder.resolve("other-content"), "1");
                for (int i = 0; i < 50; i++) {
                  other.put("results/2026/11/other", content);
                  other.delete("results/2026/11/other");
                }
                return null;
              }));
      for (Future<?> each : work) {
        each.get();
      }
    }
    assertThat(store.names("results/2026/11/")).hasSize(50);
  }

  @Test
  void saysWhatIsWrongWithTheFolder() throws IOException {
    Files.writeString(folder.resolve("shared"), "a file");

    assertThatThrownBy(() -> put("results/a", "1"))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageStartingWith("The archive in the folder " + folder.resolve("shared"))
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> store.get("results/a", 1)).isInstanceOf(StoreAwayException.class);
  }

  @Test
  void aFileThatCannotBeReadIsNotTheWholeFolder() {
    Path process = Path.of("/proc/self"); // its memory has nothing at 0, for anybody
    assumeTrue(Files.isRegularFile(process.resolve("mem")));

    assertThatThrownBy(() -> new DirectoryStore(process).range("mem", 0, 4))
        .isInstanceOf(UnreadableObjectException.class)
        .hasMessageStartingWith("The object mem cannot be read (");
  }

  private void put(String name, String text) throws IOException {
    store.put(name, Files.writeString(folder.resolve("content"), text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
