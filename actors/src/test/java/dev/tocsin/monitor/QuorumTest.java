package dev.tocsin.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTest {
  @ParameterizedTest
  @ValueSource(strings = {"any", "majority", "all", "1", "2", "9999"})
  void readsWhatItWrites(String text) {
    assertThat(Quorum.parse(text)).hasValueSatisfying(it -> assertThat(it.text()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "most", "ANY", "0", "-1", "01", "1.0", "10000", "4294967297"})
  void readsNothingElse(String text) {
    assertThat(Quorum.parse(text)).isEmpty();
  }
}
