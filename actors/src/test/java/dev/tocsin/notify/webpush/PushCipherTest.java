package dev.tocsin.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, section 5 and appendix A. */
class PushCipherTest {
  private static final String TEXT = "When I grow up, I want to be a watermelon";
  private static final KeyPair SENDER = pair("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
  private static final Subscriber BROWSER =
      new Subscriber(
          pair("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), bytes("BTBZMqHH6r4Tts7J_aSIgg"));
  private static final String BODY =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
          + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs"
          + "j_Qulcy4a-fN";

  private static KeyPair pair(String secret) {
    return P256.of(new BigInteger(1, bytes(secret)));
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  @Test
  void encryptsAsTheExampleDoes() {
    byte[] body =
        PushCipher.encrypt(
            TEXT.getBytes(StandardCharsets.US_ASCII),
            BROWSER.publicKey(),
            bytes(BROWSER.auth()),
            SENDER,
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body)).isEqualTo(BODY);
  }

  @Test
  void theBrowserOfTheExampleReadsIt() throws Exception {
    assertThat(BROWSER.p256dh())
        .isEqualTo(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    assertThat(BROWSER.open(bytes(BODY))).isEqualTo(TEXT);
  }

  @Test
  void theSameTextIsNeverEncryptedTheSameWay() throws Exception {
    byte[] text = TEXT.getBytes(StandardCharsets.US_ASCII);
    byte[] first = PushCipher.encrypt(text, BROWSER.publicKey(), bytes(BROWSER.auth()));
    byte[] second = PushCipher.encrypt(text, BROWSER.publicKey(), bytes(BROWSER.auth()));

    assertThat(first).isNotEqualTo(second);
    assertThat(BROWSER.open(first)).isEqualTo(BROWSER.open(second)).isEqualTo(TEXT);
  }

  @Test
  void onlyPointsOfTheCurveAreKeys() {
    byte[] point = P256.encoded((ECPublicKey) SENDER.getPublic());
    assertThat(P256.decoded(point)).isEqualTo(SENDER.getPublic());
    point[64] ^= 1;
    assertThatThrownBy(() -> P256.decoded(point)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decoded(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decoded(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
