package dev.tocsin.bench;

import java.util.Map;
import java.util.TreeMap;

/** Runs one benchmark by its name; {@code bin/bench} calls it. */
public final class Main {
  /** A benchmark prints what it does as it goes, and its figures last. */
  interface Benchmark {
    void run() throws Exception;
  }

  private static final Map<String, Benchmark> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("alerts", new AlertLatency()),
              Map.entry("alert-storm", new AlertStorm()),
              Map.entry("scale", new Scale()),
              Map.entry("soak", new Soak()),
              Map.entry("page", new Page()),
              Map.entry("dashboard", new Dashboard()),
              Map.entry("checks", new Checks()),
              Map.entry("overload", new Overload()),
              Map.entry("hostile", new Hostile()),
              Map.entry("durable-pings", new DurablePings()),
              Map.entry("pings", new Pings()),
              Map.entry("second-start", new SecondStart()),
              Map.entry("change-to-page", new ChangeToPage()),
              Map.entry("quiet-monitors", new QuietMonitors())));

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Benchmark benchmark = arguments.length == 1 ? ALL.get(arguments[0]) : null;
    if (benchmark == null) {
      System.err.println("Name one benchmark: " + String.join(", ", ALL.keySet()));
      System.exit(2);
      return;
    }
    benchmark.run();
    System.exit(0);
  }
}
