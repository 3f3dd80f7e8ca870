package dev.tocsin.probe.http;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Phases;
import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.Spans;
import dev.tocsin.probe.net.TargetFault;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One check: a request, the redirects it leads to, and the judgement. It runs on one event loop, so
 * nothing in it is guarded, and its end closes what it opened.
 */
final class HttpCheck implements HttpExchange.Listener {
  private static final int MOST_REDIRECTS = 5;

  /** Enough for the excerpt that is shown. */
  private static final int EXCERPT_BYTES = 16 * 1_024;

  private final HttpProbe probe;
  private final HttpSpec spec;
  private final Reading reading;
  private final TimeLimits limits;
  private final EventLoop loop;
  private final Redaction redaction;
  private final HttpEvidence evidence;
  private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
  private final BodyRoom.Share room;
  private final Set<String> visited = new HashSet<>();

  private Instant at = Instant.EPOCH;
  private long start;
  private Hop hop;
  private PhaseTimes times = new PhaseTimes();
  private boolean over;
  private @Nullable Future<?> timer;
  private @Nullable Future<?> connectTimer;
  private @Nullable Dial dial;
  private @Nullable HttpExchange exchange;

  /**
   * @param spec how it is followed
   * @param first what is sent
   * @param reading what is made of the answer
   */
  HttpCheck(
      HttpProbe probe,
      HttpSpec spec,
      Hop first,
      TimeLimits limits,
      EventLoop loop,
      Reading reading) {
    this.probe = probe;
    this.spec = spec;
    this.hop = first;
    this.reading = reading;
    this.limits = limits;
    this.loop = loop;
    this.redaction = new Redaction(spec.request());
    this.evidence = new HttpEvidence(redaction);
    this.room = probe.bodyRoom().share();
    result.whenComplete((done, defect) -> room.close());
  }

  CompletionStage<CheckResult> begin() {
    loop.execute(
        () ->
            guarded(
                () -> {
                  at = probe.clock().instant();
                  start = System.nanoTime();
                  timer = onTimeout(limits.whole());
                  visit();
                }));
    return result;
  }

  private void visit() {
    visited.add(hop.identity());
    times = new PhaseTimes();
    exchange = null;
    Dial dialling = probe.dialer().dial(loop, HttpUrl.host(hop.url()), HttpUrl.port(hop.url()));
    dial = dialling;
    if (limits.limitsConnection()) {
      connectTimer = onTimeout(limits.connection());
    }
    dialling
        .outcome()
        .addListener((Future<Dial.Connected> done) -> guarded(() -> onDialled(dialling, done)));
  }

  private void onDialled(Dial dialling, Future<Dial.Connected> done) {
    if (over) {
      if (done.isSuccess()) {
        done.getNow().channel().close();
      }
      return;
    }
    if (connectTimer != null) {
      connectTimer.cancel(false);
    }
    times.resolved(dialling.dnsMicros());
    if (!done.isSuccess()) {
      if (done.cause() instanceof TargetFault fault) {
        onFault(fault.sentence());
      } else {
        onDefect(done.cause());
      }
      return;
    }
    Dial.Connected connected = done.getNow();
    times.connected(connected.connectMicros());
    evidence.connected(connected.address());
    HttpExchange begun = new HttpExchange(connected, times, new KeptBytes(keptBytes(), room), this);
    exchange = begun;
    FullHttpRequest message = hop.message(probe.agent());
    begun.begin(message, tls(connected));
  }

  private @Nullable SslHandler tls(Dial.Connected connected) {
    if (!HttpUrl.isTls(hop.url())) {
      return null;
    }
    String host = HttpUrl.host(hop.url());
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return probe
        .trust()
        .handler(
            connected.channel().alloc(),
            name,
            HttpUrl.port(hop.url()),
            spec.connection().verifyTls());
  }

  @Override
  public void onCertificate(Instant ends) {
    evidence.certificate(ends);
  }

  @Override
  public boolean onHead(int status, HttpHeaders headers) {
    evidence.answered(status, headers);
    @Nullable String location = headers.get(HttpHeaderNames.LOCATION);
    if (!spec.connection().followRedirects() || !Hop.isRedirect(status) || location == null) {
      return true;
    }
    // the exchange closes its connection when this returns; the next hop has its own
    loop.execute(() -> guarded(() -> follow(status, location)));
    return false;
  }

  private void follow(int status, String location) {
    if (over) {
      return;
    }
    Hop next;
    try {
      next = hop.redirected(status, location);
    } catch (IllegalArgumentException nowhere) {
      endDown(
          "Status " + status + " with a redirect that cannot be followed: " + nowhere.getMessage());
      return;
    }
    String to = HttpUrl.withoutQuery(next.url());
    if (visited.contains(next.identity())) {
      endDown(
          "The redirects go in a circle: "
              + HttpUrl.withoutQuery(hop.url())
              + " leads back to "
              + to);
    } else if (visited.size() > MOST_REDIRECTS) {
      endDown("More than " + MOST_REDIRECTS + " redirects; the next one leads to " + to);
    } else {
      evidence.redirected(next.url());
      hop = next;
      visit();
    }
  }

  @Override
  public void onAnswer(HttpAnswer answer) {
    long total = System.nanoTime() - start;
    release();
    if (reading.needsBody() || answer.body().length > EXCERPT_BYTES) {
      probe.judges().execute(() -> guarded(() -> judge(answer, total)));
    } else {
      judge(answer, total);
    }
  }

  private void judge(HttpAnswer answer, long total) {
    BodyText body =
        BodyText.of(answer, reading.needsBody() ? BodyText.MOST_DECODED_BYTES : EXCERPT_BYTES);
    evidence.body(body.text());
    Judgement judgement =
        reading.judge(
            answer,
            body,
            room.isShort(),
            evidence.certificateEnds(),
            probe.clock().instant(),
            total);
    complete(judgement, total);
  }

  @Override
  public void onFault(String sentence) {
    boolean redirected = visited.size() > 1;
    endDown(
        redirected
            ? "Redirected to " + HttpUrl.withoutQuery(hop.url()) + ": " + sentence
            : sentence);
  }

  private void endDown(String error) {
    long total = System.nanoTime() - start;
    release();
    complete(Judgement.down(error), total);
  }

  @Override
  public void onDefect(Throwable defect) {
    release();
    result.completeExceptionally(defect);
  }

  private Future<?> onTimeout(Duration limit) {
    return loop.schedule(
        () -> guarded(() -> onTimedOut(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void onTimedOut(Duration limit) {
    if (over) {
      return;
    }
    String unfinished =
        exchange != null
            ? exchange.unfinished()
            : dial != null ? dial.unfinished() : "The check did not begin";
    if (dial != null) {
      times.resolved(dial.dnsMicros());
    }
    onFault(unfinished + " within " + Spans.text(limit));
  }

  private void complete(Judgement judgement, long totalNanos) {
    Phases phases = times.phases(totalNanos);
    result.complete(
        new CheckResult(
            at,
            judgement.outcome(),
            redaction.cleanOrNull(judgement.error()),
            phases,
            evidence.evidence()));
  }

  /** Everything that the check holds of the network. */
  private void release() {
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (connectTimer != null) {
      connectTimer.cancel(false);
    }
    if (exchange != null) {
      exchange.close();
    } else if (dial != null) {
      dial.cancel();
    }
  }

  private int keptBytes() {
    return reading.needsBody() ? HttpExchange.MOST_RAW_BYTES : EXCERPT_BYTES;
  }

  /** A defect of ours must not look like a silent target. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error defect) {
      onDefect(defect);
    }
  }
}
