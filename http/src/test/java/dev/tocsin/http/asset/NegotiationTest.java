package dev.tocsin.http.asset;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                            | false",
        "''                          | false",
        "gzip                        | true",
        "GZIP                        | true",
        "x-gzip                      | true",
        "gzip, deflate, br           | true",
        "br, deflate                 | false",
        "gzip;q=0                    | false",
        "gzip;q=0.0, *               | false",
        "gzip ; q=0.001              | true",
        "*                           | true",
        "*;q=0                       | false",
        "identity                    | false",
        "gzip;q=0.5, identity;q=0.9  | false",
        "gzip;q=0.9, identity;q=0.5  | true",
        "gzip;q=0.5, identity;q=0    | true",
        "gzip;q=1.0;level=9          | true",
        "gzip;q=what                 | true",
        "gzipped                     | false",
        ", ,gzip                     | true",
      })
  void sendsGzipWhereItIsWelcome(@Nullable String header, boolean gzip) {
    assertThat(Negotiation.prefersGzip(header)).isEqualTo(gzip);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "                    | false",
        "\"abc\"             | true",
        "\"abc-gz\"          | true",
        "W/\"abc\"           | true",
        "\"x\", \"abc\"      | true",
        "*                   | true",
        "\"x\"               | false",
        "abc                 | false",
        "\"abcd\"            | false",
        "\"ab\"              | false",
        "\"                  | false",
      })
  void knowsWhatTheAskerHolds(@Nullable String header, boolean holds) {
    assertThat(Negotiation.holds(header, "abc", "abc-gz")).isEqualTo(holds);
  }
}
