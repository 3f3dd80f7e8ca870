package dev.tocsin.probe.dns;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.dns.DnsSpec.Resolver;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.Spans;
import dev.tocsin.probe.net.TargetFault;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * One check: the resolver is found and judged, the question asked, the answer judged. It runs on
 * one event loop, so nothing in it is guarded, and its end closes what it opened.
 */
final class DnsCheck {
  private static final int MOST_SERVERS = 3;

  private final DnsProbe probe;
  private final DnsSpec spec;
  private final Duration timeout;
  private final EventLoop loop;
  private final Record question;
  private final Notes notes;
  private final long start = System.nanoTime();
  private final CompletableFuture<CheckResult> result = new CompletableFuture<>();

  private boolean over;
  private @Nullable Future<?> timer;
  private @Nullable Future<List<InetAddress>> resolving;
  private @Nullable DnsExchange exchange;

  DnsCheck(DnsProbe probe, DnsSpec spec, Duration timeout, EventLoop loop) {
    this.probe = probe;
    this.spec = spec;
    this.timeout = timeout;
    this.loop = loop;
    this.question = Questions.of(spec);
    this.notes = new Notes(probe.clock().instant());
  }

  CompletionStage<CheckResult> begin() {
    loop.execute(
        () ->
            guarded(
                () -> {
                  timer =
                      loop.schedule(
                          () -> guarded(this::onTimeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
                  findServers();
                }));
    return result;
  }

  private void findServers() {
    Resolver resolver = spec.resolver();
    if (resolver == null) {
      ask(ofMachine());
      return;
    }
    Optional<InetAddress> literal = AddressPolicy.literal(resolver.host());
    if (literal.isPresent()) {
      askJudged(resolver, List.of(literal.get()));
      return;
    }
    Future<List<InetAddress>> asked = probe.names().resolve(resolver.host(), loop);
    resolving = asked;
    asked.addListener(
        (Future<List<InetAddress>> answer) ->
            guarded(
                () -> {
                  if (over) {
                    return;
                  }
                  notes.resolved(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                  if (answer.isSuccess()) {
                    askJudged(resolver, answer.getNow());
                  } else {
                    onFault(answer.cause());
                  }
                }));
  }

  private List<InetSocketAddress> ofMachine() {
    DnsServerAddressStream servers =
        probe.machine().nameServerAddressStream(RecordValues.text(question.getName()));
    List<InetSocketAddress> each = new ArrayList<>();
    for (int i = 0; i < servers.size() && each.size() < MOST_SERVERS; i++) {
      InetSocketAddress server = servers.next();
      if (!server.isUnresolved() && !each.contains(server)) {
        each.add(server);
      }
    }
    return each;
  }

  private void askJudged(Resolver resolver, List<InetAddress> addresses) {
    List<InetSocketAddress> allowed = new ArrayList<>();
    @Nullable String refused = null;
    for (InetAddress address : addresses) {
      InetSocketAddress server = new InetSocketAddress(address, resolver.port());
      switch (probe.policy().judge(server)) {
        case AddressPolicy.Allowed yes -> allowed.add(server);
        case AddressPolicy.Refused(String why) -> refused = why;
      }
    }
    if (allowed.isEmpty() && refused != null) {
      end(refused);
    } else {
      ask(allowed.stream().limit(MOST_SERVERS).toList());
    }
  }

  private void ask(List<InetSocketAddress> servers) {
    if (servers.isEmpty()) {
      end("There is no name server to ask");
      return;
    }
    DnsExchange begun = new DnsExchange(probe.network(), loop, servers, question, timeout);
    exchange = begun;
    begun
        .outcome()
        .addListener((Future<DnsExchange.Reply> done) -> guarded(() -> onAnswered(done)));
    begun.begin();
  }

  private void onAnswered(Future<DnsExchange.Reply> done) {
    if (over) {
      return;
    }
    if (!done.isSuccess()) {
      onFault(done.cause());
      return;
    }
    DnsExchange.Reply reply = done.getNow();
    notes.address(reply.server());
    if (reply.connectMicros() != null) {
      notes.connected(reply.connectMicros());
    }
    notes.received(reply.micros());
    end(DnsJudgement.of(spec, question, reply, notes));
  }

  private void onFault(Throwable fault) {
    if (fault instanceof TargetFault target) {
      end(target.sentence());
    } else {
      onDefect(fault);
    }
  }

  private void onTimeout() {
    if (over) {
      return;
    }
    Resolver resolver = spec.resolver();
    String unfinished =
        exchange != null
            ? exchange.unfinished()
            : "No answer from DNS for the name " + (resolver == null ? "" : resolver.host());
    end(unfinished + " within " + Spans.text(timeout));
  }

  private void end(@Nullable String fault) {
    CheckResult found = notes.result(fault, spec.degradedOver());
    release();
    result.complete(found);
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
    if (resolving != null) {
      resolving.cancel(false);
    }
    if (exchange != null) {
      exchange.cancel();
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error defect) {
      onDefect(defect);
    }
  }
}
