package dev.tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @Test
  void quotesWhatWouldEndACell() {
    assertThat(Csv.text("one, two")).isEqualTo("\"one, two\"");
    assertThat(Csv.text("a \"b\" c")).isEqualTo("\"a \"\"b\"\" c\"");
    assertThat(Csv.text("two\r\nlines")).isEqualTo("\"two\r\nlines\"");
    assertThat(Csv.text("plain text")).isEqualTo("plain text");
    assertThat(Csv.text("")).isEmpty();
    assertThat(Csv.text(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"})
  void keepsAFormulaText(String formula) {
    assertThat(Csv.text(formula).replace("\"", "")).isEqualTo("'" + formula);
  }

  @Test
  void keepsAFormulaTextThatIsQuotedToo() {
    assertThat(Csv.text("=HYPERLINK(\"http://x\",\"y\")"))
        .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  }

  @Test
  void endsLinesAsTheFormatWants() {
    assertThat(Csv.line(List.of("a", "", "c"))).isEqualTo("a,,c\r\n");
  }
}
