package dev.tocsin.probe.udp;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.AddressPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UdpSpecsTest {
  private final UdpCheckKind kind =
      new UdpCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void sendsTextOrBytes() throws Exception {
    assertThat(assertRoundTrips(kind, "{'host':'a','port':1,'send':'hi\\\\0'}").datagram().bytes())
        .containsExactly('h', 'i', 0);
    UdpSpec hex = assertRoundTrips(kind, "{'host':'a','port':1,'sendHex':'FF ff:00\\n01'}");
    assertThat(hex.datagram().bytes()).containsExactly(0xff, 0xff, 0, 1);
    assertThat(assertRoundTrips(kind, "{'host':'a','port':1,'send':''}").datagram().bytes())
        .isEmpty();
    assertThat(hex.target()).isEqualTo("a");
    assertThat(read(kind, "{'host':'a','port':1,'send':'secret'}").toString())
        .doesNotContain("secret");
  }

  @Test
  void namesEveryFault() {
    assertThat(fields(kind, "{}")).containsExactlyInAnyOrder("host", "port", "send");
    assertThat(fields(kind, "{'host':'127.1','port':1,'send':'a','sendHex':'00'}"))
        .containsExactly("sendHex");
    assertThat(fields(kind, "{'host':'a','port':1,'sendHex':'0'}")).containsExactly("sendHex");
    assertThat(fields(kind, "{'host':'a','port':1,'sendHex':'xx'}")).containsExactly("sendHex");
    assertThat(fields(kind, "{'host':'a','port':1,'send':'\\\\q'}")).containsExactly("send");
    assertThat(fields(kind, "{'host':'a','port':1,'send':'" + "ä".repeat(601) + "'}"))
        .containsExactly("send");
    assertThat(fields(kind, "{'host':'255.255.255.255','port':1,'send':'a'}"))
        .containsExactly("host");
  }
}
