package dev.tocsin.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotesTest {
  private static final String SECRET = "a-password-of-some-length";

  private final Notes notes = new Notes(Instant.EPOCH);

  @ParameterizedTest
  @ValueSource(ints = {0, 170, 176, 185, 195, 199, 200, 300})
  void hidesASecretThatAQuoteWasCutIn(int before) {
    notes.hide(SECRET);
    String said = "x".repeat(before) + SECRET + "y".repeat(300);
    notes.fact("answer", Quotes.of(said));
    CheckResult result = notes.result("It said \"" + Quotes.of(said) + "\", which is wrong", null);
    String shown = result.error() + result.evidence();
    assertThat(shown).doesNotContain(SECRET.substring(0, 4));
    assertThat(shown).contains("which is wrong");
  }

  @Test
  void leavesOtherThreeDotsAlone() {
    notes.hide(SECRET);
    assertThat(notes.result("It goes on... a-pass... and a-", null).error())
        .isEqualTo("It goes on... ********... and a-");
  }
}
