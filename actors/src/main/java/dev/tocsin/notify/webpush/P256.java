package dev.tocsin.notify.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Keys on the curve P-256, and the form in which Web Push writes their public halves. */
final class P256 {
  /** Of a public key: 4, then both coordinates. */
  static final int POINT_BYTES = 65;

  private static final int COORDINATE_BYTES = 32;
  private static final String CURVE = "secp256r1";
  private static final ECParameterSpec PARAMETERS = parameters();

  private P256() {}

  /** A pair that is used once. */
  static KeyPair random() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * The pair that belongs to a secret.
   *
   * @param seed at least 48 bytes, so that each key is as likely as any other
   */
  static KeyPair derived(byte[] seed) {
    BigInteger below = PARAMETERS.getOrder().subtract(BigInteger.ONE);
    return of(new BigInteger(1, seed).mod(below).add(BigInteger.ONE));
  }

  static KeyPair of(BigInteger secret) {
    var point =
        new FixedPointCombMultiplier()
            .multiply(CustomNamedCurves.getByName(CURVE).getG(), secret)
            .normalize();
    ECPoint affine =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new ECPublicKeySpec(affine, PARAMETERS)),
          factory.generatePrivate(new ECPrivateKeySpec(secret, PARAMETERS)));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static byte[] encoded(ECPublicKey key) {
    byte[] point = new byte[POINT_BYTES];
    point[0] = 4;
    write(key.getW().getAffineX(), point, 1);
    write(key.getW().getAffineY(), point, 1 + COORDINATE_BYTES);
    return point;
  }

  /**
   * @throws IllegalArgumentException where it is no point of the curve: what is agreed on with
   *     another tells of the secret
   */
  static ECPublicKey decoded(byte[] point) {
    try {
      if (point.length != POINT_BYTES || point[0] != 4) {
        throw new IllegalArgumentException("It is not 4 and two coordinates.");
      }
      // finds out whether it is on the curve
      CustomNamedCurves.getByName(CURVE).getCurve().decodePoint(point);
      ECPoint affine =
          new ECPoint(
              new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES)),
              new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, POINT_BYTES)));
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, PARAMETERS));
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private static void write(BigInteger coordinate, byte[] into, int at) {
    byte[] bytes = coordinate.toByteArray();
    int kept = Math.min(bytes.length, COORDINATE_BYTES); // without the byte of its sign
    System.arraycopy(bytes, bytes.length - kept, into, at + COORDINATE_BYTES - kept, kept);
  }

  private static ECParameterSpec parameters() {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(CURVE));
      return curve.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
