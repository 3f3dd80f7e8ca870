package dev.tocsin.probe.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.sql.SqlSpec.Login;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks of databases. The password is never written; left out, or sent back as it was shown, it
 * stands for the stored one while host and port stay the same.
 */
public final class SqlCheckKind implements CheckKind<SqlSpec> {
  private final Probe<SqlSpec> probe;
  private final AddressPolicy policy;

  /**
   * @param policy what the probe may connect to, so that an address which it would always refuse is
   *     not configured in the first place
   */
  public SqlCheckKind(Probe<SqlSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "sql";
  }

  @Override
  public Class<SqlSpec> specClass() {
    return SqlSpec.class;
  }

  @Override
  public SqlSpec read(Input input) {
    SqlSpec spec = SqlSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(SqlSpec spec) {
    return SqlSpecs.write(spec);
  }

  @Override
  public SqlSpec keepSecrets(SqlSpec before, SqlSpec after) {
    Login login = after.login();
    @Nullable String stored = before.login().password();
    boolean same = before.endpoint().equals(after.endpoint());
    // a stored password that was for TLS must not go out for everybody to read
    boolean asSafe = after.tls().compareTo(before.tls()) >= 0;
    if (!Notes.HIDDEN.equals(login.password()) || !same || !asSafe || stored == null) {
      return after;
    }
    return new SqlSpec(
        after.driver(),
        after.endpoint(),
        new Login(login.database(), login.user(), stored),
        after.tls(),
        after.query(),
        after.expected(),
        after.degradedOver());
  }

  @Override
  public List<FieldError> missingSecrets(SqlSpec spec) {
    return Notes.HIDDEN.equals(spec.login().password())
        ? List.of(
            new FieldError(
                "sql.password",
                "Enter the password, or null where there is none; a stored one is kept only for the"
                    + " same host and port, and TLS that is no weaker."))
        : List.of();
  }

  @Override
  public Optional<Probe<SqlSpec>> probe() {
    return Optional.of(probe);
  }
}
