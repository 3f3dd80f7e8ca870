package dev.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another program beside which Tocsin is measured: a child of this process. */
final class Peer implements AutoCloseable {
  private static final long TICKS_PER_SECOND = 100;

  private final Process process;

  private Peer(Process process) {
    this.process = process;
  }

  static Peer start(Path folder, List<String> command) throws IOException {
    Path log = folder.resolve(Path.of(command.getFirst()).getFileName() + ".log");
    return new Peer(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start());
  }

  /**
   * Runs a command to its end.
   *
   * @return what it wrote
   */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }

  long processId() {
    return process.pid();
  }

  /** CPU time of the process and those that it started. */
  Duration cpu() throws IOException {
    Duration sum = cpu(process.pid());
    try (Stream<ProcessHandle> children = process.descendants()) {
      for (ProcessHandle child : children.toList()) {
        sum = sum.plus(cpu(child.pid()));
      }
    }
    return sum;
  }

  /** User and system time of one process, from {@code /proc/PID/stat}. */
  static Duration cpu(long processId) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + processId + "/stat"));
    // the name in parentheses may hold anything
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(1_000 * ticks / TICKS_PER_SECOND);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
