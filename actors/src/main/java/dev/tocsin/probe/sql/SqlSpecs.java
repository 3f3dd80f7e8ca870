package dev.tocsin.probe.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.sql.SqlSpec.Driver;
import dev.tocsin.probe.sql.SqlSpec.Expected;
import dev.tocsin.probe.sql.SqlSpec.Login;
import dev.tocsin.probe.sql.SqlSpec.Rows;
import dev.tocsin.probe.sql.SqlSpec.Tls;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the field {@code sql} of the API. There is no address for JDBC in it: such a
 * text can make a driver read files and load classes.
 */
final class SqlSpecs {
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  /** Other characters mean something to one driver or another. */
  private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}_$. -]{1,128}");

  private SqlSpecs() {}

  static SqlSpec read(Input input) {
    Optional<Driver> driver = input.choice("driver", Driver.class);
    if (!input.has("driver")) {
      input.missing("driver", "one of [postgresql, mysql, sqlserver]");
    }
    Driver known = driver.orElse(Driver.POSTGRESQL);
    return new SqlSpec(
        known,
        Endpoint.read(input, known.usualPort()),
        readLogin(input),
        input.choice("tls", Tls.class).orElse(Tls.VERIFY),
        input.optionalText("query", 4_096).orElse("SELECT 1"),
        input.object("expect").flatMap(SqlSpecs::readExpected).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(SqlSpec spec) {
    ObjectNode sql = JsonNodeFactory.instance.objectNode();
    sql.put("driver", lower(spec.driver()));
    spec.endpoint().write(sql);
    sql.put("database", spec.login().database());
    sql.put("user", spec.login().user());
    sql.put("password", spec.login().password() == null ? null : Notes.HIDDEN);
    sql.put("tls", lower(spec.tls()));
    sql.put("query", spec.query());
    if (spec.expected() instanceof Expected expected) {
      sql.putObject("expect")
          .put("rows", expected.rows() == null ? null : lower(expected.rows()))
          .put("value", expected.value());
    } else {
      sql.putNull("expect");
    }
    @Nullable Duration degradedOver = spec.degradedOver();
    sql.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return sql;
  }

  private static Login readLogin(Input input) {
    Optional<String> database = input.optionalText("database", 128);
    input.check(
        database.isEmpty() || DATABASE.matcher(database.get()).matches(),
        "database",
        "It must be of letters, digits, blanks and _ $ . - only.");
    return new Login(database.orElse(null), input.text("user", 128), readPassword(input));
  }

  /** Left out it stands for what is stored; null says that there is none. */
  private static @Nullable String readPassword(Input input) {
    if (input.isNull("password")) {
      return null;
    }
    return input.verbatim("password", 1_024).orElse(Notes.HIDDEN);
  }

  private static Optional<Expected> readExpected(Input input) {
    Expected expected =
        new Expected(
            input.choice("rows", Rows.class).orElse(null),
            input.verbatim("value", 1_000).orElse(null));
    input.check(
        expected.rows() != Rows.NONE || expected.value() == null,
        "value",
        "It must be left out where no rows are expected.");
    return expected.rows() == null && expected.value() == null
        ? Optional.empty()
        : Optional.of(expected);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
