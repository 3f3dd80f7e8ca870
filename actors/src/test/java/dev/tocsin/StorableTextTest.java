package dev.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Größe 東京", "a \ud83d\udd14 bell", "\n\t\u001b"})
  void leavesTextAsItIs(String text) {
    assertThat(StorableText.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\ud800b", "a\udc00b"})
  void replacesWhatNoStoreTakes(String text) {
    assertThat(StorableText.of(text)).isEqualTo("a\ufffdb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud800", "a\u0000"})
  void replacesItAtTheEnd(String text) {
    assertThat(StorableText.of(text)).isEqualTo("a\ufffd");
  }
}
