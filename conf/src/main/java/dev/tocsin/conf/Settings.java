package dev.tocsin.conf;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Everything an operator can set; reference.conf says what each key is for. */
public record Settings(
    HttpSettings http,
    ManagementSettings management,
    NodeSettings node,
    DatabaseSettings database,
    ClusterSettings cluster,
    Optional<OwnerSettings> owner,
    SecuritySettings security,
    CheckSettings checks,
    HeartbeatSettings heartbeats,
    RollupSettings rollups,
    ResultLogSettings resultLog,
    TenancySettings tenancy,
    Optional<SmtpSettings> smtp,
    Optional<TwilioSettings> twilio,
    ArchiveSettings archive,
    LogSettings log) {

  /**
   * Reads the defaults, then the file over them, then the environment's {@code TOCSIN_*} over both.
   *
   * @throws SettingsException for the first thing that is wrong: an unknown key, a value that is
   *     none, or two that do not go together
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    return read(new SettingsReader(SettingsSources.merge(file, environment)));
  }

  static Settings read(SettingsReader reader) {
    var node = NodeSettings.read(reader);
    var http = HttpSettings.read(reader);
    var database = DatabaseSettings.read(reader, node.dataDir());
    var postgres = database.isPostgres();
    return new Settings(
        http,
        ManagementSettings.read(reader, postgres),
        node,
        database,
        ClusterSettings.read(reader, postgres),
        OwnerSettings.read(reader),
        SecuritySettings.read(reader, postgres),
        CheckSettings.read(reader),
        HeartbeatSettings.read(reader),
        RollupSettings.read(reader),
        ResultLogSettings.read(reader),
        TenancySettings.read(reader),
        SmtpSettings.read(reader, http.publicUrl()),
        TwilioSettings.read(reader),
        ArchiveSettings.read(reader, node.dataDir()),
        LogSettings.read(reader));
  }
}
