package dev.tocsin.subscriber;

import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Links by which a subscriber answers without signing in: signed, for one subscriber and one
 * purpose. They are good as long as the subscriber is there.
 */
public final class SubscriberLinks {
  private static final int ID_BYTES = 16;

  private final DerivedKeys keys;
  private final URI publicUrl;

  /** What a link is for. */
  public enum Purpose {
    /** Says yes; one that has this link alone can do nothing else. */
    CONFIRM("subscribe"),
    /** Changes what is told, and ends it. */
    MANAGE("subscription"),
    /** Ends it at once where it is posted to (RFC 8058). */
    UNSUBSCRIBE("unsubscribe");

    private final String path;

    Purpose(String path) {
      this.path = path;
    }

    /** The first part of its address. */
    public String path() {
      return path;
    }
  }

  public SubscriberLinks(DerivedKeys keys, URI publicUrl) {
    this.keys = keys;
    this.publicUrl = publicUrl;
  }

  public URI link(Purpose purpose, SubscriberId subscriber) {
    return URI.create(publicUrl + "/" + purpose.path() + "/" + token(purpose, subscriber));
  }

  public String token(Purpose purpose, SubscriberId subscriber) {
    ByteBuffer id = ByteBuffer.allocate(ID_BYTES);
    id.putLong(subscriber.value().getMostSignificantBits());
    id.putLong(subscriber.value().getLeastSignificantBits());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id.array());
    return text + "." + sign(purpose, text);
  }

  /** Empty where it is not one of ours, or for another purpose. */
  public Optional<SubscriberId> read(Purpose purpose, String token) {
    int at = token.indexOf('.');
    if (at < 0
        || !DerivedKeys.same(sign(purpose, token.substring(0, at)), token.substring(at + 1))) {
      return Optional.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, at)));
    return Optional.of(new SubscriberId(new UUID(id.getLong(), id.getLong())));
  }

  /** With which what is posted to a subscriber's address is signed. */
  public String secret(SubscriberId subscriber) {
    return keys.sign("subscriber webhook secret v1", subscriber.toString());
  }

  /** A status page, or something under it. */
  public URI page(String slug, String path) {
    return URI.create(publicUrl + "/status/" + slug + (path.isEmpty() ? "" : "/" + path));
  }

  public URI publicUrl() {
    return publicUrl;
  }

  private String sign(Purpose purpose, String text) {
    return keys.sign("subscriber " + purpose.path() + " link v1", text);
  }
}
