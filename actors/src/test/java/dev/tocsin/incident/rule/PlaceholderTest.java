package dev.tocsin.incident.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
  @Test
  void namesWhatNothingFills() {
    var allowed = Placeholder.BEFORE_ITS_END;
    assertThat(Placeholder.unknown("{{component}} and {{ Page }}", allowed)).isEmpty();
    assertThat(Placeholder.unknown("no gaps, { } and {x}", allowed)).isEmpty();
    assertThat(Placeholder.unknown("{{compnent}}", allowed)).contains("{{compnent}}");
    assertThat(Placeholder.unknown("{{duration}}", allowed)).contains("{{duration}}");
    assertThat(Placeholder.unknown("{{duration}}", Placeholder.AT_ITS_END)).isEmpty();
    assertThat(Placeholder.unknown("{{component", allowed)).contains("{{");
    assertThat(Placeholder.unknown("{{}}", allowed)).contains("{{}}");
  }

  @Test
  void whatIsFilledInIsNotReadAgain() {
    assertThat(
            Placeholder.fill(
                "{{component}} on {{page}}",
                Map.of(Placeholder.COMPONENT, "$1 {{page}}", Placeholder.PAGE, "Acme")))
        .isEqualTo("$1 {{page}} on Acme");
  }

  @Test
  void saysDurationsAsPeopleDo() {
    assertThat(Wording.words(Duration.ofSeconds(40))).isEqualTo("40 s");
    assertThat(Wording.words(Duration.ofMinutes(47))).isEqualTo("47 min");
    assertThat(Wording.words(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Wording.words(Duration.ofHours(2))).isEqualTo("2 h");
    assertThat(Wording.words(Duration.ofHours(77))).isEqualTo("3 d 5 h");
  }
}
