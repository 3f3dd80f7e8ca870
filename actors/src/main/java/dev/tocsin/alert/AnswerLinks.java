package dev.tocsin.alert;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links by which somebody answers an alert without signing in: signed, for one alert, for a while.
 * Nothing of them is stored.
 */
public final class AnswerLinks {
  private static final String PURPOSE = "answer link v1";
  private static final Duration VALID = Duration.ofDays(7);
  private static final int BYTES = 3 * 16 + 8;
  private static final UUID NOBODY = new UUID(0, 0);

  private final DerivedKeys keys;
  private final URI publicUrl;
  private final InstantSource clock;

  /**
   * Who may do what with a link.
   *
   * @param person to whom it was sent; null where that is a channel
   */
  public record Claim(AlertRef alert, @Nullable UserId person) {}

  public AnswerLinks(DerivedKeys keys, URI publicUrl, InstantSource clock) {
    this.keys = keys;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /**
   * @param raisedAt from when on it is valid for a week: the same link each time
   */
  public URI link(AlertRef alert, @Nullable UserId person, Instant raisedAt) {
    ByteBuffer claim = ByteBuffer.allocate(BYTES);
    put(claim, alert.organization().value());
    put(claim, alert.alert().value());
    put(claim, person == null ? NOBODY : person.value());
    claim.putLong(raisedAt.plus(VALID).getEpochSecond());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(claim.array());
    return URI.create(publicUrl + "/ack/" + text + "." + keys.sign(PURPOSE, text));
  }

  /** Empty where it is not one of ours, or its time is over. */
  public Optional<Claim> read(String token) {
    int at = token.indexOf('.');
    if (at < 0
        || !DerivedKeys.same(keys.sign(PURPOSE, token.substring(0, at)), token.substring(at + 1))) {
      return Optional.empty();
    }
    ByteBuffer claim = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, at)));
    AlertRef alert = new AlertRef(new OrganizationId(uuid(claim)), new AlertId(uuid(claim)));
    UUID person = uuid(claim);
    if (clock.instant().isAfter(Instant.ofEpochSecond(claim.getLong()))) {
      return Optional.empty();
    }
    return Optional.of(new Claim(alert, person.equals(NOBODY) ? null : new UserId(person)));
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }
}
