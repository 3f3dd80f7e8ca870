package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.conf.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path temporary;

  @Test
  void isMadeOnceAndKeepsItsPassword() {
    Path folder = temporary.resolve("made");
    String password;
    try (DemoFolder first = DemoFolder.open(folder)) {
      assertThat(first.isUnfinished()).isTrue();
      assertThat(first.isAnew()).isFalse();
      password = first.password();
      first.finished();
    }
    try (DemoFolder again = DemoFolder.open(folder)) {
      assertThat(again.isUnfinished()).isFalse();
      assertThat(again.password()).isEqualTo(password).hasSize(24);
    }
  }

  @Test
  void whatIsFinishedStays() throws IOException {
    try (DemoFolder first = DemoFolder.open(temporary)) {
      Files.writeString(temporary.resolve("database"), "whole");
      first.finished();
    }

    DemoFolder.open(temporary).close();

    assertThat(temporary.resolve("database")).hasContent("whole");
  }

  @Test
  void whatWasCutShortIsBegunAnewWithTheSamePassword() throws IOException {
    String password;
    try (DemoFolder cutShort = DemoFolder.open(temporary)) {
      password = cutShort.password();
      Files.createDirectories(temporary.resolve("archive/2026"));
      Files.writeString(temporary.resolve("archive/2026/hour"), "half");
    }
    try (DemoFolder again = DemoFolder.open(temporary)) {
      assertThat(again.isUnfinished()).isTrue();
      assertThat(again.isAnew()).isTrue();
      assertThat(again.password()).isEqualTo(password);
      assertThat(temporary.resolve("archive")).doesNotExist();
    }
  }

  @Test
  void isNotTakenFromWhoIsMakingIt() throws IOException {
    try (DemoFolder first = DemoFolder.open(temporary)) {
      Files.writeString(temporary.resolve("database"), "being made");

      assertThatThrownBy(() -> DemoFolder.open(temporary))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("Another process is making a demo");

      assertThat(temporary.resolve("database")).hasContent("being made");
      assertThat(first.isUnfinished()).isTrue();
    }
  }

  @Test
  void aStartThatEndedBeforeItsPasswordWasWrittenIsNoHindrance() throws IOException {
    Files.writeString(temporary.resolve("demo-unfinished"), "");
    Files.writeString(temporary.resolve("demo-password"), "");

    try (DemoFolder folder = DemoFolder.open(temporary)) {
      assertThat(folder.password()).hasSize(24);
      assertThat(temporary.resolve("demo-password")).hasContent(folder.password());
    }
  }

  @Test
  void refusesWhatIsNotADemos() throws IOException {
    Files.writeString(temporary.resolve("tocsin.mv.db"), "mine");

    assertThatThrownBy(() -> DemoFolder.open(temporary))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("holds something else than a demo");
    assertThat(temporary.resolve("tocsin.mv.db")).hasContent("mine");
  }
}
