package dev.tocsin.http.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.util.ByteString;

/**
 * The readers of one organization's events, and what they were told last, in one order for all.
 * Safe for use by many threads.
 */
final class EventChannel {
  private static final int KEPT = 256;

  /** Who has not come back by then reads the list again. */
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

  private final String processId;
  private final Set<Reader> readers = new LinkedHashSet<>();
  private final Deque<ByteString> told = new ArrayDeque<>();
  private long last;
  private long emptySince = System.nanoTime();

  EventChannel(String processId) {
    this.processId = processId;
  }

  /** One connection that is being written to. */
  record Reader(BoundedSourceQueue<ByteString> queue) {
    /** Nothing is waited for: who is full is let go. */
    void tell(ByteString event) {
      if (!queue.offer(event).isEnqueued()) {
        end();
      }
    }

    void end() {
      if (!queue.isCompleted()) {
        queue.complete();
      }
    }
  }

  /** An event without its id. */
  record Event(String name, byte[] data) {}

  synchronized int size() {
    return readers.size();
  }

  /**
   * From here on the reader is told everything; first what came since it was last here.
   *
   * @param lastRead the id of the last event that it got
   */
  synchronized void add(Reader reader, Optional<String> lastRead) {
    lastRead.ifPresent(id -> since(id).forEach(reader::tell));
    readers.add(reader);
  }

  synchronized void remove(Reader reader) {
    if (readers.remove(reader) && readers.isEmpty()) {
      emptySince = System.nanoTime();
    }
  }

  /**
   * @param event is asked for in the order of what is told; what it says is true then
   */
  synchronized void tell(Supplier<Event> event) {
    last += 1;
    if (readers.isEmpty() && System.nanoTime() - emptySince > REMEMBERED) {
      told.clear();
      return;
    }
    ByteString bytes = bytes(Long.toString(last), event.get());
    told.addLast(bytes);
    if (told.size() > KEPT) {
      told.removeFirst();
    }
    readers.forEach(reader -> reader.tell(bytes));
  }

  synchronized void end() {
    readers.forEach(Reader::end);
  }

  private List<ByteString> since(String id) {
    long first = last - told.size() + 1;
    long next = number(id) + 1;
    if (next < first || next > last + 1) {
      return List.of(bytes(Long.toString(last), new Event("missed", new byte[] {'{', '}'})));
    }
    return new ArrayList<>(told).subList((int) (next - first), told.size());
  }

  /** Far away where it is not an id of this process. */
  private long number(String id) {
    String digits = id.startsWith(processId + "-") ? id.substring(processId.length() + 1) : "";
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : Long.MAX_VALUE - 1;
  }

  private ByteString bytes(String number, Event event) {
    return ByteString.fromString(
        "id: "
            + processId
            + "-"
            + number
            + "\nevent: "
            + event.name()
            + "\ndata: "
            + new String(event.data(), StandardCharsets.UTF_8)
            + "\n\n");
  }
}
