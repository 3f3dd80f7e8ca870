package dev.tocsin.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code 2026-03-01T12:00:00.000Z WARN Database The database is away ...} */
final class TextLines extends LineEncoder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  @Override
  String line(ILoggingEvent event) {
    var line = new StringBuilder(160);
    TIME.formatTo(event.getInstant(), line);
    var level = event.getLevel();
    line.append(' ').append(level).append(" ".repeat(Math.max(1, 6 - level.levelStr.length())));
    var logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    line.append(event.getFormattedMessage());
    var fault = event.getThrowableProxy();
    if (fault != null) {
      line.append(" [").append(Faults.chain(fault)).append(']');
      if (level.isGreaterOrEqual(Level.ERROR)) {
        line.append(' ').append(String.join(" ", Faults.places(fault)));
      }
    }
    return line.toString().replaceAll("\\R", " | ");
  }
}
