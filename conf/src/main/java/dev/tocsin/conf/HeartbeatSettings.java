package dev.tocsin.conf;

/**
 * Which addresses of heartbeats are open; a closed one answers 404.
 *
 * @param ping {@code /ping/...}
 * @param push {@code /api/push/...}
 * @param external {@code /api/v1/endpoints/.../external}
 * @param heartbeat {@code /api/heartbeat}
 * @param status {@code /api/status}
 * @param services {@code /api/services}
 * @param logs {@code /api/logs}
 */
public record HeartbeatSettings(
    boolean ping,
    boolean push,
    boolean external,
    boolean heartbeat,
    boolean status,
    boolean services,
    boolean logs) {
  public static final HeartbeatSettings ALL_OPEN =
      new HeartbeatSettings(true, true, true, true, true, true, true);

  static HeartbeatSettings read(SettingsReader reader) {
    return new HeartbeatSettings(
        reader.flag("tocsin.heartbeats.ping"),
        reader.flag("tocsin.heartbeats.push"),
        reader.flag("tocsin.heartbeats.external"),
        reader.flag("tocsin.heartbeats.heartbeat"),
        reader.flag("tocsin.heartbeats.status"),
        reader.flag("tocsin.heartbeats.services"),
        reader.flag("tocsin.heartbeats.logs"));
  }
}
