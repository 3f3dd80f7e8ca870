package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which pages a monitor is on. Reading never waits. */
final class PageIndex {
  private final Map<MonitorRef, Set<PageKey>> pages = new ConcurrentHashMap<>();
  private final Map<PageKey, Set<MonitorRef>> monitors = new ConcurrentHashMap<>();

  Set<PageKey> pagesOf(MonitorRef monitor) {
    return pages.getOrDefault(monitor, Set.of());
  }

  Set<PageKey> pages() {
    return Set.copyOf(monitors.keySet());
  }

  /**
   * @param page empty where it is gone
   */
  synchronized void put(PageKey key, Optional<StatusPageConfig> page) {
    Set<MonitorRef> now = new HashSet<>();
    page.ifPresent(
        known ->
            known
                .components()
                .forEach(
                    component ->
                        component
                            .monitors()
                            .forEach(
                                monitor -> now.add(new MonitorRef(key.organization(), monitor)))));
    Set<MonitorRef> before = page.isPresent() ? monitors.put(key, now) : monitors.remove(key);
    if (before != null) {
      before.stream()
          .filter(monitor -> !now.contains(monitor))
          .forEach(
              monitor -> pages.computeIfPresent(monitor, (ref, on) -> changed(on, key, false)));
    }
    now.forEach(
        monitor ->
            pages.compute(monitor, (ref, on) -> changed(on == null ? Set.of() : on, key, true)));
  }

  /** Null where nothing is left, which takes the entry out. */
  private static @Nullable Set<PageKey> changed(Set<PageKey> on, PageKey key, boolean isOn) {
    Set<PageKey> next = new HashSet<>(on);
    if (isOn) {
      next.add(key);
    } else {
      next.remove(key);
    }
    return next.isEmpty() ? null : Set.copyOf(next);
  }
}
