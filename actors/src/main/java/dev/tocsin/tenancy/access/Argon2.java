package dev.tocsin.tenancy.access;

import dev.tocsin.tenancy.PasswordHash;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106) and the string form that password hashes are exchanged in. */
final class Argon2 {
  static final int HASH_BYTES = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)"
              + "\\$([A-Za-z0-9+/]{22,})\\$([A-Za-z0-9+/]{22,})");

  /**
   * What a hash costs.
   *
   * @param memory in KiB
   */
  record Cost(int memory, int iterations, int lanes) {
    static final Cost CURRENT = new Cost(19 * 1024, 2, 1);
  }

  record Encoded(Cost cost, byte[] salt, byte[] hash) {}

  private Argon2() {}

  static byte[] hash(byte[] password, byte[] salt, Cost cost) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memory())
            .withIterations(cost.iterations())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(password, hash);
    return hash;
  }

  static PasswordHash encode(byte[] salt, byte[] hash) {
    Cost cost = Cost.CURRENT;
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return new PasswordHash(
        "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(
                cost.memory(),
                cost.iterations(),
                cost.lanes(),
                base64.encodeToString(salt),
                base64.encodeToString(hash)));
  }

  /**
   * @throws IllegalArgumentException where it is no Argon2id hash
   */
  static Encoded decode(PasswordHash hash) {
    Matcher matcher = FORM.matcher(hash.phc());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("A stored password hash is not in the form of Argon2id.");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new Encoded(
        new Cost(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))),
        base64.decode(matcher.group(4)),
        base64.decode(matcher.group(5)));
  }
}
