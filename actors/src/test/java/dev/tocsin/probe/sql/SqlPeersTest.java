package dev.tocsin.probe.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.net.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that play their part by a script: what hangs, what breaks off, what refuses. */
@Timeout(60)
class SqlPeersTest {
  private interface Part {
    void play(Socket socket) throws Exception;
  }

  private final SqlClient client = new SqlClient();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "sqlserver"})
  void endsAtItsTimeWhereAServerAcceptsAndHangs(String driver) throws Exception {
    try (ServerSocket server = server(socket -> end.await())) {
      CheckResult result = client.check(driver, server.getLocalPort(), SqlClient.SHORT, sql -> {});
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error())
          .isEqualTo(
              "No answer from 127.0.0.1:%d to the login within 300 ms"
                  .formatted(server.getLocalPort()));
      assertThat(result.phases().total()).isLessThan(5_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "sqlserver"})
  void saysThatTheConnectionWasClosed(String driver) throws Exception {
    try (ServerSocket server = server(Socket::shutdownOutput)) {
      CheckResult result = client.check(driver, server.getLocalPort(), SqlClient.LONG, sql -> {});
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error()).startsWith("127.0.0.1:" + server.getLocalPort() + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "sqlserver"})
  void endsWhatASillyServerSendsWithoutEnd(String driver) throws Exception {
    try (ServerSocket server =
        server(
            socket -> {
              byte[] noise = new byte[65_536];
              Arrays.fill(noise, (byte) 'R');
              OutputStream out = socket.getOutputStream();
              while (end.getCount() > 0) {
                out.write(noise);
              }
            })) {
      CheckResult result =
          client.check(driver, server.getLocalPort(), Duration.ofSeconds(2), sql -> {});
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error()).contains("127.0.0.1:" + server.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "sqlserver"})
  void saysThatNothingListens(String driver) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    CheckResult result = client.check(driver, port, SqlClient.LONG, sql -> {});
    assertThat(result.error()).isEqualTo("127.0.0.1:" + port + " refused the connection");
  }

  @Test
  void saysWhatMySqlAnswersToTheLogin() throws Exception {
    assertThat(mysql(1045, "28000", "Access denied for user 'watcher'@'h' (open sesame)"))
        .startsWith("127.0.0.1:")
        .contains(" refused the login of watcher: ")
        .contains("Access denied for user 'watcher'@'h' (********)");
    assertThat(mysql(1049, "42000", "Unknown database 'shop'"))
        .contains(" does not open the database shop: ")
        .contains("Unknown database 'shop'");
    assertThat(mysql(1040, "08004", "Too many connections"))
        .contains(" let nobody in: ")
        .contains("Too many connections");
  }

  @Test
  void saysThatMySqlOffersNoTls() throws Exception {
    try (ServerSocket server = server(socket -> greet(socket, 0))) {
      CheckResult result =
          client.check(
              "mysql", server.getLocalPort(), SqlClient.LONG, sql -> sql.put("tls", "require"));
      assertThat(result.error())
          .isEqualTo(
              "127.0.0.1:%d does not offer TLS; switch it on there, or set tls to off"
                  .formatted(server.getLocalPort()));
    }
  }

  @Test
  void verifiesTheCertificateOfPostgresAndOfMySql() throws Exception {
    Authority authority = new Authority("Test Authority");
    try (ServerSocket postgres = server(socket -> secureAsPostgres(socket, authority));
        ServerSocket mysql = server(socket -> secureAsMySql(socket, authority));
        SqlClient trusting =
            new SqlClient(Trust.withAuthorities(List.of(authority.certificate())))) {
      for (ServerSocket server : List.of(postgres, mysql)) {
        String driver = server == postgres ? "postgresql" : "mysql";
        int port = server.getLocalPort();
        assertThat(tls(client, driver, port, "verify", "db.example"))
            .contains("which is not an authority that Tocsin trusts");
        assertThat(tls(trusting, driver, port, "verify", "127.0.0.1"))
            .isEqualTo("The certificate is for db.example, not for 127.0.0.1");
        String behindTls =
            "127.0.0.1:" + port + " closed the connection before the login was complete";
        assertThat(tls(trusting, driver, port, "verify", "db.example")).isEqualTo(behindTls);
        assertThat(tls(client, driver, port, "require", "127.0.0.1")).isEqualTo(behindTls);
      }
    }
  }

  private static String tls(SqlClient from, String driver, int port, String tls, String host)
      throws Exception {
    return from.check(driver, port, SqlClient.LONG, sql -> sql.put("tls", tls).put("host", host))
        .error();
  }

  /** Says yes to TLS, and breaks off behind it. */
  private static void secureAsPostgres(Socket socket, Authority authority) throws Exception {
    socket.getInputStream().readNBytes(8);
    socket.getOutputStream().write('S');
    handshake(socket, authority);
  }

  private static void secureAsMySql(Socket socket, Authority authority) throws Exception {
    greet(socket, 0x0800);
    socket.getInputStream().readNBytes(36);
    handshake(socket, authority);
  }

  private static void handshake(Socket socket, Authority authority) throws Exception {
    SSLSocket secured =
        (SSLSocket)
            authority
                .context("db.example")
                .getSocketFactory()
                .createSocket(socket, "db.example", 0, true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    secured.getInputStream().read(new byte[4_096]);
    secured.close();
  }

  private String mysql(int code, String state, String message) throws Exception {
    try (ServerSocket server =
        server(
            socket -> {
              greet(socket, 0);
              socket.getInputStream().read(new byte[4_096]);
              ByteArrayOutputStream error = new ByteArrayOutputStream();
              error.write(0xff);
              error.write(code & 0xff);
              error.write(code >> 8);
              error.writeBytes(("#" + state + message).getBytes(StandardCharsets.UTF_8));
              write(socket, 2, error.toByteArray());
              end.await();
            })) {
      CheckResult result =
          client.check(
              "mysql", server.getLocalPort(), SqlClient.LONG, sql -> sql.put("database", "shop"));
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      return result.error();
    }
  }

  /** The first packet of MySQL's protocol, version 10, with a capability more or none. */
  private static void greet(Socket socket, int more) throws IOException {
    int capabilities = 0x0008_0000 | 0x8000 | 0x0200 | 0x0008 | 0x2000 | more;
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    greeting.write(10);
    greeting.writeBytes("8.0.36\0".getBytes(StandardCharsets.US_ASCII));
    greeting.writeBytes(new byte[] {1, 0, 0, 0});
    greeting.writeBytes("12345678\0".getBytes(StandardCharsets.US_ASCII));
    greeting.write(capabilities & 0xff);
    greeting.write(capabilities >> 8 & 0xff);
    greeting.write(45);
    greeting.writeBytes(new byte[] {2, 0});
    greeting.write(capabilities >> 16 & 0xff);
    greeting.write(capabilities >> 24 & 0xff);
    greeting.write(21);
    greeting.writeBytes(new byte[10]);
    greeting.writeBytes("123456789012\0".getBytes(StandardCharsets.US_ASCII));
    greeting.writeBytes("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    write(socket, 0, greeting.toByteArray());
  }

  private static void write(Socket socket, int sequence, byte[] payload) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(payload.length & 0xff);
    packet.write(payload.length >> 8);
    packet.write(0);
    packet.write(sequence);
    packet.writeBytes(payload);
    socket.getOutputStream().write(packet.toByteArray());
    socket.getOutputStream().flush();
  }

  private static ServerSocket server(Part part) throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  Thread.ofVirtual()
                      .start(
                          () -> {
                            try (socket) {
                              part.play(socket);
                            } catch (Exception over) {
                              // the other side has had enough
                            }
                          });
                } catch (IOException closed) {
                  // the end of the test
                }
              }
            });
    return server;
  }
}
