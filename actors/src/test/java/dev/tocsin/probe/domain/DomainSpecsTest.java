package dev.tocsin.probe.domain;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.faults;
import static dev.tocsin.probe.net.Loopback.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.domain.DomainSpec.Days;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DomainSpecsTest {
  private final DomainCheckKind kind =
      new DomainCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsOnlyAName() throws Exception {
    DomainSpec spec = assertRoundTrips(kind, "{'name':'Example.COM.'}");
    assertThat(spec).isEqualTo(new DomainSpec("example.com", new Days(30, 7), null));
    assertThat(spec.target()).isEqualTo("example.com");
    assertThat(faults(kind, "{}"))
        .containsExactly("name: It is missing; it must be a domain name such as example.com.");
  }

  @Test
  void keepsEveryField() throws Exception {
    DomainSpec spec =
        assertRoundTrips(
            kind,
            "{'name':'bücher.example','warnDays':90,'criticalDays':14,"
                + "'server':'HTTPS://RDAP.example:444/v1'}");
    assertThat(spec)
        .isEqualTo(
            new DomainSpec(
                "xn--bcher-kva.example",
                new Days(90, 14),
                URI.create("https://rdap.example:444/v1/")));
  }

  @Test
  void criticalIsNotMoreThanWarn() {
    assertThat(faults(kind, "{'name':'a.example','warnDays':2,'criticalDays':3}"))
        .containsExactly("criticalDays: It must be at most warnDays, which is 2.");
    assertThat(faults(kind, "{'name':'a.example','warnDays':2}")).isEmpty();
  }

  @Test
  void takesOnlyNamesThatCanBeRegistered() {
    for (String wrong :
        List.of("com", "192.0.2.1", "2001:db8::1", "https://a.example", "a.example/b", "a b.c")) {
      assertThat(faults(kind, "{'name':'" + wrong + "'}"))
          .as(wrong)
          .containsExactly("name: It must be a domain name such as example.com.");
    }
  }

  @Test
  void refusesServersThatCanNeverBeAsked() {
    assertThat(faults(kind, "{'name':'a.example','server':'http://169.254.169.254/'}"))
        .singleElement()
        .asString()
        .startsWith("server: The address 169.254.169.254 is ")
        .endsWith(". Enter another address.");
    assertThat(faults(kind, "{'name':'a.example','server':'https://rdap.example/?key=1'}"))
        .containsExactly(
            "server: It must have no query: domain/ and the name are added to its path.");
    assertThat(faults(kind, "{'name':'a.example','server':'ftp://rdap.example/'}"))
        .containsExactly("server: It must be an address that begins with http:// or https://.");
  }

  @Test
  void namesEveryFault() {
    assertThat(fields(kind, "{'name':1,'warnDays':3651,'criticalDays':-1,'server':'x','other':1}"))
        .containsExactlyInAnyOrder("name", "warnDays", "criticalDays", "server", "other");
  }
}
