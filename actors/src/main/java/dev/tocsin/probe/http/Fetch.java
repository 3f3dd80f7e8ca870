package dev.tocsin.probe.http;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.HttpSpec.Connection;
import dev.tocsin.probe.http.HttpSpec.Request;
import dev.tocsin.probe.http.HttpSpec.StatusRange;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and posts documents by the way that a check takes: each address judged by the policy,
 * certificates verified, what is read bounded.
 */
public final class Fetch {
  private static final List<StatusRange> ANY_STATUS = List.of(new StatusRange(100, 999));
  private static final Connection FOLLOWED_AND_VERIFIED = new Connection(true, true, null);
  private static final Connection VERIFIED = new Connection(false, true, null);

  private final HttpProbe probe;

  /**
   * @param probe whose memory for bodies is shared
   */
  public Fetch(HttpProbe probe) {
    this.probe = probe;
  }

  /**
   * @param text the body, decompressed; empty where there is a fault
   * @param fault why the body cannot be used, one sentence: compressed in a way that cannot be
   *     read, or larger than is kept (1 MiB as sent, 8 MiB decompressed)
   */
  public record Answer(int status, HttpHeaders headers, String text, @Nullable String fault) {}

  /**
   * @param result how it went as a check, down with a sentence where no answer came; the status
   *     code and the body are not judged
   * @param answer the one after the last redirect; null where none came
   */
  public record Fetched(CheckResult result, @Nullable Answer answer) {}

  /**
   * Asks once, over a fresh connection; redirects are followed.
   *
   * @param url as {@link HttpUrl#parse} gives it
   * @param headers sent to wherever redirects lead, so without secrets
   * @param timeout for everything to the last byte
   * @return fails only for a defect of Tocsin itself
   */
  public CompletionStage<Fetched> get(URI url, Map<String, String> headers, Duration timeout) {
    Request request = new Request(url.toString(), "GET", headers, null, null, null);
    HttpSpec spec = new HttpSpec(request, ANY_STATUS, null, null, null, FOLLOWED_AND_VERIFIED);
    Kept kept = new Kept(true);
    return probe.check(spec, timeout, kept).thenApply(result -> new Fetched(result, kept.answer));
  }

  /**
   * Posts once, over a fresh connection. A redirect is the answer, for what is posted is meant for
   * this address alone. Of the body only the first 16 KiB are kept, and read at once: no check that
   * has much to read is waited for.
   *
   * @param url as {@link HttpUrl#parse} gives it
   * @param headers with the body's type among them
   * @return where the answer breaks off behind its head, the result's evidence has its status;
   *     fails only for a defect of Tocsin itself
   */
  public CompletionStage<Fetched> post(
      URI url, Map<String, String> headers, ByteBuffer body, TimeLimits limits) {
    Request request = new Request(url.toString(), "POST", headers, null, null, null);
    HttpSpec spec = new HttpSpec(request, ANY_STATUS, null, null, null, VERIFIED);
    Kept kept = new Kept(false);
    return probe
        .check(spec, Hop.first(request, body), limits, kept)
        .thenApply(result -> new Fetched(result, kept.answer));
  }

  /** Keeps the answer; there is no wrong one. */
  private static final class Kept implements Reading {
    private final boolean whole;
    private volatile @Nullable Answer answer;

    Kept(boolean whole) {
      this.whole = whole;
    }

    @Override
    public boolean needsBody() {
      return whole;
    }

    @Override
    public Judgement judge(
        HttpAnswer came,
        BodyText body,
        boolean wasShort,
        @Nullable Instant certificateEnds,
        Instant now,
        long totalNanos) {
      @Nullable String fault = whole ? fault(body, wasShort) : body.fault();
      String text = fault == null ? body.text() : "";
      answer = new Answer(came.status(), came.headers(), text, fault);
      return new Judgement(Outcome.UP, null);
    }

    private static @Nullable String fault(BodyText body, boolean wasShort) {
      if (wasShort) {
        return Judgement.NO_ROOM.error();
      }
      return body.cut() ? "The body is larger than 1 MiB" : body.fault();
    }
  }
}
