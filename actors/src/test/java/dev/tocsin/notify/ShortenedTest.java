package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShortenedTest {
  private static final String FACE = "\ud83d\ude00";

  @Test
  void keepsWhatFits() {
    assertThat(Shortened.to("abcde", 5)).isEqualTo("abcde");
    assertThat(Shortened.toBytes("\u20ac\u20ac", 6)).isEqualTo("\u20ac\u20ac");
    assertThat(Escape.HTML.within("a<b", 6)).isEqualTo("a&lt;b");
  }

  @Test
  void endsWithAnEllipsisAndCutsNoCharacterInTwo() {
    assertThat(Shortened.to("abcdef", 5)).isEqualTo("abcd\u2026");
    assertThat(Shortened.to(FACE + FACE + FACE, 4)).isEqualTo(FACE + "\u2026");
    assertThat(Shortened.to(FACE + FACE + FACE, 5)).isEqualTo(FACE + FACE + "\u2026");
    assertThat(Shortened.to("abc", 1)).isEqualTo("\u2026");
    for (int most = 3; most < 12; most++) {
      String cut = Shortened.toBytes(FACE + FACE + FACE, most);
      assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(most);
      assertThat(cut).endsWith("\u2026").doesNotContain("?");
    }
  }

  @Test
  void cutsNoEscapeInTwo() {
    assertThat(Escape.HTML.within("<<<", 12)).isEqualTo("&lt;&lt;&lt;");
    assertThat(Escape.HTML.within("<<<", 11)).isEqualTo("&lt;&lt;\u2026");
    assertThat(Escape.HTML.within("<<<", 8)).isEqualTo("&lt;\u2026");
    assertThat(Escape.MARKDOWN.within(FACE + "*" + FACE, 5)).isEqualTo(FACE + "\\*\u2026");
    assertThat(Escape.MARKDOWN.of("@here")).isEqualTo("@\u200bhere");
  }
}
