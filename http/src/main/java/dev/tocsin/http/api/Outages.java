package dev.tocsin.http.api;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.StatusBoard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A monitor's outages: those in the tables, and the one that goes on. */
public final class Outages {
  private final MonitorViews views;
  private final StatusBoard board;
  private final Executor blocking;

  /**
   * @param blocking runs calls that wait for the store
   */
  public Outages(MonitorViews views, StatusBoard board, Executor blocking) {
    this.views = views;
    this.board = board;
    this.blocking = blocking;
  }

  /**
   * The newest first.
   *
   * @param after the place in that order; null for the beginning
   * @param limit of those in the tables; the one that goes on may come on top
   */
  public CompletionStage<List<Outage>> within(
      MonitorRef monitor, Instant from, Instant to, Outage.@Nullable Cursor after, int limit) {
    return CompletableFuture.supplyAsync(
            () -> views.outages(monitor, from, to, after, limit), blocking)
        .thenApply(written -> after == null ? withOpen(monitor, to, written) : written);
  }

  /** The one that goes on is the newest; its row comes some moments after it is shown. */
  private List<Outage> withOpen(MonitorRef monitor, Instant to, List<Outage> written) {
    MonitorStatus status = board.status(monitor).orElse(null);
    OutageId open = status == null ? null : status.outage();
    if (status == null
        || open == null
        || !status.since().isBefore(to)
        || written.stream().anyMatch(outage -> outage.id().equals(open))) {
      return written;
    }
    List<Outage> all = new ArrayList<>();
    all.add(
        new Outage(
            open, status.since(), null, Objects.requireNonNullElse(status.cause(), "It is down.")));
    all.addAll(written);
    return all;
  }
}
