package dev.tocsin.persistence.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever is packed comes out as it went in. */
class PackingTest {
  private static final String REGION = "eu-west";
  private static final int BLOCKS = 5;
  private static final int RESULTS = 200;

  private final Map<Integer, MonitorRecorder> recorders = new HashMap<>();

  @RepeatedTest(200)
  void randomResultsComeBackAsTheyWere() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    BlockPacker packer = new BlockPacker(3);
    List<RecordedResult> before = new ArrayList<>();
    List<ByteBuffer> blocks = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      for (int i = 0; i < 1 + random.nextInt(RESULTS); i++) {
        Entry entry = entry(random);
        packer.add(entry);
        before.add(recorded(entry));
      }
      assertThat(packer.results()).isPositive();
      blocks.add(copy(packer.block()));
      packer.next();
    }

    assertThat(unpacked(blocks, BlockUnpacker.Wanted.ALL))
        .describedAs("seed %s", seed)
        .isEqualTo(before);
    MonitorRef one = before.getFirst().monitor();
    long from = before.get(before.size() / 2).at().toEpochMilli();
    assertThat(unpacked(blocks, new BlockUnpacker.Wanted(one, from, Long.MAX_VALUE)))
        .describedAs("seed %s", seed)
        .isEqualTo(
            before.stream()
                .filter(it -> it.monitor().equals(one) && it.at().toEpochMilli() >= from)
                .toList());
  }

  @Test
  void anErrorIsCutWhereNoCharacterIs() {
    BlockPacker packer = new BlockPacker(0);
    String long1 = "x".repeat(498) + "\ud83d\ude00" + "y".repeat(600);
    packer.add(
        new Entry(
            recorder(1), 0, Outcome.DOWN, long1, new Phases(null, null, null, null, null, 0), 0));

    assertThat(unpacked(List.of(copy(packer.block())), BlockUnpacker.Wanted.ALL))
        .singleElement()
        .satisfies(result -> assertThat(result.error()).isEqualTo("x".repeat(498) + "…"));
  }

  @Test
  void aUsualResultTakesFewBytes() {
    BlockPacker packer = new BlockPacker(0);
    for (int i = 0; i < 2_600; i++) {
      packer.add(
          new Entry(
              recorder(i % 1_300),
              1_800_000_000_000L + i * 38L,
              Outcome.UP,
              null,
              new Phases(1_200L, 15_000L, null, 42_000L, 300L, 58_700L),
              130_000));
    }

    assertThat((packer.block().remaining() - 1_300 * 32) / 2_600.0).isLessThan(16);
  }

  private Entry entry(Random random) {
    boolean wrong = random.nextInt(4) == 0;
    return new Entry(
        recorder(random.nextInt(30)),
        random.nextInt(10) == 0 ? random.nextLong(1L << 42) : 1_800_000_000_000L + random.nextInt(),
        Outcome.values()[random.nextInt(4)],
        wrong ? "Wrong: é€😀".repeat(random.nextInt(20)) : null,
        new Phases(
            phase(random),
            phase(random),
            phase(random),
            phase(random),
            phase(random),
            random.nextLong(1L << random.nextInt(62))),
        random.nextBoolean() ? 130_000 : random.nextLong(1L << 40));
  }

  private static Long phase(Random random) {
    return random.nextInt(3) == 0 ? null : Long.valueOf(random.nextLong(1L << random.nextInt(40)));
  }

  private MonitorRecorder recorder(int number) {
    return recorders.computeIfAbsent(
        number, it -> new MonitorRecorder(null, Samples.monitor(number)));
  }

  private static RecordedResult recorded(Entry entry) {
    return new RecordedResult(
        entry.from().monitor(),
        Instant.ofEpochMilli(entry.at()),
        entry.outcome(),
        entry.error(),
        entry.phases(),
        REGION,
        Duration.ofMillis(entry.nextWithin()));
  }

  private static ByteBuffer copy(ByteBuffer block) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static List<RecordedResult> unpacked(
      List<ByteBuffer> blocks, BlockUnpacker.Wanted wanted) {
    List<RecordedResult> found = new ArrayList<>();
    BlockUnpacker unpacker = new BlockUnpacker(REGION, wanted, found::add);
    blocks.forEach(block -> unpacker.read(block.duplicate()));
    return found;
  }
}
