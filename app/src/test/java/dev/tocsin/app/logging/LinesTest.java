package dev.tocsin.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123Z");

  @Test
  void textIsOneLineForPeople() {
    assertThat(text(Level.WARN, "The store is away", null))
        .isEqualTo("2026-03-01T12:00:00.123Z WARN  Database: The store is away\n");
  }

  @Test
  void aMessageOfSeveralLinesStaysOneLine() {
    assertThat(text(Level.INFO, "first\nsecond\r\nthird", null))
        .endsWith("first | second | third\n")
        .containsOnlyOnce("\n");
  }

  @Test
  void anExceptionIsAChainAndADefectSaysWhere() {
    var fault = new IllegalStateException("broken", new RuntimeException("disk\nfull"));

    assertThat(text(Level.WARN, "It failed", fault))
        .endsWith(
            "It failed [IllegalStateException: broken, because RuntimeException: disk | full]\n");
    assertThat(text(Level.ERROR, "It failed", fault))
        .contains("at dev.tocsin.app.logging.LinesTest")
        .containsOnlyOnce("\n");
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    var line = json(Level.ERROR, "It \"failed\"\n", new IllegalStateException("broken"));
    var event = new ObjectMapper().readTree(line);

    assertThat(line).containsOnlyOnce("\n").endsWith("}\n");
    assertThat(event.get("time").asText()).isEqualTo(TIME.toString());
    assertThat(event.get("level").asText()).isEqualTo("ERROR");
    assertThat(event.get("logger").asText()).isEqualTo("dev.tocsin.persistence.Database");
    assertThat(event.get("message").asText()).isEqualTo("It \"failed\"\n");
    assertThat(event.get("exception").asText()).isEqualTo("IllegalStateException: broken");
    assertThat(event.get("places").get(0).asText()).contains("LinesTest");
  }

  private static String text(Level level, String message, Throwable fault) {
    return new String(new TextLines().encode(event(level, message, fault)), StandardCharsets.UTF_8);
  }

  private static String json(Level level, String message, Throwable fault) {
    return new String(new JsonLines().encode(event(level, message, fault)), StandardCharsets.UTF_8);
  }

  private static LoggingEvent event(Level level, String message, Throwable fault) {
    var context = new LoggerContext();
    var logger = context.getLogger("dev.tocsin.persistence.Database");
    var event = new LoggingEvent("", logger, level, message, fault, null);
    event.setInstant(TIME);
    return event;
  }
}
