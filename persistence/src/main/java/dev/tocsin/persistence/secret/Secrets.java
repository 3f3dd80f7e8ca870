package dev.tocsin.persistence.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Seals text with the installation's secret key: AES-256 in Galois counter mode (Tink), under a key
 * that HKDF-SHA-256 derives for this purpose alone. What was sealed for one place opens in no
 * other, so a row copied into another organization stays shut.
 */
public final class Secrets {
  /** The secret key has at least this many bytes. */
  public static final int MINIMUM_KEY_BYTES = 16;

  private static final String SCHEME = "v1:";
  private static final String SEALING = "tocsin sealed text v1";
  private static final String FINGERPRINT = "tocsin key fingerprint v1";
  private static final int KEY_BYTES = 32;

  private final Aead aead;
  private final String fingerprint;

  /**
   * @param secretKey of the installation, any number of bytes from {@link #MINIMUM_KEY_BYTES} up
   */
  public Secrets(byte[] secretKey) {
    if (secretKey.length < MINIMUM_KEY_BYTES) {
      throw new IllegalArgumentException(
          "A secret key has at least " + MINIMUM_KEY_BYTES + " bytes, not " + secretKey.length);
    }
    try {
      this.aead = aead(derive(secretKey, SEALING));
      this.fingerprint = HexFormat.of().formatHex(derive(secretKey, FINGERPRINT), 0, 16);
    } catch (GeneralSecurityException everyJdkHasThem) {
      throw new IllegalStateException(everyJdkHasThem);
    }
  }

  /** Tells two keys apart and says nothing of either. */
  public String fingerprint() {
    return fingerprint;
  }

  public String seal(String text, Place place) {
    try {
      byte[] sealed = aead.encrypt(text.getBytes(StandardCharsets.UTF_8), place.bytes());
      return SCHEME + Base64.getEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException neverWithAValidKey) {
      throw new IllegalStateException(neverWithAValidKey);
    }
  }

  /**
   * @throws SealBrokenException where it was sealed with another key, for another place, or changed
   */
  public String open(String sealed, Place place) {
    if (!sealed.startsWith(SCHEME)) {
      throw new SealBrokenException(place, null);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed.substring(SCHEME.length()));
      return new String(aead.decrypt(bytes, place.bytes()), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new SealBrokenException(place, broken);
    }
  }

  private static byte[] derive(byte[] secretKey, String purpose) throws GeneralSecurityException {
    return Hkdf.computeHkdf(
        "HMACSHA256", secretKey, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
  }

  @AccessesPartialKey
  private static Aead aead(byte[] key) throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(KEY_BYTES)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
            .build();
    return AesGcmJce.create(
        AesGcmKey.builder()
            .setParameters(parameters)
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build());
  }

  /**
   * The one place where a sealed text belongs.
   *
   * @param field as {@code monitor.spec}
   */
  public record Place(UUID organization, UUID row, String field) {
    byte[] bytes() {
      byte[] name = field.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(32 + name.length)
          .putLong(organization.getMostSignificantBits())
          .putLong(organization.getLeastSignificantBits())
          .putLong(row.getMostSignificantBits())
          .putLong(row.getLeastSignificantBits())
          .put(name)
          .array();
    }
  }
}
