package dev.tocsin.conf;

/** The port for health, metrics and the nodes' questions to each other. */
public record ManagementSettings(Port port) {
  static final int USUAL = 7626;

  /** Whether there is a port, and which. */
  public sealed interface Port {
    /** None is opened. */
    record None() implements Port {}

    /** This one; the start fails where it is taken. 0 does not occur. */
    record Fixed(int port) implements Port {}

    /** This one, or a free one where it is taken. */
    record Preferred(int port) implements Port {}
  }

  static ManagementSettings read(SettingsReader reader, boolean postgres) {
    var key = "tocsin.management.port";
    if ("auto".equals(reader.text(key))) {
      return new ManagementSettings(postgres ? new Port.Preferred(USUAL) : new Port.None());
    }
    try {
      var port = reader.port(key);
      return new ManagementSettings(port == 0 ? new Port.None() : new Port.Fixed(port));
    } catch (SettingsException notAPort) {
      throw reader.wrong(key, "auto, or a whole number from 0 to 65535");
    }
  }
}
