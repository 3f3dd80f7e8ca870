package dev.tocsin.probe.tls;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.StartTls;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.net.TlsView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Shakes hands with any certificate, shows what it is, and judges it afterwards, so that the facts
 * are there when the verdict is bad too.
 */
public final class TlsProbe implements Probe<TlsSpec> {
  private final Conversations conversations;

  public TlsProbe(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public CompletionStage<CheckResult> check(TlsSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private static void hold(TlsSpec spec, Conversation with) throws TargetFault {
    with.connect(spec.endpoint());
    if (spec.startTls() instanceof StartTls startTls) {
      with.ask(startTls, spec.name());
    }
    TlsView view = with.inspectTls(spec.name());
    Notes notes = with.notes();
    if (view.chain().isEmpty()) {
      throw with.fault("showed no certificate");
    }
    CertificateFacts.note(view, notes);
    List<String> faults = CertificateJudgement.faults(spec, view, notes.at());
    if (!faults.isEmpty()) {
      throw new TargetFault(String.join("; ", faults));
    }
    CertificateJudgement.doubts(spec, view, notes.at()).forEach(notes::doubt);
  }
}
