package dev.tocsin.probe.ping;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.probe.net.Spans;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.ping.Echoes.Echo;
import dev.tocsin.probe.ping.Echoes.Refusal;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One check: the host's name is resolved and its addresses judged, the first that can be pinged
 * gets the packets, one after the other. It runs on one event loop, so nothing in it is guarded,
 * and its end closes what it opened.
 */
final class PingCheck {
  private static final long SPACING_MILLIS = 100;

  /** For the rest of the packets once one was answered: the others take as long or are lost. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final PingProbe probe;
  private final PingSpec spec;
  private final Duration timeout;
  private final EventLoop loop;
  private final long start = System.nanoTime();
  private final Instant at;
  private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
  private final Deque<InetAddress> untried = new ArrayDeque<>();

  private boolean over;
  private @Nullable Future<?> timer;
  private @Nullable Future<?> pace;
  private @Nullable Future<List<InetAddress>> resolving;
  private @Nullable Long dnsMicros;
  private @Nullable String address;
  private @Nullable Packets packets;
  private @Nullable Echo echo;
  private int sent;

  PingCheck(PingProbe probe, PingSpec spec, Duration timeout, EventLoop loop) {
    this.probe = probe;
    this.spec = spec;
    this.timeout = timeout;
    this.loop = loop;
    this.at = probe.clock().instant();
  }

  CompletionStage<CheckResult> begin() {
    onLoop(
        () -> {
          timer =
              loop.schedule(
                  () -> guarded(this::onTimeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
          resolve();
        });
    return result;
  }

  private void resolve() {
    Optional<InetAddress> literal = AddressPolicy.literal(spec.host());
    if (literal.isPresent()) {
      judge(List.of(literal.get()));
      return;
    }
    Future<List<InetAddress>> asked = probe.names().resolve(spec.host(), loop);
    resolving = asked;
    asked.addListener(
        (Future<List<InetAddress>> answer) ->
            guarded(
                () -> {
                  if (over) {
                    return;
                  }
                  dnsMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
                  if (answer.isSuccess()) {
                    judge(answer.getNow());
                  } else if (answer.cause() instanceof TargetFault fault) {
                    end(Outcome.DOWN, fault.sentence());
                  } else {
                    onDefect(answer.cause());
                  }
                }));
  }

  private void judge(List<InetAddress> addresses) {
    @Nullable String refused = null;
    for (InetAddress candidate : addresses) {
      switch (probe.policy().judge(new InetSocketAddress(candidate, PingProbe.NO_PORT))) {
        case AddressPolicy.Allowed yes -> untried.add(candidate);
        case AddressPolicy.Refused(String why) -> refused = why;
      }
    }
    if (untried.isEmpty()) {
      end(Outcome.DOWN, refused == null ? "The name " + spec.host() + " has no address" : refused);
    } else {
      openNext();
    }
  }

  private void openNext() {
    InetAddress next = untried.remove();
    address = next.getHostAddress();
    Packets own = new Packets(spec.packets(), spec.packetSize(), next instanceof Inet6Address);
    packets = own;
    probe.echoes().open(next, new Told(own));
  }

  private void onOpened(Echo opened) {
    if (over) {
      opened.close();
      return;
    }
    echo = opened;
    sendNext(opened);
  }

  private void onRefused(Refusal refusal) {
    switch (refusal) {
      case Refusal.Unavailable(String sentence) -> end(Outcome.UNKNOWN, sentence);
      case Refusal.Defect(Throwable cause) -> onDefect(cause);
      case Refusal.Unreachable(IcmpFault fault) -> {
        if (untried.isEmpty()) {
          end(Outcome.DOWN, unreachable(fault));
        } else {
          openNext();
        }
      }
    }
  }

  private void sendNext(Echo open) {
    if (over || packets == null) {
      return;
    }
    open.send(packets.message(sent++));
    if (sent < spec.packets()) {
      long share = timeout.toMillis() / (2L * spec.packets());
      pace = later(() -> sendNext(open), Math.min(SPACING_MILLIS, share));
    }
  }

  private void onNews() {
    if (over || packets == null) {
      return;
    }
    if (packets.isComplete()) {
      finish();
    } else if (sent == spec.packets() && packets.answered() > 0) {
      if (pace != null) {
        pace.cancel(false);
      }
      pace = later(this::finish, PATIENCE_MILLIS);
    }
  }

  private Future<?> later(Runnable step, long millis) {
    return loop.schedule(() -> guarded(step), millis, TimeUnit.MILLISECONDS);
  }

  private void onTimeout() {
    if (echo == null) {
      end(
          Outcome.DOWN,
          (address == null
                  ? "No answer from DNS for the name " + spec.host()
                  : "No ping could be sent to " + address)
              + " within "
              + Spans.text(timeout));
    } else {
      finish();
    }
  }

  private void finish() {
    Packets own = packets;
    if (over || own == null) {
      return;
    }
    Loss loss = Loss.of(own.roundTrips());
    if (loss.answered() == 0) {
      IcmpFault fault = own.fault();
      end(Outcome.DOWN, fault != null ? unreachable(fault) : silent());
      return;
    }
    Optional<String> doubt = loss.doubt(spec, String.valueOf(address));
    end(doubt.isPresent() ? Outcome.DEGRADED : Outcome.UP, doubt.orElse(null));
  }

  private String silent() {
    return "No answer from %s to %s within %s"
        .formatted(address, sent == 1 ? "a ping" : sent + " pings", Spans.text(timeout));
  }

  private String unreachable(IcmpFault fault) {
    return "%s cannot be pinged: %s".formatted(address, fault.words());
  }

  private void end(Outcome outcome, @Nullable String error) {
    long elapsed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    Packets own = packets;
    Loss loss = Loss.of(own == null || echo == null ? List.of() : own.roundTrips());
    long total = loss.answered() == 0 ? elapsed : loss.averageMicros();
    release();
    result.complete(
        new CheckResult(
            at,
            outcome,
            error,
            new Phases(dnsMicros, null, null, null, null, total),
            Evidence.of(address, null, loss.facts(own == null ? 0 : own.duplicates()))));
  }

  private void onDefect(Throwable defect) {
    release();
    result.completeExceptionally(defect);
  }

  private void release() {
    // what is cancelled here tells its listeners at once
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (pace != null) {
      pace.cancel(false);
    }
    if (resolving != null) {
      resolving.cancel(false);
    }
    if (echo != null) {
      echo.close();
    }
  }

  private void onLoop(Runnable step) {
    loop.execute(() -> guarded(step));
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error defect) {
      onDefect(defect);
    }
  }

  /** On the thread of the sockets; what is news goes to the event loop. */
  private final class Told implements Echoes.Receiver {
    private final Packets own;

    Told(Packets own) {
      this.own = own;
    }

    @Override
    public void opened(Echo opened) {
      tell(() -> onOpened(opened));
    }

    @Override
    public void refused(Refusal refusal) {
      tell(() -> onRefused(refusal));
    }

    @Override
    public void sent(long nanos) {
      own.sent(nanos);
    }

    @Override
    public void received(byte[] message, long nanos) {
      if (own.received(message, nanos)) {
        tell(PingCheck.this::onNews);
      }
    }

    @Override
    public void failed(IcmpFault fault) {
      own.failed(fault);
      tell(PingCheck.this::onNews);
    }

    private void tell(Runnable step) {
      try {
        onLoop(step);
      } catch (RejectedExecutionException closed) {
        // the event loops are gone, and with them everyone who waits for this check
        own.failed(IcmpFault.OTHER);
      }
    }
  }
}
