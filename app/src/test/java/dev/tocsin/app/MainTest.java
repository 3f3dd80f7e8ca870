package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhichVersionItIs() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("tocsin ").doesNotContain("unknown", "$");
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--config=FILE", "serve", "TOCSIN_PORT");
    assertThat(run("serve", "--help")).isZero();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(run("--prot=1")).isEqualTo(2);
    assertThat(err.toString()).contains("--prot");
  }

  @Test
  void aWrongSettingIsOneSentence() throws Exception {
    var file = Files.writeString(folder.resolve("tocsin.conf"), "tocsin.prot = 1");

    assertThat(run("--config", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "Tocsin does not start: tocsin.prot is not a setting ("
                + file
                + ": 1); it may be meant to be tocsin.port.\n");
    assertThat(run("serve", "--config", file.toString())).isEqualTo(1);
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
