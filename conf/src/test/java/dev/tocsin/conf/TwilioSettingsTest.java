package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSettingsTest {
  private static final Map<String, String> WHOLE =
      Map.of(
          "TOCSIN_TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef",
          "TOCSIN_TWILIO_AUTH_TOKEN", "s3cret",
          "TOCSIN_TWILIO_FROM", "+1 415 555 0100");

  @Test
  void withoutAnAccountNothingIsSentByTelephone() {
    assertThat(load(Map.of()).twilio()).isEmpty();
  }

  @Test
  void readsAWholeAccount() {
    TwilioSettings twilio = load(WHOLE).twilio().orElseThrow();
    assertThat(twilio)
        .isEqualTo(
            new TwilioSettings(
                "AC0123456789abcdef0123456789abcdef",
                new Secret("s3cret"),
                "+14155550100",
                URI.create("https://api.twilio.com"),
                new TwilioSettings.PerDay(0, 0)));
    assertThat(twilio.toString()).doesNotContain("s3cret");
  }

  @Test
  void anotherPlaceOfTheApiMayBeSet() {
    assertThat(
            load(with("TOCSIN_TWILIO_BASE_URL", "http://127.0.0.1:4010/")).twilio().orElseThrow())
        .extracting(TwilioSettings::baseUrl)
        .isEqualTo(URI.create("http://127.0.0.1:4010"));
  }

  @Test
  void howMuchAnOrganizationMayHaveSentMayBeSet() {
    assertThat(load(with("TOCSIN_TWILIO_MESSAGES_PER_DAY", "50")).twilio().orElseThrow().perDay())
        .isEqualTo(new TwilioSettings.PerDay(50, 0));
    assertThat(load(with("TOCSIN_TENANCY_SIGN_UP", "open")).twilio().orElseThrow().perDay())
        .isEqualTo(new TwilioSettings.PerDay(200, 100));
  }

  @ParameterizedTest
  @CsvSource({
    "TOCSIN_TWILIO_ACCOUNT_SID, '', 'tocsin.twilio.account-sid (TOCSIN_TWILIO_ACCOUNT_SID) is missing'",
    "TOCSIN_TWILIO_AUTH_TOKEN, '', 'tocsin.twilio.auth-token (TOCSIN_TWILIO_AUTH_TOKEN) is missing'",
    "TOCSIN_TWILIO_FROM, '', 'tocsin.twilio.from (TOCSIN_TWILIO_FROM) is missing'",
    "TOCSIN_TWILIO_ACCOUNT_SID, SK01, begins with AC",
    "TOCSIN_TWILIO_AUTH_TOKEN, two words, auth token",
    "TOCSIN_TWILIO_FROM, 0415 555, as +14155550100",
    "TOCSIN_TWILIO_BASE_URL, api.twilio.com, https://api.twilio.com",
    "TOCSIN_TWILIO_CALLS_PER_DAY, many, a whole number from 0 to 1000000",
  })
  void whatIsMissingOrWrongIsNamed(String variable, String value, String said) {
    assertThatThrownBy(() -> load(with(variable, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("two words");
  }

  private static Map<String, String> with(String variable, String value) {
    Map<String, String> changed = new HashMap<>(WHOLE);
    changed.put(variable, value);
    return changed;
  }

  private static Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment);
  }
}
