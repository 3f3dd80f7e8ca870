package dev.tocsin.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.net.NameServer.Answer;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsNamesTest {
  private final Network network = Network.open(1);
  private final EventLoop loop = network.next();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void findsTheAddressesOfBothFamilies() throws Exception {
    try (NameServer server = answering("192.0.2.7", "2001:db8::7", "192.0.2.8")) {
      assertThat(resolve(server, "api.example"))
          .extracting(InetAddress::getHostAddress)
          .containsExactlyInAnyOrder("192.0.2.7", "192.0.2.8", "2001:db8:0:0:0:0:0:7");
    }
  }

  @Test
  void asksAnewEachTimeAndClosesWhatItAskedWith() throws Exception {
    try (NameServer server =
            new NameServer((name, ipv6, number) -> ok("192.0.2." + (number / 2 + 1)));
        DnsNames names = names(server)) {
      assertThat(resolve(names, "api.example")).hasToString("[api.example/192.0.2.1]");
      assertThat(resolve(names, "api.example")).hasToString("[api.example/192.0.2.2]");
      assertThat(resolve(names, "api.example")).hasToString("[api.example/192.0.2.3]");
      assertThat(server.questions()).isEqualTo(6);
      await().atMost(Duration.ofSeconds(5)).until(() -> channels() == 0);
    }
  }

  @Test
  void readsTheHostsFileFirst() throws Exception {
    try (NameServer server = answering("192.0.2.7")) {
      assertThat(resolve(server, "localhost"))
          .isNotEmpty()
          .allMatch(InetAddress::isLoopbackAddress);
      assertThat(server.questions()).isZero();
    }
  }

  @Test
  void saysWhyANameHasNoAddress() throws Exception {
    assertFault(
        new Answer(NameServer.NAME_ERROR, List.of()), "The name api.example does not exist");
    assertFault(
        new Answer(NameServer.SERVER_FAILURE, List.of()),
        "The name server answered SERVFAIL for api.example");
    assertFault(new Answer(0, List.of()), "The name api.example has no address");
    assertFault(null, "No name server answered for api.example");
  }

  @Test
  void aNameThatPointsInsideIsRefusedAfterItWasResolved() throws Exception {
    try (NameServer server = answering("127.0.0.1", "::1");
        DnsNames names = names(server)) {
      AddressPolicy policy = new AddressPolicy(() -> false, "TOCSIN_PRIVATE", List::of);
      assertThatThrownBy(() -> dial(new Dialer(network, names, policy), "api.example", 80))
          .hasRootCauseInstanceOf(TargetFault.class)
          .hasMessageContaining("loopback address");
    }
  }

  @Test
  void aCancelledDialLeavesNothing() throws Exception {
    try (NameServer silent = new NameServer((name, ipv6, number) -> null);
        DnsNames names = names(silent)) {
      Dialer dialer = new Dialer(network, names, new AddressPolicy(() -> true, "X", List::of));
      CompletableFuture<Dial> dialling = new CompletableFuture<>();
      loop.execute(() -> dialling.complete(dialer.dial(loop, "api.example", 80)));
      Dial dial = dialling.get(5, TimeUnit.SECONDS);
      await().atMost(Duration.ofSeconds(5)).until(() -> silent.questions() > 0);
      loop.execute(dial::cancel);
      await().atMost(Duration.ofSeconds(15)).until(() -> channels() == 0);
      assertThat(dial.unfinished()).isEqualTo("No answer from DNS for the name api.example");
    }
  }

  private void assertFault(Answer answer, String sentence) throws IOException {
    try (NameServer server = new NameServer((name, ipv6, number) -> answer)) {
      assertThatThrownBy(() -> resolve(server, "api.example"))
          .cause()
          .isInstanceOf(TargetFault.class)
          .hasMessage(sentence);
    }
  }

  private NameServer answering(String... addresses) throws IOException {
    return new NameServer((name, ipv6, number) -> ok(addresses));
  }

  private static Answer ok(String... addresses) {
    return new Answer(0, List.of(addresses));
  }

  private DnsNames names(NameServer server) {
    return new DnsNames(network, new SingletonDnsServerAddressStreamProvider(server.address()));
  }

  private List<InetAddress> resolve(NameServer server, String name) throws Exception {
    try (DnsNames names = names(server)) {
      return resolve(names, name);
    }
  }

  private List<InetAddress> resolve(DnsNames names, String name)
      throws ExecutionException, InterruptedException {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    loop.execute(
        () ->
            names
                .resolve(name, loop)
                .addListener(
                    answer -> {
                      if (answer.isSuccess()) {
                        @SuppressWarnings("unchecked")
                        List<InetAddress> addresses = (List<InetAddress>) answer.getNow();
                        found.complete(addresses);
                      } else {
                        found.completeExceptionally(answer.cause());
                      }
                    }));
    return found.get();
  }

  private InetSocketAddress dial(Dialer dialer, String host, int port) throws Exception {
    CompletableFuture<InetSocketAddress> connected = new CompletableFuture<>();
    loop.execute(
        () ->
            dialer
                .dial(loop, host, port)
                .outcome()
                .addListener(
                    done -> {
                      if (done.isSuccess()) {
                        connected.complete(((Dial.Connected) done.getNow()).address());
                      } else {
                        connected.completeExceptionally(done.cause());
                      }
                    }));
    return connected.get(10, TimeUnit.SECONDS);
  }

  /** Netty tells the number only its own. */
  private int channels() throws ReflectiveOperationException {
    Method count = SingleThreadIoEventLoop.class.getDeclaredMethod("getNumOfRegisteredChannels");
    count.setAccessible(true);
    return (int) count.invoke(loop);
  }
}
