package dev.tocsin.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyTest {
  private static final byte[] BYTES = new byte[32];

  static {
    for (int index = 0; index < BYTES.length; index++) {
      BYTES[index] = (byte) (index * 7 + 3);
    }
  }

  @TempDir Path folder;

  @Test
  void isTheSameInEveryNotation() {
    var hex = SecretKey.parse(HexFormat.of().formatHex(BYTES)).orElseThrow();
    var base64 = SecretKey.parse(Base64.getEncoder().encodeToString(BYTES)).orElseThrow();
    var url = SecretKey.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES));

    assertThat(hex.bytes()).isEqualTo(BYTES);
    assertThat(base64).isEqualTo(hex);
    assertThat(url).contains(hex);
    assertThat(SecretKey.parse(hex.encoded())).contains(hex);
  }

  @Test
  void textOf32BytesIsAKeyAndLessIsNone() {
    assertThat(SecretKey.parse("a text that is long enough, is it")).isPresent();
    assertThat(SecretKey.parse("abcdefghijklmnopqrstuvwxyz012345").orElseThrow().bytes())
        .asString()
        .isEqualTo("abcdefghijklmnopqrstuvwxyz012345");
    assertThat(SecretKey.parse("too short")).isEmpty();
    assertThat(SecretKey.parse("")).isEmpty();
  }

  @Test
  void doesNotTellItself() {
    var key = SecretKey.random();

    assertThat(key.toString()).isEqualTo("***");
    assertThat(key.fingerprint()).hasSize(16).isNotEqualTo(SecretKey.random().fingerprint());
  }

  @Test
  void isGeneratedOnceAndReadableByItsOwnerAlone() throws Exception {
    var data = folder.resolve("new/data");

    var first = SecretKeyFile.readOrCreate(data);

    assertThat(SecretKeyFile.readOrCreate(data)).isEqualTo(first);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("secret.key"))))
        .isEqualTo("rw-------");
    assertThat(Files.list(data)).hasSize(1);
  }

  @Test
  void theDataFolderIsItsOwnersAloneUnlessItWasThere() throws Exception {
    var data = folder.resolve("new/data");
    DataFolder.create(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");

    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
    DataFolder.create(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwxr-x---");

    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.create(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("tocsin.data-dir");
  }

  @Test
  void aDamagedFileIsNotReplaced() throws Exception {
    Files.writeString(folder.resolve("secret.key"), "cut");

    assertThatThrownBy(() -> SecretKeyFile.readOrCreate(folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("secret.key")
        .hasMessageContaining("restore it from a backup");
  }
}
