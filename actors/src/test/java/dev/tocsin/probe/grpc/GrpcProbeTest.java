package dev.tocsin.probe.grpc;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the gRPC server of its Java library, and for faults against peers that play them. */
@Timeout(60)
class GrpcProbeTest {
  private static final Authority AUTHORITY = new Authority("Test Authority");
  private static final HealthStatusManager HEALTH = new HealthStatusManager();
  private static Server plain;
  private static Server secured;
  private static Server bare;

  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(AUTHORITY.certificate())));
  private final GrpcCheckKind kind =
      new GrpcCheckKind(new GrpcProbe(loopback.conversations, "1.2.3"), loopback.policy);

  @BeforeAll
  static void startServers() throws Exception {
    plain = server(InsecureServerCredentials.create(), true);
    secured =
        server(
            TlsServerCredentials.newBuilder()
                .keyManager(AUTHORITY.keyManagers("127.0.0.1"))
                .build(),
            true);
    bare = server(InsecureServerCredentials.create(), false);
    HEALTH.setStatus("shop.v1.Carts", ServingStatus.SERVING);
    HEALTH.setStatus("shop.v1.Orders", ServingStatus.NOT_SERVING);
    HEALTH.setStatus("shop.v1.New", ServingStatus.UNKNOWN);
  }

  @AfterAll
  static void stopServers() throws Exception {
    for (Server server : List.of(plain, secured, bare)) {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void isUpWhenTheServerOrTheServiceIsServing() throws Exception {
    CheckResult result = check(plain.getPort(), "");
    assertUp(result);
    assertThat(facts(result)).containsEntry("health", "SERVING");
    assertThat(result.phases().firstByte()).isNotNull();
    assertUp(check(plain.getPort(), ",'service':'shop.v1.Carts'"));
  }

  @Test
  void isDownWhenTheServiceIsNotServing() throws Exception {
    int port = plain.getPort();
    assertDown(
        check(port, ",'service':'shop.v1.Orders'"),
        at(port) + " says that the service shop.v1.Orders is not serving (NOT_SERVING)");
    assertDown(
        check(port, ",'service':'shop.v1.New'"),
        at(port) + " does not say whether the service shop.v1.New is serving (UNKNOWN)");
    assertThat(check(port, ",'service':'shop.v1.Gone'").error())
        .startsWith(at(port) + " does not know the service shop.v1.Gone (NOT_FOUND)");
  }

  @Test
  void saysThatThereIsNoHealthService() throws Exception {
    assertThat(check(bare.getPort(), "").error())
        .startsWith(
            at(bare.getPort())
                + " does not have the health service grpc.health.v1.Health (UNIMPLEMENTED)");
  }

  @Test
  void sendsMetadataAndHidesIt() throws Exception {
    int port = plain.getPort();
    CheckResult refused = check(port, ",'metadata':{'x-token':'geheim!'}");
    assertDown(
        refused,
        at(port)
            + " wants credentials, or refused those in the metadata (UNAUTHENTICATED):"
            + " \"no entry for ********, 50% sure\"");
    assertThat(refused.toString()).doesNotContain("geheim!");
  }

  @Test
  void speaksTls() throws Exception {
    CheckResult result = check(secured.getPort(), ",'tls':true");
    assertUp(result);
    assertThat(result.phases().tls()).isPositive();
    assertThat(result.evidence().certificateEnds()).isNotNull();
    try (Site site =
        Site.on(Loopback.address("127.0.0.1"), AUTHORITY.serving("127.0.0.1"), Site::hold)) {
      assertDown(
          check(site.port(), ",'tls':true"),
          at(site.port()) + " speaks TLS, but not HTTP/2 over it (ALPN)");
    }
  }

  @Test
  void saysWhatElseAnswers() throws Exception {
    assertFails("HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak HTTP/2, or breaks its rules");
    String settings = "000000040000000000";
    assertFailsHex(settings, "closed the connection before its answer");
    // :status 404
    assertFailsHex(
        settings + "0000010104000000038d",
        "answered with status 404 of HTTP, and not as a server of gRPC");
    assertFailsHex(settings + "00000403000000000300000008", "broke off the call (HTTP/2 error 8)");
    assertFailsHex(
        settings + "0000080700000000000000000000000001", "takes no calls (HTTP/2 error 1)");
    assertFailsHex(
        settings + "ffffff0000000000" + "01", "does not speak HTTP/2, or breaks its rules");
  }

  @Test
  void endsAtItsTimeout() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, json(site.port(), "")),
          "No answer from " + at(site.port()) + " within 300 ms");
    }
    Site.Script settings =
        socket -> {
          byte[] frame = HexFormat.of().parseHex("000000040000000000");
          while (true) {
            socket.getOutputStream().write(frame);
            Site.linger(socket, 20);
          }
        };
    try (Site site = Site.plain(settings)) {
      assertThat(loopback.check(kind, SHORT, json(site.port(), "")).error())
          .contains(at(site.port()));
    }
  }

  @Test
  void readsMessagesOfOneFieldAndPassesOverOthers() {
    assertThat(HealthMessages.request("")).containsExactly(0, 0, 0, 0, 0);
    assertThat(HealthMessages.request("ab")).containsExactly(0, 0, 0, 0, 4, 10, 2, 'a', 'b');
    assertThat(HealthMessages.request("x".repeat(200))).hasSize(5 + 3 + 200);
    assertThat(HealthMessages.status(new byte[0])).isZero();
    assertThat(HealthMessages.status(new byte[] {8, 1})).isEqualTo(1);
    assertThat(
            HealthMessages.status(HexFormat.of().parseHex("12026869" + "2100112233445566770803")))
        .isEqualTo(3);
    assertThat(HealthMessages.status(new byte[] {8})).isNegative();
    assertThat(HealthMessages.status(new byte[] {18, 100, 1})).isNegative();
    assertThat(HealthMessages.status("<html>".getBytes())).isNegative();
  }

  private void assertFails(String answer, String predicate) throws Exception {
    try (Site site = Site.plain(socket -> Site.write(socket, answer))) {
      assertDown(check(site.port(), ""), at(site.port()) + " " + predicate);
    }
  }

  private void assertFailsHex(String hex, String predicate) throws Exception {
    assertFails(
        new String(HexFormat.of().parseHex(hex), java.nio.charset.StandardCharsets.ISO_8859_1),
        predicate);
  }

  private CheckResult check(int port, String more) throws Exception {
    return loopback.check(kind, json(port, more));
  }

  private static String json(int port, String more) {
    return "{'host':'127.0.0.1','port':" + port + more + "}";
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  private static Server server(ServerCredentials credentials, boolean healthy) throws Exception {
    OkHttpServerBuilder builder =
        OkHttpServerBuilder.forPort(new InetSocketAddress("127.0.0.1", 0), credentials)
            .directExecutor()
            .intercept(new Guard());
    return (healthy ? builder.addService(HEALTH.getHealthService()) : builder).build().start();
  }

  /** Refuses whoever comes with a token. */
  private static final class Guard implements ServerInterceptor {
    private static final Metadata.Key<String> TOKEN =
        Metadata.Key.of("x-token", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      String token = headers.get(TOKEN);
      if (token == null) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription("no entry for " + token + ", 50% sure"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
