package dev.tocsin.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * One JSON object a line: time, level, logger, message, thread, and of an exception what and where.
 */
final class JsonLines extends LineEncoder {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  String line(ILoggingEvent event) {
    var text = new StringWriter(256);
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", event.getInstant().toString());
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("message", event.getFormattedMessage());
      json.writeStringField("thread", event.getThreadName());
      var fault = event.getThrowableProxy();
      if (fault != null) {
        json.writeStringField("exception", Faults.chain(fault));
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
          json.writeArrayFieldStart("places");
          for (var place : Faults.places(fault)) {
            json.writeString(place);
          }
          json.writeEndArray();
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
