package dev.tocsin.probe.grpc;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.input.FieldError;
import dev.tocsin.probe.AddressPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GrpcSpecsTest {
  private final GrpcCheckKind kind =
      new GrpcCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsAHostAndAPort() throws Exception {
    GrpcSpec spec = assertRoundTrips(kind, "{'host':'api.example','port':50051}");
    assertThat(spec.service()).isEmpty();
    assertThat(spec.tls().on()).isFalse();
    assertThat(spec.target()).isEqualTo("api.example");
    assertThat(fields(kind, "{}")).containsExactly("host", "port");
  }

  @Test
  void keepsEveryFieldAndHidesSecrets() throws Exception {
    GrpcSpec spec =
        assertRoundTrips(
            kind,
            "{'host':'a','port':1,'tls':true,'verifyTls':false,'service':'shop.v1.Carts',"
                + "'metadata':{'Authorization':'Bearer geheim','x-tenant':'ann'},"
                + "'degradedOver':'1s'}");
    assertThat(spec.metadata().values()).containsEntry("authorization", "Bearer geheim");
    assertThat(kind.write(spec).toString()).doesNotContain("geheim").contains("********");
    assertThat(spec.toString()).doesNotContain("geheim");
  }

  @Test
  void keepsSecretsOnlyForTheSamePlace() {
    GrpcSpec stored =
        read(kind, "{'host':'a','port':1,'tls':true,'metadata':{'x-token':'geheim'}}");
    String hidden = ",'metadata':{'X-Token':'********'}}";
    assertThat(kind.keepSecrets(stored, read(kind, "{'host':'a','port':1,'tls':true" + hidden)))
        .isEqualTo(stored);
    for (String other :
        List.of(
            "{'host':'a','port':1",
            "{'host':'b','port':1,'tls':true",
            "{'host':'a','port':2,'tls':true")) {
      assertThat(kind.missingSecrets(kind.keepSecrets(stored, read(kind, other + hidden))))
          .extracting(FieldError::field)
          .containsExactly("grpc.metadata.x-token");
    }
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'host':'0.0.0.0','port':1,'tls':1,'verifyTls':1,'service':1,'degradedOver':'x',"
                    + "'metadata':{'grpc-timeout':'1m','te':'x','a b':'c','d':1}}"))
        .containsExactlyInAnyOrder(
            "host",
            "tls",
            "verifyTls",
            "service",
            "degradedOver",
            "metadata.grpc-timeout",
            "metadata.te",
            "metadata.a b",
            "metadata.d");
  }
}
