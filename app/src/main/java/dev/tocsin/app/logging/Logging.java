package dev.tocsin.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.tocsin.conf.LogSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to standard output. Set up in code: an XML file would cost the start a tenth of a
 * second. Logback finds this class by its service file and begins with the defaults.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Replaces what was set up before. */
  public static void configure(LogSettings settings) {
    apply((LoggerContext) LoggerFactory.getILoggerFactory(), settings);
  }

  private static void apply(LoggerContext context, LogSettings settings) {
    context.reset();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stdout");
    appender.setEncoder(encoder(context, settings.format()));
    appender.start();

    var others = settings.level() == LogSettings.Level.TRACE ? Level.DEBUG : Level.WARN;
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(others);
    root.addAppender(appender);
    // whoever asked for the port says that it is taken, in a sentence
    context.getLogger("org.apache.pekko.io.TcpListener").setLevel(Level.OFF);
    // a connection that broke; the association that it belongs to says so where it matters
    context.getLogger("org.apache.pekko.stream.Materializer").setLevel(Level.ERROR);
    // one line for each connection of a store that went away; StoreHealth says so once
    context.getLogger("com.zaxxer.hikari.pool.PoolBase").setLevel(Level.ERROR);
    context.getLogger("com.zaxxer.hikari.pool.ProxyConnection").setLevel(Level.ERROR);
    context.getLogger("dev.tocsin").setLevel(Level.valueOf(settings.level().name()));
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogSettings.Format format) {
    var encoder =
        switch (format) {
          case TEXT -> new TextLines();
          case JSON -> new JsonLines();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
