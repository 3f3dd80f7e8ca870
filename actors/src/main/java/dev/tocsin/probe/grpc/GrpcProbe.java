package dev.tocsin.probe.grpc;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.http.HeaderFields;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.net.Trust;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Calls {@code grpc.health.v1.Health/Check} and reads the serving status. */
public final class GrpcProbe implements Probe<GrpcSpec> {
  private final Conversations conversations;
  private final String agent;

  /**
   * @param version of Tocsin, for the User-Agent
   */
  public GrpcProbe(Conversations conversations, String version) {
    this.conversations = conversations;
    this.agent = "Tocsin/" + version;
  }

  @Override
  public CompletionStage<CheckResult> check(GrpcSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private void hold(GrpcSpec spec, Conversation with) throws TargetFault {
    spec.metadata()
        .values()
        .forEach(
            (name, value) -> {
              if (HeaderFields.isSecret(name)) {
                with.notes().hide(value);
              }
            });
    with.connect(spec.endpoint());
    if (spec.tls().on()) {
      Optional<String> agreed =
          with.startTls(spec.endpoint().host(), spec.tls().verify(), Trust.Protocol.H2);
      if (!agreed.equals(Optional.of("h2"))) {
        throw with.fault("speaks TLS, but not HTTP/2 over it (ALPN)");
      }
    }
    try (UnaryCall call = new UnaryCall(with)) {
      call.send(spec, agent);
      judge(spec, call.answer(), with);
    }
  }

  private static void judge(GrpcSpec spec, CallAnswer answer, Conversation with)
      throws TargetFault {
    String what =
        spec.service().isEmpty() ? "the server" : "the service " + Quotes.of(spec.service(), 80);
    if (answer.status() != 0) {
      throw with.fault(HealthWords.ofCall(answer, what));
    }
    int health = HealthMessages.status(answer.message());
    with.notes().fact("health", HealthWords.name(health));
    if (health != HealthMessages.SERVING) {
      throw with.fault(HealthWords.ofHealth(health, what));
    }
  }
}
