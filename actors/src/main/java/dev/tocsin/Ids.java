package dev.tocsin;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes and reads identifiers. */
public final class Ids {
  private static final TimeBasedEpochRandomGenerator TIME_ORDERED =
      Generators.timeBasedEpochRandomGenerator();

  private Ids() {}

  /** A new version 7 UUID (RFC 9562): random, and ordered by the time it was made. */
  public static UUID create() {
    return TIME_ORDERED.generate();
  }

  /**
   * The version 8 UUID (RFC 9562) that belongs to a scope and a key: the same pair gives the same
   * id on every node and at every time, which is what makes a repeated request safe.
   */
  public static UUID derive(UUID scope, String purpose, String key) {
    MessageDigest sha = sha256();
    sha.update(
        ByteBuffer.allocate(16)
            .putLong(scope.getMostSignificantBits())
            .putLong(scope.getLeastSignificantBits())
            .array());
    sha.update(purpose.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    ByteBuffer hash = ByteBuffer.wrap(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** When an id that {@link #create} gave was made; empty of any other. */
  public static Optional<Instant> createdAt(UUID id) {
    return id.version() == 7
        ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
        : Optional.empty();
  }

  /** The id that a person wrote, or nothing where it is not one in canonical form. */
  public static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
