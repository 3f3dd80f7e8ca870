package dev.tocsin.probe.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real PostgreSQL. */
@Timeout(60)
class PostgresProbeTest {
  private static EmbeddedPostgres server;
  private final SqlClient client = new SqlClient();

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE watcher LOGIN PASSWORD 'open sesame'");
      statement.execute("CREATE DATABASE shop OWNER watcher");
      String file = null;
      try (var row = statement.executeQuery("SHOW hba_file")) {
        row.next();
        file = row.getString(1);
      }
      Path access = new File(file).toPath();
      Files.writeString(
          access, "host all watcher 127.0.0.1/32 scram-sha-256\n" + Files.readString(access));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void logsInAndRunsTheQuery() throws Exception {
    CheckResult result = check(sql -> sql.put("query", "SELECT 40 + 2"));
    assertUp(result);
    assertThat(result.evidence().address()).isEqualTo("127.0.0.1:" + server.getPort());
    assertThat(result.evidence().facts()).contains(new Fact("value", "42"));
    assertThat(result.evidence().facts())
        .anyMatch(fact -> fact.name().equals("server") && fact.value().startsWith("PostgreSQL "));
    assertThat(result.phases().connect()).isBetween(0L, result.phases().total());
  }

  @Test
  void comparesTheFirstValue() throws Exception {
    Consumer<ObjectNode> three = sql -> sql.put("query", "SELECT generate_series(3, 1000000)");
    assertUp(check(three.andThen(sql -> sql.putObject("expect").put("value", "3"))));
    assertDown(
        check(three.andThen(sql -> sql.putObject("expect").put("value", "4"))),
        "The query found \"3\", expected \"4\"");
    assertDown(
        check(three.andThen(sql -> sql.putObject("expect").put("rows", "none"))),
        "The query found a row, and none was expected");
    Consumer<ObjectNode> none = sql -> sql.put("query", "SELECT 1 WHERE false");
    assertUp(check(none));
    assertUp(check(none.andThen(sql -> sql.putObject("expect").put("rows", "none"))));
    assertDown(
        check(none.andThen(sql -> sql.putObject("expect").put("rows", "some"))),
        "The query found no row");
  }

  @Test
  void changesNothing() throws Exception {
    assertDown(
        check(sql -> sql.put("query", "CREATE TABLE t (a int)")),
        "The query failed: ERROR: cannot execute CREATE TABLE in a read-only transaction (25006)");
  }

  @Test
  void saysWhatIsWrongWithTheQuery() throws Exception {
    assertDown(
        check(sql -> sql.put("query", "SELECT 'open sesame'::int")),
        "The query failed: ERROR: invalid input syntax for type integer: \"********\"   Position: 8"
            + " (22P02)");
  }

  @Test
  void saysWhyTheLoginWasRefused() throws Exception {
    String address = "127.0.0.1:" + server.getPort();
    assertDown(
        check(sql -> sql.put("password", "wrong password")),
        address
            + " refused the login of watcher: FATAL: password authentication failed for user \"watcher\"");
    assertThat(check(sql -> sql.putNull("password")).error())
        .startsWith(address + " refused the login of watcher: ");
    assertDown(
        check(sql -> sql.put("user", "nobody")),
        address + " refused the login of nobody: FATAL: role \"nobody\" does not exist");
    assertDown(
        check(sql -> sql.put("database", "nowhere")),
        address
            + " does not open the database nowhere: FATAL: database \"nowhere\" does not exist");
  }

  @Test
  void saysThatTheServerOffersNoTls() throws Exception {
    assertDown(
        check(sql -> sql.put("tls", "verify")),
        "127.0.0.1:"
            + server.getPort()
            + " does not offer TLS; switch it on there, or set tls to off");
  }

  @Test
  void endsAQueryThatTakesTooLong() throws Exception {
    CheckResult result =
        client.check(
            "postgresql",
            server.getPort(),
            Duration.ofSeconds(2),
            sql -> sql.put("database", "shop").put("query", "SELECT pg_sleep(60)"));
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(result.error())
        .isIn(
            "No answer from 127.0.0.1:" + server.getPort() + " to the query within 2 s",
            "The query failed: ERROR: canceling statement due to statement timeout (57014)");
    assertThat(result.phases().total()).isLessThan(10_000_000L);
  }

  @Test
  void readsNoMoreThanItNeeds() throws Exception {
    CheckResult result = check(sql -> sql.put("query", "SELECT repeat('x', 5000000)"));
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(result.error()).startsWith("The query failed: ");
  }

  @Test
  void judgesWhatTheNameResolvedTo() throws Exception {
    assertUp(check(sql -> sql.put("host", "db.example")));
    client.privateTargets = false;
    CheckResult refused = check(sql -> sql.put("host", "db.example"));
    assertThat(refused.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(refused.error()).startsWith("The address 127.0.0.1 is a loopback address");
  }

  private CheckResult check(Consumer<ObjectNode> more) throws Exception {
    return client.check(
        "postgresql",
        server.getPort(),
        SqlClient.LONG,
        sql -> more.accept(sql.put("database", "shop")));
  }

  private static void assertUp(CheckResult result) {
    assertThat(result.error()).isNull();
    assertThat(result.outcome()).isEqualTo(Outcome.UP);
  }

  private static void assertDown(CheckResult result, String sentence) {
    assertThat(result.error()).isEqualTo(sentence);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }
}
