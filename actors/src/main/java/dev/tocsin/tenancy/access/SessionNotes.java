package dev.tocsin.tenancy.access;

import dev.tocsin.tenancy.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Texts that a session's browser carries from one answer to its next request and that nobody else
 * can read: sealed by AES-256-GCM for one session and one place, and readable on every node.
 */
public final class SessionNotes {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int LONGEST = 4_096;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;

  public SessionNotes(DerivedKeys keys) {
    this.key = new SecretKeySpec(keys.key("session note v1"), "AES");
  }

  /**
   * @param place where it is to be read, as {@code /organization/members}
   * @return URL-safe
   */
  public String seal(String text, SessionId session, String place, Instant until) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer note =
        ByteBuffer.allocate(Long.BYTES + words.length).putLong(until.toEpochMilli()).put(words);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, session, place).doFinal(note.array());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Empty where it is another session's or place's, or its time is over. */
  public Optional<String> open(String sealed, SessionId session, String place, Instant now) {
    if (sealed.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
      if (all.remaining() < NONCE_BYTES + Long.BYTES + TAG_BITS / Byte.SIZE) {
        return Optional.empty();
      }
      byte[] nonce = new byte[NONCE_BYTES];
      all.get(nonce);
      byte[] rest = new byte[all.remaining()];
      all.get(rest);
      ByteBuffer note =
          ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, nonce, session, place).doFinal(rest));
      Instant until = Instant.ofEpochMilli(note.getLong());
      return until.isAfter(now)
          ? Optional.of(StandardCharsets.UTF_8.decode(note).toString())
          : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, SessionId session, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((session + " " + place).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
