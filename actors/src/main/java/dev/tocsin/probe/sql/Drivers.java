package dev.tocsin.probe.sql;

import dev.tocsin.probe.sql.SqlSpec.Tls;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How each driver is told what to do. Nothing that a person wrote becomes a property but user,
 * password and database, and nothing is read from the files or the environment of this machine.
 */
final class Drivers {
  static {
    // it warns of each target that is down; the result says so already
    com.microsoft.sqlserver.jdbc.SQLServerDriver.isRegistered();
    Logger.getLogger("com.microsoft.sqlserver.jdbc").setLevel(Level.OFF);
  }

  private Drivers() {}

  /**
   * To be called with {@link Handed#CURRENT} bound; it uses that socket and no other.
   *
   * @param timeout what is left; a driver that has time-outs of its own gets it for each
   * @throws SQLException for whatever a driver does not like
   */
  static Connection connect(SqlSpec spec, InetSocketAddress address, Duration timeout)
      throws SQLException {
    Connection connection =
        switch (spec.driver()) {
          case POSTGRESQL -> postgresql(spec, timeout);
          case MYSQL -> mysql(spec, timeout);
          case SQLSERVER -> sqlserver(spec, address, timeout);
        };
    if (connection == null) {
      throw new SQLException("The driver does not take the address");
    }
    return connection;
  }

  private static @Nullable Connection postgresql(SqlSpec spec, Duration timeout)
      throws SQLException {
    Properties settings = login(spec);
    // null would make the driver look for a password in files of this machine
    settings.setProperty("password", password(spec));
    settings.setProperty("socketFactory", HandedSockets.class.getName());
    settings.setProperty("sslmode", spec.tls() == Tls.OFF ? "disable" : "require");
    settings.setProperty("sslfactory", HandedTls.class.getName());
    settings.setProperty("gssEncMode", "disable");
    settings.setProperty("loginTimeout", "0");
    settings.setProperty("connectTimeout", "0");
    settings.setProperty("socketTimeout", seconds(timeout));
    settings.setProperty("maxResultBuffer", "1M");
    settings.setProperty("ApplicationName", "Tocsin");
    String database =
        spec.login().database() == null ? spec.login().user() : spec.login().database();
    return new org.postgresql.Driver()
        .connect(
            "jdbc:postgresql://%s/%s"
                .formatted(spec.endpoint(), URLEncoder.encode(database, StandardCharsets.UTF_8)),
            settings);
  }

  private static @Nullable Connection mysql(SqlSpec spec, Duration timeout) throws SQLException {
    Properties settings = login(spec);
    settings.setProperty("password", password(spec));
    settings.setProperty("socketFactory", HandedSockets.class.getName());
    settings.setProperty("sslMode", spec.tls() == Tls.OFF ? "disable" : "trust");
    settings.setProperty("tlsSocketType", HandedTlsPlugin.TYPE);
    settings.setProperty("connectTimeout", Long.toString(timeout.toMillis()));
    settings.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
    settings.setProperty("allowLocalInfile", "false");
    settings.setProperty("allowMultiQueries", "false");
    if (spec.tls() == Tls.OFF) {
      // none that sends the password to be read
      settings.setProperty(
          "restrictedAuth", "mysql_native_password,client_ed25519,caching_sha2_password,parsec");
    }
    @Nullable String database = spec.login().database();
    return new org.mariadb.jdbc.Driver()
        .connect(
            "jdbc:mariadb://%s/%s".formatted(spec.endpoint(), database == null ? "" : database),
            settings);
  }

  private static @Nullable Connection sqlserver(
      SqlSpec spec, InetSocketAddress address, Duration timeout) throws SQLException {
    Properties settings = login(spec);
    settings.setProperty("password", password(spec));
    // an address: the driver would look for a name by itself
    settings.setProperty("serverName", address.getAddress().getHostAddress());
    settings.setProperty("portNumber", Integer.toString(address.getPort()));
    if (spec.login().database() != null) {
      settings.setProperty("databaseName", spec.login().database());
    }
    settings.setProperty("socketFactoryClass", HandedSockets.class.getName());
    settings.setProperty("encrypt", spec.tls() == Tls.OFF ? "false" : "true");
    settings.setProperty("trustServerCertificate", Boolean.toString(spec.tls() != Tls.VERIFY));
    settings.setProperty("hostNameInCertificate", spec.endpoint().host());
    settings.setProperty("authentication", "SqlPassword");
    settings.setProperty("loginTimeout", seconds(timeout));
    settings.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
    settings.setProperty("queryTimeout", seconds(timeout));
    settings.setProperty("connectRetryCount", "0");
    settings.setProperty("multiSubnetFailover", "false");
    settings.setProperty("transparentNetworkIPResolution", "false");
    settings.setProperty("applicationIntent", "ReadOnly");
    settings.setProperty("applicationName", "Tocsin");
    return new com.microsoft.sqlserver.jdbc.SQLServerDriver()
        .connect("jdbc:sqlserver://", settings);
  }

  private static Properties login(SqlSpec spec) {
    Properties settings = new Properties();
    settings.setProperty("user", spec.login().user());
    return settings;
  }

  private static String password(SqlSpec spec) {
    @Nullable String password = spec.login().password();
    return password == null ? "" : password;
  }

  private static String seconds(Duration timeout) {
    return Long.toString(timeout.plusMillis(999).toSeconds());
  }
}
