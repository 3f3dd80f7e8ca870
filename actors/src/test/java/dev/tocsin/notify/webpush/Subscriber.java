package dev.tocsin.notify.webpush;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The browser's side of a subscription, which reads what was encrypted for it. Written from RFC
 * 8188 and 8291 by themselves, with HMAC instead of a ready HKDF.
 */
public final class Subscriber {
  private final KeyPair keys;
  private final byte[] auth;

  public Subscriber(byte[] auth) {
    this(P256.random(), auth);
  }

  Subscriber(KeyPair keys, byte[] auth) {
    this.keys = keys;
    this.auth = auth.clone();
  }

  public String p256dh() {
    return base64(point());
  }

  public String auth() {
    return base64(auth);
  }

  ECPublicKey publicKey() {
    return (ECPublicKey) keys.getPublic();
  }

  /** What a request's body says. */
  public String open(byte[] body) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(body);
    byte[] salt = taken(in, 16);
    int recordSize = in.getInt();
    byte[] sender = taken(in, in.get());
    byte[] record = taken(in, in.remaining());
    if (record.length > recordSize) {
      throw new GeneralSecurityException("More than one record.");
    }
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(P256.decoded(sender), true);
    byte[] extracted = hmac(auth, agreement.generateSecret());
    byte[] secret =
        hmac(extracted, "WebPush: info\0".getBytes(US_ASCII), point(), sender, new byte[] {1});
    byte[] pseudoRandom = hmac(salt, secret);
    byte[] key = expanded(pseudoRandom, "Content-Encoding: aes128gcm\0", 16);
    byte[] nonce = expanded(pseudoRandom, "Content-Encoding: nonce\0", 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(record);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new GeneralSecurityException("Not the last record.");
    }
    return new String(padded, 0, end, UTF_8);
  }

  private byte[] point() {
    return P256.encoded(publicKey());
  }

  private static byte[] expanded(byte[] key, String info, int length)
      throws GeneralSecurityException {
    return Arrays.copyOf(hmac(key, info.getBytes(US_ASCII), new byte[] {1}), length);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static byte[] taken(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
