package dev.tocsin.persistence.results;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Phases;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Packs the results of one part of a file, block by block. A monitor's ids stand where it occurs
 * first in the file; after that it is a number. {@link BlockUnpacker} reads it.
 */
final class BlockPacker {
  static final int LONGEST_ERROR = 500;

  static final int OUTCOME_MASK = 0b11;
  static final int HAS_ERROR = 0b100;
  static final int SAME_NEXT = 0b1000;
  static final int SAME_PHASES = 0b1_0000;

  private final int segment;
  private final PackedBytes bytes = new PackedBytes();
  private int known;
  private int results;
  private long at;
  private long nextWithin;
  private int mask;

  /**
   * @param segment distinguishes the files of this process
   */
  BlockPacker(int segment) {
    this.segment = segment;
  }

  void add(Entry entry) {
    if (bytes.size() == 0) {
      begin(entry.at());
    }
    Phases phases = entry.phases();
    int present = mask(phases);
    int flags =
        entry.outcome().ordinal()
            | (entry.error() == null ? 0 : HAS_ERROR)
            | (entry.nextWithin() == nextWithin ? SAME_NEXT : 0)
            | (present == mask ? SAME_PHASES : 0);
    bytes.one(flags);
    addMonitor(entry.from());
    bytes.signed(entry.at() - at);
    if (entry.nextWithin() != nextWithin) {
      bytes.unsigned(entry.nextWithin());
    }
    if (present != mask) {
      bytes.one(present);
    }
    addPhases(phases);
    addError(entry.error());
    at = entry.at();
    nextWithin = entry.nextWithin();
    mask = present;
    results++;
  }

  /** Nothing but the numbers of monitors goes from block to block: each is read by itself. */
  private void begin(long first) {
    bytes.eight(first);
    at = first;
    nextWithin = -1;
    mask = -1;
  }

  private void addMonitor(MonitorRecorder from) {
    int number = from.numberIn(segment);
    if (number >= 0) {
      bytes.unsigned(number);
      return;
    }
    bytes.unsigned(known);
    from.numbered(segment, known);
    known++;
    MonitorRef ref = from.monitor();
    addId(ref.organization().value());
    addId(ref.monitor().value());
  }

  private void addId(UUID id) {
    bytes.eight(id.getMostSignificantBits());
    bytes.eight(id.getLeastSignificantBits());
  }

  private void addPhases(Phases phases) {
    long sum = 0;
    sum += addPhase(phases.dns());
    sum += addPhase(phases.connect());
    sum += addPhase(phases.tls());
    sum += addPhase(phases.firstByte());
    sum += addPhase(phases.body());
    bytes.signed(phases.total() - sum);
  }

  private long addPhase(@Nullable Long phase) {
    if (phase == null) {
      return 0;
    }
    bytes.unsigned(phase);
    return phase;
  }

  private void addError(@Nullable String error) {
    if (error != null) {
      byte[] text = bounded(error).getBytes(StandardCharsets.UTF_8);
      bytes.unsigned(text.length);
      bytes.all(text);
    }
  }

  private static String bounded(String error) {
    if (error.length() <= LONGEST_ERROR) {
      return error;
    }
    int end = LONGEST_ERROR - 1;
    return error.substring(0, Character.isHighSurrogate(error.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  private static int mask(Phases phases) {
    return (phases.dns() == null ? 0 : 1)
        | (phases.connect() == null ? 0 : 2)
        | (phases.tls() == null ? 0 : 4)
        | (phases.firstByte() == null ? 0 : 8)
        | (phases.body() == null ? 0 : 16);
  }

  /** How many results the block has so far. */
  int results() {
    return results;
  }

  /** The block so far; valid until the next change. */
  ByteBuffer block() {
    return bytes.view();
  }

  /** Begins the next block. */
  void next() {
    bytes.clear();
    results = 0;
  }
}
