package dev.tocsin.bench;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Read models that take everything and keep nothing. */
final class ForgetfulViews implements MonitorViews {
  @Override
  public void store(List<MonitorViewChange> changes) {}

  @Override
  public List<MonitorStatus> statuses() {
    return List.of();
  }

  @Override
  public long lastEvent() {
    return 0;
  }

  @Override
  public Map<MonitorRef, Long> behind() {
    return Map.of();
  }

  @Override
  public List<Outage> outages(
      MonitorRef monitor, Instant from, Instant to, Outage.@Nullable Cursor after, int limit) {
    return List.of();
  }
}
