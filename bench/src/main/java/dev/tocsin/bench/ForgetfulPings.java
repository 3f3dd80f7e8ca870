package dev.tocsin.bench;

import dev.tocsin.monitor.LastPing;
import dev.tocsin.monitor.LastPings;
import dev.tocsin.monitor.MonitorRef;
import java.util.Collection;
import java.util.List;

/** A table of last pings that takes everything and keeps nothing. */
final class ForgetfulPings implements LastPings {
  @Override
  public void store(Collection<LastPing> rows) {}

  @Override
  public List<LastPing> find(Collection<MonitorRef> monitors) {
    return List.of();
  }
}
