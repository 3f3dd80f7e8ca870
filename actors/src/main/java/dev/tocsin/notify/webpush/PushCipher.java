package dev.tocsin.notify.webpush;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts for one browser what the push service between must not read (RFC 8291). */
final class PushCipher {
  static final int SALT_BYTES = 16;
  static final int AUTH_BYTES = 16;

  /** What every push service takes (RFC 8030, 7.2). */
  static final int MOST_BYTES = 4_096;

  /** Salt, record size, the length of the key, the key. */
  private static final int HEADER_BYTES = SALT_BYTES + 4 + 1 + P256.POINT_BYTES;

  private static final int TAG_BYTES = 16;

  /** How long a text may be that is encrypted. */
  static final int MOST_TEXT_BYTES = MOST_BYTES - HEADER_BYTES - TAG_BYTES - 1;

  private static final byte LAST_RECORD = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PushCipher() {}

  /**
   * @param browser the subscription's public key, {@code p256dh}
   * @param auth the subscription's secret
   */
  static byte[] encrypt(byte[] text, ECPublicKey browser, byte[] auth) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return encrypt(text, browser, auth, P256.random(), salt);
  }

  static byte[] encrypt(byte[] text, ECPublicKey browser, byte[] auth, KeyPair own, byte[] salt) {
    byte[] ownPoint = P256.encoded((ECPublicKey) own.getPublic());
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own.getPrivate());
      agreement.doPhase(browser, true);
      byte[] info = joined("WebPush: info\0".getBytes(US_ASCII), P256.encoded(browser), ownPoint);
      byte[] shared = derived(agreement.generateSecret(), auth, info, 32);
      byte[] key = derived(shared, salt, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16);
      byte[] nonce = derived(shared, salt, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BYTES * 8, nonce));
      byte[] record = cipher.doFinal(joined(text, new byte[] {LAST_RECORD}));
      return ByteBuffer.allocate(HEADER_BYTES + record.length)
          .put(salt)
          .putInt(MOST_BYTES)
          .put((byte) ownPoint.length)
          .put(ownPoint)
          .put(record)
          .array();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static byte[] derived(byte[] secret, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
