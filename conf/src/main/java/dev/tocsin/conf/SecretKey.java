package dev.tocsin.conf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** What signs cookies and links and encrypts secrets at rest; at least 32 bytes. */
public final class SecretKey {
  private static final int LEAST_BYTES = 32;

  private final byte[] bytes;

  private SecretKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads hex, base64 (either alphabet) or plain text, in this order, so that all nodes that were
   * given the same text have the same key.
   *
   * @return empty where it is shorter than 32 bytes
   */
  public static Optional<SecretKey> parse(String text) {
    return hex(text)
        .or(() -> base64(Base64.getDecoder(), text))
        .or(() -> base64(Base64.getUrlDecoder(), text))
        .or(() -> longEnough(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A new one, from the system's source of randomness. */
  public static SecretKey random() {
    var bytes = new byte[LEAST_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SecretKey(bytes);
  }

  private static Optional<SecretKey> hex(String text) {
    if (text.length() % 2 != 0 || !text.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    return longEnough(HexFormat.of().parseHex(text));
  }

  private static Optional<SecretKey> base64(Base64.Decoder decoder, String text) {
    try {
      return longEnough(decoder.decode(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<SecretKey> longEnough(byte[] bytes) {
    return bytes.length < LEAST_BYTES ? Optional.empty() : Optional.of(new SecretKey(bytes));
  }

  /** A copy of the key's bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The form it is kept in: base64. */
  public String encoded() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Tells whether two nodes have the same key without telling the key: 16 hex digits. */
  public String fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("tocsin key fingerprint".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretKey key && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "***";
  }
}
