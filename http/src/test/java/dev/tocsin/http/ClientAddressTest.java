package dev.tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static String address(List<String> trusted, String peer, String forwarded) {
    HttpRequest request =
        HttpRequest.GET("/")
            .addAttribute(
                AttributeKeys.remoteAddress, RemoteAddress.create(InetAddress.ofLiteral(peer)));
    return new ClientAddress(trusted)
        .of(
            forwarded == null
                ? request
                : request.addHeader(RawHeader.create("X-Forwarded-For", forwarded)))
        .getHostAddress();
  }

  @Test
  void believesNobodyByDefault() {
    assertThat(address(List.of(), "10.0.0.1", "198.51.100.1")).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.1,198.51.100.1",
    "'203.0.113.66, 198.51.100.1',198.51.100.1",
    "'203.0.113.66, 198.51.100.1, 10.2.2.2',198.51.100.1",
    "'198.51.100.1, nonsense',10.0.0.1",
    "2001:db8::1,2001:db8:0:0:0:0:0:1",
    "10.3.3.3,10.3.3.3",
    ",10.0.0.1"
  })
  void takesTheNearestAddressThatIsNoTrustedProxys(String forwarded, String client) {
    assertThat(address(List.of("10.0.0.0/8"), "10.0.0.1", forwarded)).isEqualTo(client);
  }

  @Test
  void whoInventsALongChainIsKnownAllTheSame() {
    assertThat(
            address(
                List.of("10.0.0.0/8"), "10.0.0.1", "203.0.113.66, ".repeat(500) + "198.51.100.1"))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void believesNoOtherPeer() {
    assertThat(address(List.of("10.0.0.0/8"), "192.0.2.1", "198.51.100.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void refusesAProxyThatIsNoAddress() {
    assertThatThrownBy(() -> new ClientAddress(List.of("proxy.example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proxy.example.com");
  }
}
