package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.cluster.Formation.Answer;
import dev.tocsin.conf.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketProbeTest {
  private static final UUID INCARNATION = UUID.randomUUID();

  private final SocketProbe probe = new SocketProbe();
  private ServerSocket cluster;
  private HttpServer management;

  @BeforeEach
  void start() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    cluster = new ServerSocket(0, 5, loopback);
    management = HttpServer.create(new InetSocketAddress(loopback, 0), 5);
    management.start();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    management.stop(0);
  }

  @Test
  void aPortThatNobodyHasRefuses() throws IOException {
    cluster.close();

    assertThat(ask()).isEqualTo(new Answer.Refused());
  }

  @Test
  void aNodeSaysItsIncarnation() {
    answer(200, "{\"incarnation\":\"" + INCARNATION + "\"}");
    assertThat(ask()).isEqualTo(new Answer.Present(Optional.of(INCARNATION)));
  }

  @Test
  void aNodeThatIsJoiningSaysNone() {
    answer(200, "{\"incarnation\":null}");
    assertThat(ask()).isEqualTo(new Answer.Present(Optional.empty()));
  }

  @Test
  void whatIsNotAnAnswerTellsNothing() {
    answer(200, "<html>");
    assertThat(ask()).isEqualTo(new Answer.Silent());
  }

  @Test
  void anErrorTellsNothing() {
    answer(500, "{\"incarnation\":null}");
    assertThat(ask()).isEqualTo(new Answer.Silent());
  }

  @Test
  void anOpenClusterPortWithoutManagementTellsNothing() {
    management.stop(0);

    assertThat(ask()).isEqualTo(new Answer.Silent());
    assertThat(probe.ask(row(Optional.empty()))).isEqualTo(new Answer.Silent());
  }

  @Test
  void aNameThatNobodyKnowsTellsNothing() {
    var row =
        new NodeRow(
            new HostPort("no-such-host.invalid", 7625),
            UUID.randomUUID(),
            Optional.empty(),
            Optional.empty(),
            "default",
            Duration.ZERO);

    assertThat(probe.ask(row)).isEqualTo(new Answer.Silent());
  }

  private Answer ask() {
    var address = management.getAddress();
    return probe.ask(row(Optional.of(new HostPort(address.getHostString(), address.getPort()))));
  }

  private NodeRow row(Optional<HostPort> management) {
    return new NodeRow(
        new HostPort(cluster.getInetAddress().getHostAddress(), cluster.getLocalPort()),
        UUID.randomUUID(),
        Optional.empty(),
        management,
        "default",
        Duration.ZERO);
  }

  private void answer(int status, String body) {
    management.createContext(
        SocketProbe.PATH,
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          try (var out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
  }
}
