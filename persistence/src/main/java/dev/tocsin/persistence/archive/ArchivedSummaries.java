package dev.tocsin.persistence.archive;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums of what the archive has of an organization. All objects are gone through side by side, so
 * each monitor and region is told once for a day, and only some blocks are in memory. What cannot
 * be read of an object, though the storage answers, is logged and not counted as covered.
 */
final class ArchivedSummaries implements ResultSummaries {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivedSummaries.class);

  /** Read side by side; a day with the clock put back, in a zone with half an hour, fits. */
  private static final Duration AT_ONCE = Duration.ofHours(26);

  private static final Duration STEP = Duration.ofHours(24);

  /** So long before a stretch a check may have been that covers its begin. */
  private static final Duration LONGEST_COVER = Duration.ofHours(24);

  private static final int READ_AHEAD = 64 * 1024 * 1024;
  private static final int MOST_READ_AHEAD = 1024 * 1024;
  private static final int LEAST_READ_AHEAD = 64 * 1024;

  private final ArchiveStore store;
  private final Catalog catalog;

  ArchivedSummaries(ArchiveStore store, Catalog catalog) {
    this.store = store;
    this.catalog = catalog;
  }

  @Override
  public void each(OrganizationId organization, Instant from, Instant to, Reader reader) {
    try {
      Instant at = from;
      while (at.isBefore(to)) {
        boolean fits = Duration.between(at, to).compareTo(AT_ONCE) <= 0;
        Instant end = fits ? to : Hours.of(at).plus(STEP);
        new Stretch(organization, at, end).read(reader);
        at = end;
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause() instanceof StoreAwayException away ? unavailable(away) : failed;
    } catch (StoreAwayException away) {
      throw unavailable(away);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static StoreUnavailableException unavailable(StoreAwayException away) {
    return new StoreUnavailableException(String.valueOf(away.getMessage()), away);
  }

  /** What is read side by side. */
  private final class Stretch {
    private final OrganizationId organization;
    private final Instant from;
    private final Instant to;

    Stretch(OrganizationId organization, Instant from, Instant to) {
      this.organization = organization;
      this.from = from;
      this.to = to;
    }

    void read(Reader reader) throws IOException {
      PriorityQueue<PieceSource> queue =
          new PriorityQueue<>(Comparator.comparing(PieceSource::monitor, MonitorOrder.COMPARATOR));
      for (PieceSource source : sources()) {
        if (source.advance()) {
          queue.add(source);
        }
      }
      while (!queue.isEmpty()) {
        MonitorRef monitor = queue.element().monitor();
        Map<String, List<Piece>> byRegion = new TreeMap<>();
        while (!queue.isEmpty() && queue.element().monitor().equals(monitor)) {
          PieceSource source = queue.remove();
          boolean more;
          do {
            Piece piece = source.current();
            byRegion.computeIfAbsent(piece.region(), any -> new ArrayList<>()).add(piece);
            more = source.advance();
          } while (more && source.monitor().equals(monitor));
          if (more) {
            queue.add(source);
          }
        }
        byRegion.forEach((region, pieces) -> take(monitor, region, pieces, reader));
      }
    }

    private void take(MonitorRef monitor, String region, List<Piece> pieces, Reader reader) {
      ResultSummary sum = PieceSum.of(pieces, from, to);
      if (sum.checks() > 0 || !sum.covered().isZero()) {
        reader.take(monitor, region, sum);
      }
    }

    private List<PieceSource> sources() throws IOException {
      List<HourIndex> indexes = indexes();
      int readAhead =
          Math.clamp(READ_AHEAD / Math.max(1, indexes.size()), LEAST_READ_AHEAD, MOST_READ_AHEAD);
      List<PieceSource> sources = new ArrayList<>();
      for (HourIndex index : indexes) {
        Instant end = index.hour().plus(Hours.HOUR);
        if (!end.isAfter(from)) {
          sources.add(tails(index, readAhead));
        } else if (index.hour().isBefore(from) || end.isAfter(to)) {
          sources.add(cut(index, readAhead));
        } else {
          sources.add(sketches(index, ofOrganization(index), readAhead));
        }
      }
      return sources;
    }

    private List<HourIndex> indexes() throws IOException {
      Instant first = Hours.of(from).minus(LONGEST_COVER);
      List<HourIndex> found = new ArrayList<>();
      LocalDate last = Hours.day(to.minusNanos(1));
      for (LocalDate day = Hours.day(first); !day.isAfter(last); day = day.plusDays(1)) {
        for (Map.Entry<Instant, List<String>> hour : catalog.hoursNow(day).entrySet()) {
          if (hour.getKey().isBefore(first) || !hour.getKey().isBefore(to)) {
            continue;
          }
          for (String node : hour.getValue()) {
            index(hour.getKey(), node)
                .filter(index -> index.reaches().isAfter(from) || endsAfter(index))
                .ifPresent(found::add);
          }
        }
      }
      return found;
    }

    private boolean endsAfter(HourIndex index) {
      return index.hour().plus(Hours.HOUR).isAfter(from);
    }

    private Optional<HourIndex> index(Instant hour, String node) throws IOException {
      try {
        return catalog.index(hour, node);
      } catch (BrokenObjectException broken) {
        LOG.warn("{} It is not counted.", broken.getMessage(), broken.getCause());
        return Optional.empty();
      }
    }

    private List<Block> ofOrganization(HourIndex index) {
      return Blocks.of(index.sketches().blocks(), organization);
    }

    private PieceSource sketches(HourIndex index, List<Block> blocks, int readAhead) {
      String name = index.sketchesName();
      return new SketchSource(
          name,
          new BlockCursor(store, name, blocks, readAhead),
          organization,
          index.hour(),
          new Broken(index));
    }

    private PieceSource tails(HourIndex index, int readAhead) {
      List<Block> reaching =
          ofOrganization(index).stream()
              .filter(block -> block.reaches() != null && block.reaches().isAfter(from))
              .toList();
      return new TailSource(sketches(index, reaching, readAhead), from);
    }

    /** Only the blocks with monitors of the organization are read. */
    private PieceSource cut(HourIndex index, int readAhead) throws IOException {
      List<Block> all = index.results().blocks();
      BitSet wanted = new BitSet();
      PieceSource monitors = sketches(index, ofOrganization(index), readAhead);
      while (monitors.advance()) {
        MonitorId monitor = monitors.monitor().monitor();
        int first = Blocks.first(all, monitor);
        wanted.set(first, Math.max(first, Blocks.end(all, monitor)));
      }
      List<Block> blocks = wanted.stream().mapToObj(all::get).toList();
      String name = index.resultsName();
      ResultGroups groups =
          new ResultGroups(
              name,
              new BlockCursor(store, name, blocks, readAhead),
              organization,
              index.hour(),
              new Broken(index));
      return new RawSource(groups, from, to);
    }
  }

  /** Says once of an object that something in it cannot be read. */
  private final class Broken implements Consumer<BrokenObjectException> {
    private final HourIndex index;
    private boolean said;

    Broken(HourIndex index) {
      this.index = index;
    }

    /**
     * @throws UncheckedIOException where the hour was written anew meanwhile: then all is to be
     *     read again
     */
    @Override
    public void accept(BrokenObjectException broken) {
      if (said) {
        return;
      }
      said = true;
      try {
        Optional<HourIndex> now = catalog.indexNow(index.hour(), index.node());
        if (now.isEmpty() || !now.get().equals(index)) {
          throw new IOException("An hour was written anew while it was read.", broken);
        }
      } catch (BrokenObjectException indexToo) {
        // what is said below holds for it as well
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      LOG.warn("{} It is not counted.", broken.getMessage(), broken.getCause());
    }
  }
}
