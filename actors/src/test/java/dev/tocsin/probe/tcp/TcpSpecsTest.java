package dev.tocsin.probe.tcp;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.faults;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.net.Escapes;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.TargetFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpSpecsTest {
  private final TcpCheckKind kind =
      new TcpCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsAHostAndAPort() {
    assertThat(read(kind, "{'host':'Shop.Example','port':5432}").endpoint().toString())
        .isEqualTo("shop.example:5432");
    assertThat(faults(kind, "{}"))
        .containsExactly(
            "host: It is missing; it must be a name such as shop.example or an address.",
            "port: It is missing; it must be a number from 1 to 65535.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'host':'shop.example','port':443}",
        "{'host':'2001:db8::1','port':1}",
        "{'host':'127.0.0.1','port':65535,'tls':'direct','verifyTls':false}",
        "{'host':'mail','port':25,'starttls':'smtp','degradedOver':'1s'}",
        "{'host':'a_b.example.','port':25,'send':'PING\\\\r\\\\n','expect':'+PONG'}",
        "{'host':'a','port':6,'send':'\\\\x00\\\\0\\\\t\\\\\\\\','expect':{'pattern':'^2\\\\d+ '}}",
      })
  void staysWhatItIs(String json) throws Exception {
    assertRoundTrips(kind, json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example:443",
        "http://shop.example",
        "a/b",
        "a b",
        "-",
        "fe80::1%eth0",
        "[1::",
        "1.2.3" + ".4.5",
        "256.1.1.1",
        "",
        "\\u200b"
      })
  void refusesWhatIsNoHost(String host) {
    assertThat(fields(kind, "{'host':'" + host + "','port':1}")).containsExactly("host");
  }

  @Test
  void readsAddressesInAnySpelling() {
    assertThat(read(kind, "{'host':'0x7f.1','port':1}").endpoint().host()).isEqualTo("127.0.0.1");
    assertThat(read(kind, "{'host':'[2001:DB8::1]','port':1}").endpoint().host())
        .isEqualTo("2001:db8::1");
    assertThat(read(kind, "{'host':'bücher.example','port':1}").endpoint().host())
        .isEqualTo("xn--bcher-kva.example");
  }

  @Test
  void refusesAnAddressThatNoCheckMayAsk() {
    assertThat(faults(kind, "{'host':'169.254.169.254','port':80}"))
        .containsExactly(
            "host: The address 169.254.169.254 is a cloud's metadata service; Tocsin never connects"
                + " to it. Enter another address.");
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'host':7,'port':0,'tls':'maybe','starttls':'gopher','send':'\\\\q','expect':{},"
                    + "'degradedOver':'soon','verifyTls':1,'more':1}"))
        .containsExactlyInAnyOrder(
            "host",
            "port",
            "tls",
            "starttls",
            "send",
            "expect.text",
            "degradedOver",
            "verifyTls",
            "more");
  }

  @Test
  void knowsWhatGoesTogether() {
    assertThat(fields(kind, "{'host':'a','port':1,'tls':'starttls'}")).containsExactly("starttls");
    assertThat(fields(kind, "{'host':'a','port':1,'tls':'direct','starttls':'smtp'}"))
        .containsExactly("starttls");
    assertThat(read(kind, "{'host':'a','port':1,'starttls':'pop3'}").security().tls())
        .isEqualTo(TcpSpec.Tls.STARTTLS);
    assertThat(fields(kind, "{'host':'a','port':1,'expect':{'text':'a','pattern':'b'}}"))
        .containsExactly("expect.pattern");
  }

  @Test
  void refusesExpressionsThatAreWrongOrTooLarge() {
    assertThat(faults(kind, "{'host':'a','port':1,'expect':{'pattern':'(a'}}"))
        .singleElement()
        .asString()
        .startsWith("expect.pattern: It must be a regular expression as RE2 reads it");
    assertThat(fields(kind, "{'host':'a','port':1,'expect':{'pattern':'(\\\\w{100}){100}'}}"))
        .containsExactly("expect.pattern");
    assertThat(
            faults(kind, "{'host':'a','port':1,'expect':{'pattern':'((\\\\w{999}){999}){999}'}}"))
        .singleElement()
        .asString()
        .startsWith("expect.pattern: It is too large a regular expression");
  }

  @Test
  void escapesAreBytes() {
    assertThat(Escapes.bytes("a\\r\\n\\t\\0\\xfF\\\\ä"))
        .containsExactly('a', '\r', '\n', '\t', 0, 0xff, '\\', 0xc3, 0xa4);
    assertThat(Escapes.fault("\\x1")).isPresent();
    assertThat(Escapes.fault("\\")).isPresent();
    assertThat(Escapes.fault("\\\\q")).isEmpty();
  }

  @Test
  void aPatternTakesTimeInProportion() {
    Expectation nasty = new Expectation("^(a+)+$", true);
    byte[] text = ("a".repeat(10_000) + "!").getBytes(StandardCharsets.US_ASCII);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(nasty.finder().isIn(text)).isFalse());
  }

  @Test
  void whatIsLookedThroughForAPatternIsBoundedInAll() throws Exception {
    Expectation large = new Expectation("(?:a?b?){60}c", true);
    byte[] text = "ab".repeat(8_000).getBytes(StandardCharsets.US_ASCII);
    Expectation.Finder finder = large.finder();
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> {
              while (true) {
                assertThat(finder.isIn(text)).isFalse();
              }
            })
        .isInstanceOf(TargetFault.class)
        .hasMessageContaining("is too large to look for; make it smaller");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void showsNothingOfWhatIsSent() {
    assertThat(read(kind, "{'host':'a','port':1,'send':'AUTH secret'}").toString())
        .doesNotContain("secret");
    assertThat(Loopback.read(kind, "{'host':'a','port':1}").target()).isEqualTo("a");
  }
}
