package dev.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    List<String> command =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s"));
    for (String one : header) {
      command.add("-H");
      command.add(one);
    }
    command.add(url);
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
