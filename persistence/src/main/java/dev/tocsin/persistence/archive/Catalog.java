package dev.tocsin.persistence.archive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which hours there are, and their indexes, as they were a moment ago: listings for a minute,
 * indexes, which rarely change, for ten. What fails is not remembered.
 */
final class Catalog {
  private static final Duration LISTING_LIVES = Duration.ofMinutes(1);
  private static final Duration INDEX_LIVES = Duration.ofMinutes(10);

  /** Names, of some hundred bytes each. */
  private static final long MOST_NAMES = 200_000;

  /** Blocks, of some hundred bytes each. */
  private static final long MOST_BLOCKS = 400_000;

  private final ArchiveStore store;
  private final Cache<String, List<String>> listings =
      Caffeine.newBuilder()
          .expireAfterWrite(LISTING_LIVES)
          .maximumWeight(MOST_NAMES)
          .weigher((String folder, List<String> names) -> 1 + names.size())
          .build();
  private final Cache<String, HourIndex> indexes =
      Caffeine.newBuilder()
          .expireAfterWrite(INDEX_LIVES)
          .maximumWeight(MOST_BLOCKS)
          .weigher(
              (String name, HourIndex index) ->
                  1 + index.results().blocks().size() + index.sketches().blocks().size())
          .build();

  Catalog(ArchiveStore store) {
    this.store = store;
  }

  /** The latest day, not after the one and not before the other, that has something. */
  Optional<LocalDate> latestDay(LocalDate most, LocalDate least) throws IOException {
    List<Integer> years = numbers(Hours.ROOT);
    for (int year : years.reversed()) {
      if (year > most.getYear() || year < least.getYear()) {
        continue;
      }
      for (int month : numbers(Hours.year(year)).reversed()) {
        Optional<LocalDate> day = latestDay(year, month, most, least);
        if (day.isPresent()) {
          return day;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDate> latestDay(int year, int month, LocalDate most, LocalDate least)
      throws IOException {
    if (month < 1 || month > 12) {
      return Optional.empty();
    }
    YearMonth whole = YearMonth.of(year, month);
    if (whole.atDay(1).isAfter(most) || whole.atEndOfMonth().isBefore(least)) {
      return Optional.empty();
    }
    for (int number : numbers(Hours.folder(whole)).reversed()) {
      try {
        LocalDate day = whole.atDay(number);
        if (!day.isAfter(most) && !day.isBefore(least)) {
          return Optional.of(day);
        }
      } catch (DateTimeException notADay) {
        // somebody else's folder
      }
    }
    return Optional.empty();
  }

  private List<Integer> numbers(String folder) throws IOException {
    List<String> names = listings.getIfPresent(folder);
    if (names == null) {
      names = store.names(folder);
      listings.put(folder, names);
    }
    List<Integer> numbers = new ArrayList<>();
    for (String name : names) {
      if (name.matches("\\d{2,4}/")) {
        numbers.add(Integer.parseInt(name.substring(0, name.length() - 1)));
      }
    }
    return numbers;
  }

  /** The day's hours, each with the nodes that have an index of it. */
  NavigableMap<Instant, List<String>> hours(LocalDate day) throws IOException {
    List<String> names = listings.getIfPresent(Hours.folder(day));
    return names == null ? hoursNow(day) : byHour(names);
  }

  /** The same without what is remembered. */
  NavigableMap<Instant, List<String>> hoursNow(LocalDate day) throws IOException {
    String folder = Hours.folder(day);
    List<String> names =
        store.within(folder).stream().filter(name -> Hours.nodeOfIndex(name).isPresent()).toList();
    listings.put(folder, names);
    return byHour(names);
  }

  private static NavigableMap<Instant, List<String>> byHour(List<String> names) {
    NavigableMap<Instant, List<String>> hours = new TreeMap<>();
    for (String name : names) {
      Optional<Instant> hour = Hours.hourOf(name);
      Optional<String> node = Hours.nodeOfIndex(name);
      if (hour.isPresent() && node.isPresent()) {
        hours.computeIfAbsent(hour.get(), any -> new ArrayList<>()).add(node.get());
      }
    }
    return hours;
  }

  /**
   * Empty where it has been deleted meanwhile.
   *
   * @throws BrokenObjectException where it is none
   */
  Optional<HourIndex> index(Instant hour, String node) throws IOException {
    HourIndex known = indexes.getIfPresent(Hours.index(hour, node));
    return known == null ? indexNow(hour, node) : Optional.of(known);
  }

  /** The same without what is remembered. */
  Optional<HourIndex> indexNow(Instant hour, String node) throws IOException {
    String name = Hours.index(hour, node);
    indexes.invalidate(name);
    Optional<byte[]> bytes = store.get(name, HourWriter.MOST_INDEX);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    HourIndex index = IndexJson.read(name, bytes.get());
    indexes.put(name, index);
    return Optional.of(index);
  }
}
