package dev.tocsin.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @Test
  void keepsHowItWasWrittenAndIsComparedWithoutCase() {
    EmailAddress address = EmailAddress.parse("  Ann@Example.com ").orElseThrow();
    assertThat(address.value()).isEqualTo("Ann@Example.com");
    assertThat(address).isEqualTo(new EmailAddress("aNN@example.COM"));
    assertThat(address).hasSameHashCodeAs(new EmailAddress("ann@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann", "@example.com", "ann@", "a b@example.com", "a@b@c", "a\n@b.c"})
  void refusesWhatCannotBeAnAddress(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void refusesWhatIsLongerThanAnAddressCanBe() {
    assertThat(EmailAddress.parse("a".repeat(242) + "@example.com")).isPresent();
    assertThat(EmailAddress.parse("a".repeat(243) + "@example.com")).isEmpty();
  }
}
