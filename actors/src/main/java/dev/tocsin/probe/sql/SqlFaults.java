package dev.tocsin.probe.sql;

import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.HandshakeFaults;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.Quotes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a database let nobody in, or did not answer a query, in a person's words. */
final class SqlFaults {
  /** Shorter ones would be found in innocent text. */
  private static final int SHORTEST_SECRET = 4;

  private static final int MYSQL_NO_DATABASE = 1049;
  private static final int MYSQL_NO_ACCESS_TO_DATABASE = 1044;
  private static final int SQLSERVER_NO_DATABASE = 4060;
  private static final int SQLSERVER_LOGIN_FAILED = 18_456;

  private SqlFaults() {}

  static String login(SQLException fault, SqlSpec spec, InetSocketAddress address) {
    String server = Dial.text(address);
    String state = state(fault);
    String said = said(fault, spec);
    int code = fault.getErrorCode();
    var certificate = HandshakeFaults.certificate(fault);
    if (certificate.isPresent()) {
      return certificate.get().sentence();
    }
    if (offersNoTls(said)) {
      return server + " does not offer TLS; switch it on there, or set tls to off";
    }
    if (state.equals("3D000")
        || code == MYSQL_NO_DATABASE
        || code == MYSQL_NO_ACCESS_TO_DATABASE
        || code == SQLSERVER_NO_DATABASE) {
      return "%s does not open the database %s: %s"
          .formatted(server, spec.login().database(), said);
    }
    if (state.startsWith("28")
        || code == SQLSERVER_LOGIN_FAILED
        || said.contains("no password was provided")
        || said.contains("password is an empty string")) {
      return "%s refused the login of %s: %s".formatted(server, spec.login().user(), said);
    }
    @Nullable String broken = broken(fault);
    return broken != null
        ? server + " " + broken + " before the login was complete"
        : "%s let nobody in: %s".formatted(server, said);
  }

  static String query(SQLException fault, SqlSpec spec, InetSocketAddress address) {
    @Nullable String broken = broken(fault);
    return broken != null
        ? Dial.text(address) + " " + broken + " before the query was answered"
        : "The query failed: %s%s"
            .formatted(said(fault, spec), state(fault).isEmpty() ? "" : " (" + state(fault) + ")");
  }

  private static boolean offersNoTls(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    return lower.contains("does not support ssl")
        || lower.contains("ssl not enabled in the server")
        || lower.contains("not configured to support encryption")
        || lower.contains("server does not support encryption");
  }

  /** Where the connection failed and not what was asked for. */
  private static @Nullable String broken(SQLException fault) {
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        String why = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (why.contains("reset") || why.contains("broken pipe")) {
          return "reset the connection";
        }
        return why.contains("the server")
            ? "was not understood: " + why + ","
            : "closed the connection";
      }
    }
    return null;
  }

  private static String state(SQLException fault) {
    return fault.getSQLState() == null ? "" : fault.getSQLState();
  }

  /** Before it is cut, so that no half of a password stays at the end. */
  static String withoutPassword(String said, SqlSpec spec) {
    @Nullable String password = spec.login().password();
    return password == null || password.length() < SHORTEST_SECRET
        ? said
        : said.replace(password, Notes.HIDDEN);
  }

  private static String said(SQLException fault, SqlSpec spec) {
    return Quotes.of(withoutPassword(String.valueOf(fault.getMessage()), spec));
  }
}
