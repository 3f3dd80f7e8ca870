package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void aLimitThatIsTooLowIsNamedWithWhatToDo() {
    assertThat(OpenFiles.warning(1000, 1024))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .contains("1024", "1000 checks", "3000", "LimitNOFILE", "max-in-flight"));
  }

  @Test
  void aLimitThatSufficesIsNotMentioned() {
    assertThat(OpenFiles.warning(1000, 3000)).isEmpty();
    assertThat(OpenFiles.warning(1000, -1)).isEmpty();
  }
}
