package dev.tocsin.tenancy.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for each purpose, made from the installation's secret key by HKDF-SHA256, so that what is
 * signed for one purpose is worth nothing for another.
 */
public final class DerivedKeys {
  private static final int BYTES = 32;

  private final byte[] secretKey;

  /**
   * @param secretKey at least 32 bytes, the same on every node
   */
  public DerivedKeys(byte[] secretKey) {
    if (secretKey.length < BYTES) {
      throw new IllegalArgumentException("The secret key must have at least 32 bytes.");
    }
    this.secretKey = secretKey.clone();
  }

  /** 32 bytes that belong to the purpose. */
  public byte[] key(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secretKey)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** The HMAC-SHA256 of a text under the purpose's key, in URL-safe base64. */
  public String sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(purpose), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Compares in a time that tells nothing. */
  public static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
