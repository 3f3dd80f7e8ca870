package dev.tocsin.probe.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void readsSecondsAndDates() {
    assertThat(wait("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(wait(" Sat, 21 Nov 2026 12:30:00 GMT ")).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void staysBetweenAMinuteAndADay() {
    assertThat(wait("0")).isEqualTo(Duration.ofMinutes(1));
    assertThat(wait("Sat, 21 Nov 2020 12:30:00 GMT")).isEqualTo(Duration.ofMinutes(1));
    assertThat(wait("86401")).isEqualTo(Duration.ofDays(1));
    assertThat(wait("9".repeat(400))).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void takesAQuarterOfAnHourForWhatItCannotRead() {
    assertThat(wait(null)).isEqualTo(Duration.ofMinutes(15));
    assertThat(wait("")).isEqualTo(Duration.ofMinutes(15));
    assertThat(wait("soon")).isEqualTo(Duration.ofMinutes(15));
    assertThat(wait("-5")).isEqualTo(Duration.ofMinutes(15));
  }

  private static Duration wait(String header) {
    return Duration.between(NOW, RetryAfter.read(header, NOW));
  }
}
