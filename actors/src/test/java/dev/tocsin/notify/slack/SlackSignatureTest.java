package dev.tocsin.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlackSignatureTest {
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final Instant AT = Instant.ofEpochSecond(1_531_420_618);

  /** From Slack's own guide. */
  private static final String BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
          + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
          + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
          + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
          + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

  private static final String CODE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

  private static boolean isRight(String timestamp, String code, String body, Instant now) {
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    return new SlackSignature(timestamp, code).isOf(SECRET, bytes, now);
  }

  @Test
  void slacksOwnExampleIsRight() {
    assertThat(isRight("1531420618", CODE, BODY, AT)).isTrue();
    assertThat(isRight("1531420618", CODE, BODY, AT.plus(Duration.ofMinutes(5)))).isTrue();
  }

  @Test
  void anythingElseIsNot() {
    assertThat(isRight("1531420618", CODE, BODY + "&x=1", AT)).isFalse();
    assertThat(isRight("1531420619", CODE, BODY, AT)).isFalse();
    assertThat(isRight("1531420618", CODE.substring(3), BODY, AT)).isFalse();
    assertThat(isRight("", "", BODY, AT)).isFalse();
    assertThat(isRight("-1", CODE, BODY, AT)).isFalse();
    assertThat(isRight("99999999999999999999", CODE, BODY, AT)).isFalse();
  }

  @Test
  void whatIsOldOrOfTheFutureIsNot() {
    assertThat(isRight("1531420618", CODE, BODY, AT.plus(Duration.ofSeconds(301)))).isFalse();
    assertThat(isRight("1531420618", CODE, BODY, AT.minus(Duration.ofSeconds(301)))).isFalse();
  }
}
