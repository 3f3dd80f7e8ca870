package dev.tocsin.notify.twilio;

import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that Twilio calls back: signed, so that each can do something about the alerts of
 * its own message alone, and for a while. Nothing of them is stored.
 */
public final class CallbackLinks {
  public static final String PATH = "/callbacks/twilio/";
  private static final String PURPOSE = "telephone callback v1";
  private static final Duration VALID = Duration.ofDays(7);

  /** As many as a message lists. */
  private static final int MOST_ALERTS = 20;

  private static final int ID = 16;
  private static final UUID SEVERAL = new UUID(0, 0);

  /** Twilio asks again where nobody answers in time, or with a failure (connection overrides). */
  static final String AGAIN = "#rc=3&rp=5xx,ct,rt";

  private final DerivedKeys keys;
  private final URI publicUrl;
  private final InstantSource clock;

  /** What is told by the callback. */
  public enum Way {
    /** What became of an SMS. */
    MESSAGE("message"),
    /** What became of a call. */
    CALL("call"),
    /** A key that was pressed in a call. */
    KEYS("keys");

    private final String path;

    Way(String path) {
      this.path = path;
    }

    /** Of the path of a callback's address. */
    public static Optional<Way> of(String path) {
      for (Way way : values()) {
        if (way.path.equals(path)) {
          return Optional.of(way);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * What a callback may do something about.
   *
   * @param endpoint where the message went
   * @param notification null where it bundled several
   * @param alerts that the message listed; the service's own name for the message leads to those
   *     that it only counted
   */
  public record Claim(
      OrganizationId organization, UUID endpoint, @Nullable UUID notification, List<UUID> alerts) {}

  /**
   * @param publicUrl what links begin with
   */
  public CallbackLinks(DerivedKeys keys, URI publicUrl, InstantSource clock) {
    this.keys = keys;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /** The address without what Twilio alone reads, as its signature is made of it. */
  public URI link(Way way, Message message, Origin origin) {
    List<UUID> alerts =
        message.notices().stream()
            .map(Message.Notice::alert)
            .distinct()
            .limit(MOST_ALERTS)
            .toList();
    boolean one = message.kind() != Message.Kind.BUNDLE;
    ByteBuffer claim = ByteBuffer.allocate(3 * ID + 8 + alerts.size() * ID);
    put(claim, origin.organization().value());
    put(claim, origin.endpoint());
    put(claim, one ? message.id() : SEVERAL);
    claim.putLong(clock.instant().plus(VALID).getEpochSecond());
    alerts.forEach(alert -> put(claim, alert));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(claim.array());
    return link(way, text + "." + keys.sign(PURPOSE, text));
  }

  /** Of a token that was read before. */
  public URI link(Way way, String token) {
    return URI.create(publicUrl + PATH + way.path + "/" + token);
  }

  /** Empty where it is not one of ours, or its time is over. */
  public Optional<Claim> read(String token) {
    int at = token.indexOf('.');
    if (at < 0
        || !DerivedKeys.same(keys.sign(PURPOSE, token.substring(0, at)), token.substring(at + 1))) {
      return Optional.empty();
    }
    ByteBuffer claim = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, at)));
    OrganizationId organization = new OrganizationId(uuid(claim));
    UUID endpoint = uuid(claim);
    UUID notification = uuid(claim);
    if (clock.instant().isAfter(Instant.ofEpochSecond(claim.getLong()))) {
      return Optional.empty();
    }
    List<UUID> alerts = new ArrayList<>();
    while (claim.remaining() >= ID) {
      alerts.add(uuid(claim));
    }
    return Optional.of(
        new Claim(
            organization,
            endpoint,
            notification.equals(SEVERAL) ? null : notification,
            List.copyOf(alerts)));
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }
}
