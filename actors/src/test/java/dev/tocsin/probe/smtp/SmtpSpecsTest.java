package dev.tocsin.probe.smtp;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.input.FieldError;
import dev.tocsin.probe.AddressPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SmtpSpecsTest {
  private final SmtpCheckKind kind =
      new SmtpCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void knowsTheUsualPorts() throws Exception {
    assertThat(port("{'host':'mail.example'}")).isEqualTo(25);
    assertThat(port("{'host':'mail.example','security':'starttls','user':'a','password':'b'}"))
        .isEqualTo(587);
    assertThat(port("{'host':'mail.example','security':'tls'}")).isEqualTo(465);
    assertThat(port("{'host':'mail.example','security':'tls','port':2525}")).isEqualTo(2525);
  }

  @Test
  void neverShowsThePassword() throws Exception {
    SmtpSpec spec =
        assertRoundTrips(
            kind, "{'host':'a','user':'ann','password':'geheim','heloName':'me.example'}");
    assertThat(kind.write(spec).toString()).doesNotContain("geheim").contains("********");
    assertThat(spec.toString()).doesNotContain("geheim");
  }

  @Test
  void keepsThePasswordOnlyForTheSamePlace() {
    SmtpSpec stored = read(kind, "{'host':'a','port':25,'user':'ann','password':'geheim'}");
    SmtpSpec same = read(kind, "{'host':'a','port':25,'user':'ann'}");
    assertThat(kind.keepSecrets(stored, same)).isEqualTo(stored);
    for (String other :
        List.of(
            "{'host':'b','port':25,'user':'ann'}",
            "{'host':'a','port':26,'user':'ann'}",
            "{'host':'a','port':25,'security':'tls','user':'ann'}")) {
      assertThat(kind.missingSecrets(kind.keepSecrets(stored, read(kind, other))))
          .extracting(FieldError::field)
          .containsExactly("smtp.password");
    }
    assertThat(kind.keepSecrets(stored, read(kind, "{'host':'a','port':25}")).login()).isNull();
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'host':'10.0.0.1:25','security':'ssl','verifyTls':0,'password':'x',"
                    + "'heloName':'a b','degradedOver':'0s','from':'a'}"))
        .containsExactlyInAnyOrder(
            "host", "security", "verifyTls", "user", "heloName", "degradedOver", "from");
  }

  private int port(String json) throws Exception {
    return assertRoundTrips(kind, json).endpoint().port();
  }
}
