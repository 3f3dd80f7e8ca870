package dev.tocsin.probe.net;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.AddressPolicy.Allowed;
import dev.tocsin.probe.AddressPolicy.Refused;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection being opened: the name is resolved, each address judged, and the allowed ones
 * tried in turn. The next one is tried when one fails, or after a quarter of a second beside it
 * (RFC 8305 calls this happy eyeballs); the first that answers is kept and the others are closed.
 *
 * <p>Everything happens on one event loop, so nothing here is guarded.
 */
public final class Dial {
  /**
   * @param channel does not read yet and has no handlers
   * @param dnsMicros null where the host was an address
   */
  public record Connected(
      Channel channel, InetSocketAddress address, @Nullable Long dnsMicros, long connectMicros) {}

  private static final long HEAD_START_MILLIS = 250;
  private static final int MOST_ADDRESSES = 8;

  private final Bootstrap bootstrap;
  private final AddressPolicy policy;
  private final EventLoop loop;
  private final String host;
  private final int port;
  private final Promise<Connected> outcome;
  private final long start = System.nanoTime();
  private final Deque<InetSocketAddress> untried = new ArrayDeque<>();
  private final List<Channel> attempts = new ArrayList<>();

  private @Nullable Future<List<InetAddress>> question;
  private @Nullable Future<?> headStart;
  private @Nullable InetSocketAddress latest;
  private @Nullable Throwable firstFault;
  private @Nullable Long dnsMicros;
  private long connectStart;
  private int pending;
  private int failed;

  Dial(Bootstrap bootstrap, AddressPolicy policy, EventLoop loop, String host, int port) {
    this.bootstrap = bootstrap;
    this.policy = policy;
    this.loop = loop;
    this.host = host;
    this.port = port;
    this.outcome = loop.newPromise();
  }

  /** Fails with a {@link TargetFault}, or with a defect of this machine. */
  public Future<Connected> outcome() {
    return outcome;
  }

  /** How long resolution took; null before it ended and where there was nothing to resolve. */
  public @Nullable Long dnsMicros() {
    return dnsMicros;
  }

  /** What was not done yet, as the beginning of a sentence that goes on with "within 5 s". */
  public String unfinished() {
    return latest == null
        ? "No answer from DNS for the name " + host
        : "No connection to " + text(latest);
  }

  /** Gives up; what was opened is closed. */
  public void cancel() {
    outcome.cancel(false);
    abandon(null);
  }

  /** {@code 192.0.2.1:443} or {@code [2001:db8::1]:443}. */
  public static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    int zone = ip.indexOf('%');
    String bare = zone < 0 ? ip : ip.substring(0, zone);
    return (bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + address.getPort();
  }

  void begin(Names names) {
    Optional<InetAddress> literal = AddressPolicy.literal(host);
    if (literal.isPresent()) {
      connect(List.of(literal.get()));
      return;
    }
    Future<List<InetAddress>> asked = names.resolve(host, loop);
    question = asked;
    asked.addListener(
        (Future<List<InetAddress>> answer) -> {
          if (outcome.isDone()) {
            return;
          }
          dnsMicros = microsSince(start);
          if (answer.isSuccess()) {
            connect(answer.getNow());
          } else {
            outcome.tryFailure(answer.cause());
          }
        });
  }

  private void connect(List<InetAddress> addresses) {
    @Nullable Refused refused = null;
    for (InetAddress address : alternating(addresses)) {
      InetSocketAddress target = new InetSocketAddress(address, port);
      switch (policy.judge(target)) {
        case Allowed allowed -> untried.add(target);
        case Refused no -> refused = no;
      }
    }
    if (untried.isEmpty()) {
      outcome.tryFailure(
          new TargetFault(
              refused == null ? "The name " + host + " has no address" : refused.why()));
      return;
    }
    connectStart = System.nanoTime();
    tryNext();
  }

  private void tryNext() {
    InetSocketAddress target = untried.poll();
    if (target == null || outcome.isDone()) {
      return;
    }
    latest = target;
    pending++;
    ChannelFuture attempt =
        bootstrap.clone().handler(new ChannelInboundHandlerAdapter()).connect(target);
    attempts.add(attempt.channel());
    attempt.addListener(it -> onAttempted(attempt, target));
    if (!untried.isEmpty() && !outcome.isDone()) {
      headStart = loop.schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void onAttempted(ChannelFuture attempt, InetSocketAddress target) {
    pending--;
    if (outcome.isDone()) {
      attempt.channel().close();
    } else if (attempt.isSuccess()) {
      outcome.trySuccess(
          new Connected(attempt.channel(), target, dnsMicros, microsSince(connectStart)));
      abandon(attempt.channel());
    } else {
      onFailed(ConnectFaults.of(attempt.cause(), target));
    }
  }

  private void onFailed(Throwable fault) {
    failed++;
    firstFault = firstFault == null ? fault : firstFault;
    if (headStart != null) {
      headStart.cancel(false);
    }
    if (!untried.isEmpty()) {
      tryNext();
    } else if (pending == 0) {
      outcome.tryFailure(failed > 1 ? withOthers(firstFault) : firstFault);
    }
  }

  private Throwable withOthers(Throwable fault) {
    return fault instanceof TargetFault first
        ? new TargetFault(
            first.sentence()
                + (failed == 2
                    ? "; one more address failed too"
                    : "; " + (failed - 1) + " more addresses failed too"))
        : fault;
  }

  private void abandon(@Nullable Channel kept) {
    if (question != null) {
      question.cancel(false);
    }
    if (headStart != null) {
      headStart.cancel(false);
    }
    untried.clear();
    for (Channel attempt : attempts) {
      if (attempt != kept) {
        attempt.close();
      }
    }
  }

  /** Families in turn, so that one that is not reachable from here costs one head start. */
  private static List<InetAddress> alternating(List<InetAddress> addresses) {
    Deque<InetAddress> first = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      boolean same = first.isEmpty() || first.getFirst().getClass() == address.getClass();
      (same ? first : other).add(address);
    }
    List<InetAddress> turns = new ArrayList<>();
    while (turns.size() < MOST_ADDRESSES && !(first.isEmpty() && other.isEmpty())) {
      if (!first.isEmpty()) {
        turns.add(first.remove());
      }
      if (!other.isEmpty()) {
        turns.add(other.remove());
      }
    }
    return turns;
  }

  private static long microsSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos);
  }
}
