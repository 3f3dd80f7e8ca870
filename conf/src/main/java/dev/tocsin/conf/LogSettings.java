package dev.tocsin.conf;

/** How events are written to standard output. */
public record LogSettings(Format format, Level level) {
  /** One line an event in either. */
  public enum Format {
    TEXT,
    JSON
  }

  /** The least that is written. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  static LogSettings read(SettingsReader reader) {
    return new LogSettings(
        reader.choice("tocsin.log.format", Format.class),
        reader.choice("tocsin.log.level", Level.class));
  }
}
