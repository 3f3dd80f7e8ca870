package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekTimesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon-Fri 09:00-17:00 | {'days':['monday','tuesday','wednesday','thursday','friday'],'from':'09:00','until':'17:00'}",
        "sat, sunday 0:00 – 24:00 | {'days':['saturday','sunday'],'from':'00:00','until':'00:00'}",
        "Fri-Mon 22:00-06:00 | {'days':['friday','saturday','sunday','monday'],'from':'22:00','until':'06:00'}",
        "22:00-06:00 | {'from':'22:00','until':'06:00'}",
        "Fri 17:00 - Mon 09:00 | {'fromDay':'friday','untilDay':'monday','from':'17:00','until':'09:00'}"
      })
  void readsTimesAsPeopleWriteThem(String line, String json) {
    assertThat(WeekTimes.read(line).orElseThrow()).hasToString(json.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "Mon-Fri",
        "Mon-Fry 09:00-17:00",
        "Mo 09:00-17:00",
        "25:00-26:00",
        "Fri 17:00"
      })
  void whatIsNoTimeIsNotUnderstood(String line) {
    assertThat(WeekTimes.read(line)).isEmpty();
  }

  @Test
  void aDayBeginsNothingByItself() {
    assertThat(WeekTimes.read(", 09:00-17:00")).isEmpty();
  }
}
