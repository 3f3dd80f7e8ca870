package dev.tocsin.persistence.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.Ids;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Secrets SECRETS = new Secrets(key("one secret key of this installation"));
  private static final Secrets.Place PLACE =
      new Secrets.Place(Ids.create(), Ids.create(), "monitor.spec");

  private static final String FIRST_VERSION =
      "v1:zjbnwEoCKnOQYGgCG/EefIyaXOW6La1NHc3LPQlofMLCJhUySvY1nlOryZ7XEJ/LvIMv5MJdBw";

  @Test
  void opensWhatItSealed() {
    String sealed = SECRETS.seal("{\"bearer\":\"hunter2\"} ü", PLACE);
    assertThat(sealed).doesNotContain("hunter2");
    assertThat(SECRETS.open(sealed, PLACE)).isEqualTo("{\"bearer\":\"hunter2\"} ü");
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    assertThat(SECRETS.seal("text", PLACE)).isNotEqualTo(SECRETS.seal("text", PLACE));
  }

  @Test
  void opensInNoOtherPlace() {
    String sealed = SECRETS.seal("text", PLACE);
    UUID other = Ids.create();
    refuses(sealed, new Secrets.Place(other, PLACE.row(), PLACE.field()));
    refuses(sealed, new Secrets.Place(PLACE.organization(), other, PLACE.field()));
    refuses(sealed, new Secrets.Place(PLACE.organization(), PLACE.row(), "channel.spec"));
  }

  @Test
  void opensWithNoOtherKey() {
    String sealed = new Secrets(key("another secret key, just as long")).seal("text", PLACE);
    refuses(sealed, PLACE);
  }

  @Test
  void refusesWhatWasChangedOrNeverSealed() {
    String sealed = SECRETS.seal("text", PLACE);
    refuses(sealed.substring(0, sealed.length() - 1), PLACE);
    refuses("text", PLACE);
    refuses("v1:not base64!", PLACE);
  }

  @Test
  void tellsKeysApartByFingerprintsThatStayTheSame() {
    assertThat(SECRETS.fingerprint())
        .isEqualTo(new Secrets(key("one secret key of this installation")).fingerprint())
        .isNotEqualTo(new Secrets(key("another secret key, just as long")).fingerprint())
        .hasSize(32);
  }

  /** What is in tables today must open with every later version. */
  @Test
  void opensWhatTheFirstVersionSealed() {
    Secrets.Place place = new Secrets.Place(new UUID(1, 2), new UUID(3, 4), "monitor.spec");
    assertThat(SECRETS.open(FIRST_VERSION, place)).isEqualTo("sealed by the first version");
  }

  @Test
  void refusesAShortKey() {
    assertThatThrownBy(() -> new Secrets(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A secret key has at least 16 bytes, not 15");
  }

  private static void refuses(String sealed, Secrets.Place place) {
    assertThatThrownBy(() -> SECRETS.open(sealed, place)).isInstanceOf(SealBrokenException.class);
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
