package dev.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** wrk, with one thread. */
final class Wrk {
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern BAD = Pattern.compile("(Non-2xx[^\n]*|Socket errors[^\n]*)");

  private Wrk() {}

  /**
   * @return answers a second
   */
  static double run(Path folder, String url, int connections, Duration duration, String... header)
      throws IOException, InterruptedException {
    return rate(folder, url, command(url, connections, duration, header));
  }

  private static List<String> command(
      String url, int connections, Duration duration, String... header) {
    List<String> command =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s"));
    for (String one : header) {
      command.add("-H");
      command.add(one);
    }
    command.add(url);
    return command;
  }

  /**
   * From a core of its own.
   *
   * @return answers a second
   */
  static double run(
      Path folder, int core, String url, int connections, Duration duration, String... header)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", core + ""));
    command.addAll(command(url, connections, duration, header));
    return rate(folder, url, command);
  }

  /**
   * At these paths in turn, from a core of its own.
   *
   * @return answers a second
   */
  static double run(
      Path folder, int core, String url, List<String> paths, int connections, Duration duration)
      throws IOException, InterruptedException {
    Path script = folder.resolve("paths.lua");
    Files.writeString(
        script,
        "local paths = {\n"
            + paths.stream().map(path -> "\"" + path + "\"").collect(Collectors.joining(",\n"))
            + "}\nlocal n = 0\n"
            + "request = function()\n  n = n % #paths + 1\n"
            + "  return wrk.format(\"GET\", paths[n])\nend\n");
    return rate(
        folder,
        url,
        List.of(
            "taskset",
            "-c",
            core + "",
            "wrk",
            "-t1",
            "-c" + connections,
            "-d" + duration.toSeconds() + "s",
            "-s",
            script.toString(),
            url));
  }

  private static double rate(Path folder, String url, List<String> command)
      throws IOException, InterruptedException {
    String output = Peer.run(folder, command);
    Matcher bad = BAD.matcher(output);
    if (bad.find()) {
      System.out.println("  | wrk " + url + ": " + bad.group());
    }
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IOException("wrk said nothing of its rate: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
