package dev.tocsin.app;

import dev.tocsin.app.logging.Logging;
import dev.tocsin.conf.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tocsin serve}: everything in one process, until it is told to end. */
@Command(
    name = "serve",
    description = "Serves until it is told to end (the default).",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class)
final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin private Options options = new Options();

  /** What may be said on the command line. */
  static final class Options {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Settings in HOCON, over the defaults and under the environment.")
    @Nullable Path config;
  }

  @Override
  public Integer call() throws InterruptedException {
    return serve(options);
  }

  static int serve(Options options) throws InterruptedException {
    return serve(Settings.load(Optional.ofNullable(options.config), System.getenv()), node -> "");
  }

  /** What is done with a node before it is said to be ready. */
  interface Beginning {
    /** Says what stands on the line after that; empty for none. */
    String with(Node node) throws InterruptedException;
  }

  static int serve(Settings settings, Beginning beginning) throws InterruptedException {
    Logging.configure(settings.log());
    var node = new AtomicReference<@Nullable Node>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node.get()), "end"));
    var running = Node.start(settings, Parts.real());
    node.set(running);
    try {
      String more = beginning.with(running);
      System.out.println("Tocsin is ready at " + running.url());
      if (!more.isEmpty()) {
        System.out.println(more);
      }
      return untilRefused(running);
    } catch (RuntimeException refused) {
      // the end of the process finds nothing to end, and leaves it its exit status
      node.set(null);
      running.close();
      throw refused;
    }
  }

  private static void invite(URI link) {
    log.info("Nobody has an account here yet; open this link once to make yours: {}", link);
  }

  /** The process ends by a signal, or because the store turned out not to be one to start with. */
  private static int untilRefused(Node node) throws InterruptedException {
    try {
      node.begun().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refused ? refused : e;
    }
    node.setUpLink().ifPresent(ServeCommand::invite);
    new CountDownLatch(1).await();
    return 0;
  }

  /** A process that was told to end and did so in order has not failed. */
  private static void end(@Nullable Node node) {
    if (node == null) {
      return;
    }
    node.close();
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
