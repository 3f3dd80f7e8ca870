package dev.tocsin.probe.tls;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.faults;
import static dev.tocsin.probe.net.Loopback.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.tls.TlsSpec.Days;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TlsSpecsTest {
  private final TlsCheckKind kind =
      new TlsCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsOnlyAHost() throws Exception {
    TlsSpec spec = assertRoundTrips(kind, "{'host':'shop.example'}");
    assertThat(spec.endpoint().port()).isEqualTo(443);
    assertThat(spec.days()).isEqualTo(new Days(14, 3));
    assertThat(spec.verify()).isTrue();
    assertThat(spec.name()).isEqualTo("shop.example");
    assertThat(spec.target()).isEqualTo("shop.example");
    assertThat(faults(kind, "{}"))
        .containsExactly(
            "host: It is missing; it must be a name such as shop.example or an address.");
  }

  @Test
  void keepsEveryField() throws Exception {
    TlsSpec spec =
        assertRoundTrips(
            kind,
            "{'host':'192.0.2.1','port':25,'starttls':'smtp','serverName':'MAIL.example',"
                + "'warnDays':30,'criticalDays':7,'issuer':'Let','verify':false,"
                + "'degradedOver':'1s'}");
    assertThat(spec.name()).isEqualTo("mail.example");
    assertThat(spec.days()).isEqualTo(new Days(30, 7));
  }

  @Test
  void criticalIsNotMoreThanWarn() {
    assertThat(faults(kind, "{'host':'a','warnDays':2,'criticalDays':3}"))
        .containsExactly("criticalDays: It must be at most warnDays, which is 2.");
    assertThat(faults(kind, "{'host':'a','warnDays':2}")).isEmpty();
    assertThat(faults(kind, "{'host':'a','warnDays':0,'criticalDays':0}")).isEmpty();
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'host':'169.254.169.254','port':'x','starttls':'a','serverName':'a b',"
                    + "'warnDays':826,'criticalDays':-1,'issuer':'','verify':'no','x':1}"))
        .containsExactlyInAnyOrder(
            "host",
            "port",
            "starttls",
            "serverName",
            "warnDays",
            "criticalDays",
            "issuer",
            "verify",
            "x");
  }
}
