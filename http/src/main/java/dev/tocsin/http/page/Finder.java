package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * Finds monitors and status pages by what somebody types, in this node's memory. Safe for use by
 * many threads.
 */
public final class Finder {
  private static final int MOST = 10;
  private static final int MOST_PAGES = 3;
  private static final int MOST_TROUBLED = 5;

  /** What is searched is kept for organizations that search: some 300 bytes of each monitor. */
  private static final long MOST_ENTRIES = 200_000;

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final InstantSource time;
  private final Cache<OrganizationId, Index> indexes =
      Caffeine.newBuilder()
          .maximumWeight(MOST_ENTRIES)
          .weigher((OrganizationId organization, Index index) -> index.entries().size())
          .expireAfterAccess(KEPT)
          .build();

  Finder(NodeConfiguration configuration, StatusBoard board, InstantSource time) {
    this.configuration = configuration;
    this.board = board;
    this.time = time;
  }

  /**
   * @param name in small letters
   * @param all name, address and tags, in small letters
   */
  private record Entry(MonitorConfig monitor, String name, String all) {}

  /**
   * @param revision of the configuration that it was made of, or an older one
   */
  private record Index(long revision, List<Entry> entries) {}

  private record Match(Entry entry, MonitorStatus status, int rank) {}

  /**
   * A monitor that was found.
   *
   * @param about {@code down for 6 min}, else what is watched
   */
  public record Hit(String id, MonitorRow.State state, String name, String about) {}

  /**
   * @param title of the monitors
   */
  public record Found(String title, List<Hit> monitors, List<MonitorList.PageLink> pages) {}

  /**
   * At most ten in all, the likeliest first. Who has typed nothing yet is shown what needs
   * attention.
   *
   * @param pages all of the organization
   */
  Found find(OrganizationId organization, String typed, List<MonitorList.PageLink> pages) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return new Found("Needs attention", troubled(organization), List.of());
    }
    List<String> words = List.of(text.split("\\s+"));
    List<MonitorList.PageLink> matching =
        pages.stream()
            .filter(page -> hasAll(page.name().toLowerCase(Locale.ROOT) + " " + page.slug(), words))
            .limit(MOST_PAGES)
            .toList();
    int most = MOST - matching.size();
    PriorityQueue<Match> best = new PriorityQueue<>(ORDER.reversed());
    for (Entry entry : index(organization).entries()) {
      if (!hasAll(entry.all(), words)) {
        continue;
      }
      int rank = rank(entry.name(), text, words);
      Match last = best.size() < most ? null : best.peek();
      if (last != null && last.rank() < rank) {
        continue; // how it is does not count any more
      }
      best.add(new Match(entry, status(entry.monitor()), rank));
      if (best.size() > most) {
        best.poll();
      }
    }
    return new Found("Monitors", hits(best), matching);
  }

  private List<Hit> troubled(OrganizationId organization) {
    PriorityQueue<Match> worst = new PriorityQueue<>(ORDER.reversed());
    for (Entry entry : index(organization).entries()) {
      MonitorStatus status = status(entry.monitor());
      if (status.status() == Status.DOWN || status.status() == Status.DEGRADED) {
        worst.add(new Match(entry, status, 0));
        if (worst.size() > MOST_TROUBLED) {
          worst.poll();
        }
      }
    }
    return hits(worst);
  }

  private List<Hit> hits(PriorityQueue<Match> best) {
    Instant now = time.instant();
    return best.stream().sorted(ORDER).map(match -> hit(match, now)).toList();
  }

  private static Hit hit(Match match, Instant now) {
    MonitorConfig monitor = match.entry().monitor();
    Status status = match.status().status();
    Duration lasted = Duration.between(match.status().since(), now);
    boolean troubled = status == Status.DOWN || status == Status.DEGRADED;
    return new Hit(
        monitor.ref().monitor().toString(),
        new MonitorRow.State(Words.style(status), Words.word(status)),
        monitor.name(),
        troubled
            ? Words.word(status).toLowerCase(Locale.ROOT)
                + " for "
                + Words.duration(lasted.isNegative() ? Duration.ZERO : lasted)
            : MonitorRow.address(monitor.spec()));
  }

  private static final Comparator<Match> ORDER =
      Comparator.comparingInt(Match::rank)
          .thenComparingInt(match -> ListOrder.loudness(match.status().status()))
          .thenComparing(match -> match.entry().name())
          .thenComparing(match -> match.entry().monitor().ref().monitor().value());

  /** The name that was meant stands before names that have the words somewhere. */
  private static int rank(String name, String text, List<String> words) {
    if (name.equals(text)) {
      return 0;
    }
    if (name.startsWith(text)) {
      return 1;
    }
    return hasAll(name, words) ? 2 : 3;
  }

  private static boolean hasAll(String text, List<String> words) {
    for (String word : words) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private Index index(OrganizationId organization) {
    long revision = configuration.revisionOf(organization);
    Index known = indexes.getIfPresent(organization);
    if (known != null && known.revision() == revision) {
      return known;
    }
    List<Entry> entries = new ArrayList<>();
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      String name = monitor.name().toLowerCase(Locale.ROOT);
      String more = MonitorRow.address(monitor.spec()) + "\n" + String.join("\n", monitor.tags());
      entries.add(new Entry(monitor, name, name + "\n" + more.toLowerCase(Locale.ROOT)));
    }
    Index made = new Index(revision, entries);
    indexes.put(organization, made);
    return made;
  }

  private MonitorStatus status(MonitorConfig monitor) {
    return board
        .status(monitor.ref())
        .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
  }
}
