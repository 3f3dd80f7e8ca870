package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  private static final Path FOLDER = Path.of("data");

  @Test
  void showsWhereItIsWithoutAnySecret() {
    assertThat(
            new DatabaseSettings(
                "jdbc:postgresql://db:5432/tocsin?password=hunter2", "ann", "hunter2", FOLDER))
        .hasToString("PostgreSQL at db:5432/tocsin");
    assertThat(new DatabaseSettings("jdbc:postgresql://ann:hunter2@db/tocsin", "", "", FOLDER))
        .hasToString("PostgreSQL at db/tocsin");
    assertThat(DatabaseSettings.embedded(FOLDER)).hasToString("the embedded database in data");
  }

  @Test
  void refusesOtherDatabases() {
    assertThatThrownBy(() -> new DatabaseSettings("jdbc:mysql://db/tocsin", "", "", FOLDER))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("The database's address must begin with jdbc:postgresql://");
  }
}
