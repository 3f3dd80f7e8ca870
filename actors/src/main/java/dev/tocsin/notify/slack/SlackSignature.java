package dev.tocsin.notify.slack;

import dev.tocsin.tenancy.access.DerivedKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells what Slack says from what somebody else says in its name.
 *
 * @param timestamp as {@code X-Slack-Request-Timestamp} has it: seconds since 1970
 * @param code as {@code X-Slack-Signature} has it: {@code v0=}, and the HMAC-SHA256 of {@code
 *     v0:timestamp:body} in hexadecimal digits
 */
public record SlackSignature(String timestamp, String code) {
  /** So far off the time may be, as Slack advises: later somebody else says it again. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

  /**
   * @param body as it came, to the byte
   */
  public boolean isOf(String secret, ByteBuffer body, Instant now) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0
        && DerivedKeys.same(right(secret, body), code);
  }

  private String right(String secret, ByteBuffer body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
      mac.update(body.duplicate());
      return "v0=" + HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
