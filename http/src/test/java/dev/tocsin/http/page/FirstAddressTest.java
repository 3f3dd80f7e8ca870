package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstAddressTest {
  @ParameterizedTest
  @CsvSource({
    "shop.example.com, shop.example.com, https://shop.example.com",
    "  shop.example.com/health?x=1 , shop.example.com, https://shop.example.com/health?x=1",
    "http://shop.example.com:8080/, shop.example.com, http://shop.example.com:8080/",
    "HTTPS://Shop.example.com, shop.example.com, HTTPS://Shop.example.com",
    "shop.example.com:8080/health, shop.example.com, https://shop.example.com:8080/health",
    "my_host.example/h?token=abc, my_host.example, https://my_host.example/h?token=abc",
    "shop.example.com/a b?key=abc, shop.example.com, https://shop.example.com/a b?key=abc",
    "192.0.2.1, 192.0.2.1, https://192.0.2.1",
    "'', '', ''",
  })
  void aWebAddressBecomesACheckByHttp(String typed, String name, String url) {
    ObjectNode monitor = FirstAddress.monitor(typed);
    assertThat(monitor.path("type").asText()).isEqualTo("http");
    assertThat(monitor.path("name").asText()).isEqualTo(name);
    assertThat(monitor.path("http").path("url").asText()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "db.example.com:5432, db.example.com, 5432",
    "192.0.2.1:22, 192.0.2.1, 22",
    "[2001:db8::1]:22, 2001:db8::1, 22",
  })
  void aHostWithAPortBecomesAConnection(String typed, String host, int port) {
    ObjectNode monitor = FirstAddress.monitor(typed);
    assertThat(monitor.path("type").asText()).isEqualTo("tcp");
    assertThat(monitor.path("name").asText()).isEqualTo(typed);
    assertThat(monitor.path("tcp").path("host").asText()).isEqualTo(host);
    assertThat(monitor.path("tcp").path("port").asInt()).isEqualTo(port);
  }
}
