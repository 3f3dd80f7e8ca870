package dev.tocsin.probe.tcp;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Escapes;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.StartTls;
import dev.tocsin.probe.net.TargetFault;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Connects, speaks TLS where asked, sends a text and waits for another. */
public final class TcpProbe implements Probe<TcpSpec> {
  private final Conversations conversations;

  public TcpProbe(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public CompletionStage<CheckResult> check(TcpSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private static void hold(TcpSpec spec, Conversation with) throws TargetFault {
    with.connect(spec.endpoint());
    String host = spec.endpoint().host();
    @Nullable StartTls startTls = spec.security().startTls();
    switch (spec.security().tls()) {
      case NONE -> {}
      case DIRECT -> with.startTls(host, spec.security().verify());
      case STARTTLS -> {
        if (startTls != null) {
          with.ask(startTls, host);
        }
        with.startTls(host, spec.security().verify());
      }
    }
    if (spec.send() != null && !with.write(Escapes.bytes(spec.send())) && spec.expect() == null) {
      throw with.fault("did not take what was sent");
    }
    if (spec.expect() instanceof Expectation expected) {
      with.notes().fact("answer", Quotes.of(with.expect(expected)));
    }
  }
}
