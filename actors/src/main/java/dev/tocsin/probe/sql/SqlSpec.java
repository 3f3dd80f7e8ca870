package dev.tocsin.probe.sql;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database and a query. Values are valid: {@link SqlSpecs} makes one from what a person wrote.
 * The texts of these records show no secrets.
 *
 * @param query one statement, which must not change anything
 * @param expected null takes any result
 * @param degradedOver a check that takes longer in total is degraded
 */
public record SqlSpec(
    Driver driver,
    Endpoint endpoint,
    Login login,
    Tls tls,
    String query,
    @Nullable Expected expected,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  public enum Driver {
    POSTGRESQL(5432),
    /** MySQL and MariaDB. */
    MYSQL(3306),
    SQLSERVER(1433);

    private final int usualPort;

    Driver(int usualPort) {
      this.usualPort = usualPort;
    }

    int usualPort() {
      return usualPort;
    }
  }

  public enum Tls {
    OFF,
    /** Encrypted, whoever it is. */
    REQUIRE,
    /** Encrypted, with a valid certificate for the host. */
    VERIFY
  }

  /** Whether the result has any. */
  public enum Rows {
    SOME,
    NONE
  }

  /**
   * @param database null takes the user's own
   * @param password null where there is none
   */
  public record Login(@Nullable String database, String user, @Nullable String password) {
    @Override
    public String toString() {
      return "Login[database=" + database + ", user=" + user + "]";
    }
  }

  /**
   * @param value the first column of the first row, as text; null takes any
   */
  public record Expected(@Nullable Rows rows, @Nullable String value) {}

  @Override
  @JsonIgnore
  public String type() {
    return "sql";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
