package dev.tocsin.persistence.results;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of one part of a file, in their order from the first one. */
final class BlockUnpacker {
  private static final Outcome[] OUTCOMES = Outcome.values();

  /**
   * @param monitor null: every one
   * @param from milliseconds since the epoch
   * @param to the first millisecond that is not wanted
   */
  record Wanted(@Nullable MonitorRef monitor, long from, long to) {
    static final Wanted ALL = new Wanted(null, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private final String region;
  private final Wanted wanted;
  private final Consumer<RecordedResult> found;

  /** By number; null for those that are not wanted. */
  private final List<@Nullable MonitorRef> known = new ArrayList<>();

  private long at;
  private long nextWithin;
  private int mask;

  BlockUnpacker(String region, Wanted wanted, Consumer<RecordedResult> found) {
    this.region = region;
    this.wanted = wanted;
    this.found = found;
  }

  /**
   * @throws RuntimeException where the bytes are not those of a block
   */
  void read(ByteBuffer block) {
    at = block.getLong();
    nextWithin = -1;
    mask = -1;
    while (block.hasRemaining()) {
      readOne(block);
    }
  }

  private void readOne(ByteBuffer block) {
    int flags = block.get();
    MonitorRef monitor = readMonitor(block);
    at += PackedBytes.readSigned(block);
    if ((flags & BlockPacker.SAME_NEXT) == 0) {
      nextWithin = PackedBytes.readUnsigned(block);
    }
    if ((flags & BlockPacker.SAME_PHASES) == 0) {
      mask = block.get();
    }
    if (monitor != null && at >= wanted.from() && at < wanted.to()) {
      found.accept(result(block, flags, monitor));
    } else {
      skip(block, flags);
    }
  }

  private @Nullable MonitorRef readMonitor(ByteBuffer block) {
    long number = PackedBytes.readUnsigned(block);
    if (number == known.size()) {
      MonitorRef read =
          new MonitorRef(new OrganizationId(readId(block)), new MonitorId(readId(block)));
      known.add(wanted.monitor() == null || wanted.monitor().equals(read) ? read : null);
    }
    return known.get(Math.toIntExact(number));
  }

  private static UUID readId(ByteBuffer block) {
    return new UUID(block.getLong(), block.getLong());
  }

  private RecordedResult result(ByteBuffer block, int flags, MonitorRef monitor) {
    Phases phases = phases(block);
    return new RecordedResult(
        monitor,
        Instant.ofEpochMilli(at),
        OUTCOMES[flags & BlockPacker.OUTCOME_MASK],
        error(block, flags),
        phases,
        region,
        Duration.ofMillis(nextWithin));
  }

  private Phases phases(ByteBuffer block) {
    Long dns = phase(block, 1);
    Long connect = phase(block, 2);
    Long tls = phase(block, 4);
    Long firstByte = phase(block, 8);
    Long body = phase(block, 16);
    long sum = value(dns) + value(connect) + value(tls) + value(firstByte) + value(body);
    return new Phases(dns, connect, tls, firstByte, body, sum + PackedBytes.readSigned(block));
  }

  private @Nullable Long phase(ByteBuffer block, int bit) {
    return (mask & bit) == 0 ? null : Long.valueOf(PackedBytes.readUnsigned(block));
  }

  private static long value(@Nullable Long phase) {
    return phase == null ? 0 : phase;
  }

  private static @Nullable String error(ByteBuffer block, int flags) {
    if ((flags & BlockPacker.HAS_ERROR) == 0) {
      return null;
    }
    byte[] text = new byte[length(block)];
    block.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void skip(ByteBuffer block, int flags) {
    for (int i = Integer.bitCount(mask); i >= 0; i--) {
      PackedBytes.readUnsigned(block); // the phases, and their total
    }
    if ((flags & BlockPacker.HAS_ERROR) != 0) {
      int length = length(block);
      block.position(block.position() + length);
    }
  }

  private static int length(ByteBuffer block) {
    return Math.toIntExact(PackedBytes.readUnsigned(block));
  }
}
