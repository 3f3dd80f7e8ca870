package dev.tocsin.notify.slack;

import dev.tocsin.notify.Origin;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What a button says that was pressed: for one alert, at one place, for a while. Signed, so that
 * nobody can name another place, whose secret then would be asked for. Nothing of it is stored.
 */
public final class SlackTokens {
  private static final String PURPOSE = "slack button v1";
  private static final Duration VALID = Duration.ofDays(7);
  private static final int BYTES = 3 * 16 + 8;

  private final DerivedKeys keys;
  private final InstantSource clock;

  /**
   * What a button may do something about.
   *
   * @param endpoint where the message went
   */
  public record Claim(OrganizationId organization, UUID endpoint, UUID alert) {}

  public SlackTokens(DerivedKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  public String token(Origin origin, UUID alert) {
    ByteBuffer claim = ByteBuffer.allocate(BYTES);
    put(claim, origin.organization().value());
    put(claim, origin.endpoint());
    put(claim, alert);
    claim.putLong(clock.instant().plus(VALID).getEpochSecond());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(claim.array());
    return text + "." + keys.sign(PURPOSE, text);
  }

  /** Empty where it is not one of ours, or its time is over. */
  public Optional<Claim> read(String token) {
    int at = token.indexOf('.');
    if (at < 0
        || !DerivedKeys.same(keys.sign(PURPOSE, token.substring(0, at)), token.substring(at + 1))) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, at)));
    Claim claim = new Claim(new OrganizationId(uuid(bytes)), uuid(bytes), uuid(bytes));
    return clock.instant().isAfter(Instant.ofEpochSecond(bytes.getLong()))
        ? Optional.empty()
        : Optional.of(claim);
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }
}
