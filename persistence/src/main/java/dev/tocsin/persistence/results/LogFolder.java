package dev.tocsin.persistence.results;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that there are, by hour, and since when nothing is missing. Safe for use by many
 * threads.
 */
final class LogFolder {
  static final Duration HOUR = Duration.ofHours(1);

  private static final String COMPLETE_SINCE = "complete-since-";

  private final Path folder;
  private final IndexCache cache = new IndexCache();
  private final NavigableMap<Instant, List<SegmentFile>> hours = new TreeMap<>();
  private Instant completeSince = Instant.EPOCH;

  private LogFolder(Path folder) {
    this.folder = folder;
  }

  /** Files of an hour. */
  record Hour(Instant begin, List<SegmentFile> files) {
    boolean isArchived() {
      return files.stream().allMatch(file -> file.name().archived());
    }

    /** Reads them. */
    long results() {
      return files.stream().mapToLong(SegmentFile::results).sum();
    }

    long size() {
      return files.stream().mapToLong(SegmentFile::size).sum();
    }
  }

  static Instant hourOf(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }

  /**
   * Makes the folder where there is none, and reads what is in it: names alone.
   *
   * @param now since when it is complete, where it is new
   */
  static LogFolder open(Path path, Instant now) throws IOException {
    LogFolder folder = new LogFolder(path);
    Files.createDirectories(path);
    List<String> marks = new ArrayList<>();
    try (Stream<Path> all = Files.list(path)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        Optional<SegmentName> segment = SegmentName.parse(name);
        if (segment.isPresent()) {
          folder.add(new SegmentFile(path, segment.get(), Files.size(file), folder.cache));
        } else if (name.startsWith(COMPLETE_SINCE)) {
          marks.add(name.substring(COMPLETE_SINCE.length()));
        }
      }
    }
    folder.completeSince = folder.firstMark(marks, now);
    return folder;
  }

  private Instant firstMark(List<String> marks, Instant now) throws IOException {
    Instant latest = null;
    for (String mark : marks) {
      Instant marked =
          mark.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(mark)) : Instant.EPOCH;
      latest = latest == null || marked.isAfter(latest) ? marked : latest;
    }
    if (latest == null) {
      latest = hours.isEmpty() ? hourOf(now) : hours.firstKey();
      Files.createFile(mark(latest));
    }
    return latest;
  }

  /** A name alone takes no room on a disk that is full. */
  private Path mark(Instant since) {
    return folder.resolve(COMPLETE_SINCE + since.getEpochSecond());
  }

  Path path() {
    return folder;
  }

  IndexCache cache() {
    return cache;
  }

  synchronized void add(SegmentFile file) {
    hours.computeIfAbsent(file.name().hour(), hour -> new ArrayList<>()).add(file);
  }

  /** Oldest first. */
  synchronized List<Hour> hours() {
    return hours.entrySet().stream()
        .map(hour -> new Hour(hour.getKey(), List.copyOf(hour.getValue())))
        .toList();
  }

  synchronized Hour hour(Instant hour) {
    return new Hour(hour, List.copyOf(hours.getOrDefault(hour, List.of())));
  }

  synchronized Instant completeSince() {
    return completeSince;
  }

  synchronized long size() {
    return hours.values().stream().flatMap(List::stream).mapToLong(SegmentFile::size).sum();
  }

  /** What was written of a file before it broke is nothing: as if it never was. */
  synchronized void forget(SegmentFile file) throws IOException {
    Instant hour = file.name().hour();
    hours.computeIfPresent(
        hour,
        (same, files) -> {
          files.remove(file);
          return files.isEmpty() ? null : files;
        });
    file.delete();
  }

  /** Gives up an hour, for good. */
  synchronized void drop(Instant hour) throws IOException {
    List<SegmentFile> files = hours.getOrDefault(hour, List.of());
    while (!files.isEmpty()) {
      files.getLast().delete();
      files.removeLast();
    }
    hours.remove(hour);
    Instant since = hour.plus(HOUR);
    if (since.isAfter(completeSince)) {
      Path before = mark(completeSince);
      completeSince = since;
      try {
        Files.move(before, mark(since));
      } catch (FileAlreadyExistsException there) {
        Files.deleteIfExists(before);
      } catch (NoSuchFileException removed) {
        Files.createFile(mark(since));
      }
    }
  }

  void archived(Instant hour) throws IOException {
    for (SegmentFile file : hour(hour).files()) {
      file.archived();
    }
  }
}
