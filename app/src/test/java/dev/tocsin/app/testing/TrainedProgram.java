package dev.tocsin.app.testing;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The program as {@code bin/tocsin} starts it: from jars, with what the JVM has learnt of them in a
 * short run, so that a start takes a third of the time. Made once for all processes that test the
 * same classes, in the module's build folder.
 */
final class TrainedProgram {
  private static final Path FOLDER = Path.of("target", "program");
  private static final long LONGEST_TRAINING_MINUTES = 5;

  private static final List<String> OPTIONS =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx384m",
          "-Duser.timezone=UTC",
          "-Xlog:aot=off",
          "-Xlog:cds=off");

  private final List<String> command;

  private TrainedProgram(List<String> command) {
    this.command = List.copyOf(command);
  }

  static TrainedProgram get() {
    return Holder.PROGRAM;
  }

  /** What comes before the arguments of a command line. */
  List<String> command() {
    return command;
  }

  private static final class Holder {
    static final TrainedProgram PROGRAM = make();

    private static TrainedProgram make() {
      try {
        Files.createDirectories(FOLDER);
        try (var lock =
                FileChannel.open(
                    FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var mine = lock.lock()) {
          Objects.requireNonNull(mine);
          return of(classPath());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Surefire keeps the true one in a property of its own. What only tests need is left out. */
  private static List<Path> classPath() {
    var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var entries = new ArrayList<Path>();
    for (var entry : all.split(File.pathSeparator)) {
      var path = Path.of(entry);
      if (Files.exists(path)
          && !path.endsWith("test-classes")
          && !path.toString().endsWith("-tests.jar")) {
        entries.add(path);
      }
    }
    return entries;
  }

  private static TrainedProgram of(List<Path> classPath) throws IOException {
    var state = new StringBuilder();
    for (var entry : classPath) {
      state.append(state(entry)).append('\n');
    }
    var folder = FOLDER.resolve(Integer.toHexString(state.toString().hashCode()));
    var jars = new ArrayList<String>();
    for (var entry : classPath) {
      jars.add((Files.isDirectory(entry) ? packed(entry, folder) : entry).toString());
    }
    var cache = folder.resolve("learnt.aot");
    var command = command(jars, Optional.empty());
    if (!Files.exists(cache)) {
      train(jars, cache);
    }
    return new TrainedProgram(
        Files.exists(cache) ? command(jars, Optional.of("-XX:AOTCache=" + cache)) : command);
  }

  /** Differs where the entry's content does. */
  private static String state(Path entry) throws IOException {
    try (var files = Files.walk(entry)) {
      var state = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        state.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
      }
      return state.toString();
    }
  }

  /** A folder of classes as a jar: the JVM keeps nothing of classes that lie in folders. */
  private static Path packed(Path classes, Path folder) throws IOException {
    Files.createDirectories(folder);
    var module = Objects.requireNonNull(classes.toAbsolutePath().getParent()).getParent();
    var jar = folder.resolve(Objects.requireNonNull(module).getFileName() + ".jar");
    if (Files.exists(jar)) {
      return jar;
    }
    var unfinished = folder.resolve(jar.getFileName() + ".unfinished");
    try (var files = Files.walk(classes);
        var out =
            new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      for (var file : files.skip(1).sorted().toList()) {
        var name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        // a folder is looked for by its name, as that of the migrations is
        out.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
        if (Files.isRegularFile(file)) {
          Files.copy(file, out);
        }
        out.closeEntry();
      }
    }
    return Files.move(unfinished, jar);
  }

  private static void train(List<String> jars, Path cache) throws IOException {
    Files.createDirectories(Objects.requireNonNull(cache.getParent()));
    var builder =
        new ProcessBuilder(withTraining(command(jars, Optional.of("-XX:AOTCacheOutput=" + cache))))
            .redirectErrorStream(true)
            .redirectOutput(cache.resolveSibling("training.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_"));
    var process = builder.start();
    try {
      if (!process.waitFor(LONGEST_TRAINING_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(
            "The training does not end; see " + cache.resolveSibling("training.log"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> withTraining(List<String> command) {
    var training = new ArrayList<>(command);
    training.add("train");
    return training;
  }

  private static List<String> command(List<String> jars, Optional<String> cache) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    cache.ifPresent(command::add);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), "dev.tocsin.app.Main"));
    return command;
  }
}
