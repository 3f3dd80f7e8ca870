package dev.tocsin.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The command line. */
@Command(
    name = "tocsin",
    description = "Watches what you run, wakes who is on call, and tells your customers the truth.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    subcommands = {ServeCommand.class, DemoCommand.class, TrainCommand.class},
    footer = {
      "",
      "Without a command it serves. Every setting is explained in reference.conf, and is",
      "also an environment variable: tocsin.port is TOCSIN_PORT."
    })
public final class Main implements Callable<Integer> {
  @Mixin private ServeCommand.Options options = new ServeCommand.Options();

  /** Ends the process with 0, or 1 where the start was refused, or 2 where nobody understood it. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::refuse);
  }

  @Override
  public Integer call() throws InterruptedException {
    return ServeCommand.serve(options);
  }

  /** What an operator can mend is a sentence, anything else is a defect with its trace. */
  private static int refuse(
      Exception refused, CommandLine commandLine, CommandLine.ParseResult arguments) {
    PrintWriter err = commandLine.getErr();
    if (Refusals.isForTheOperator(refused)) {
      err.println("Tocsin does not start: " + refused.getMessage());
    } else {
      refused.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What {@code --version} prints. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tocsin " + Version.CURRENT};
    }
  }
}
