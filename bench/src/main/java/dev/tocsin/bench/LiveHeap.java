package dev.tocsin.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a JVM's heap holds after a full collection, by class. */
record LiveHeap(Map<String, Size> classes) {
  /** Of one class. */
  record Size(long objects, long bytes) {
    static final Size NONE = new Size(0, 0);
  }

  static LiveHeap of(long processId) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = List.of(jcmd.toString(), processId + "", "GC.class_histogram");
    Peer.run(Path.of("."), command); // what finalizers and cleaners free goes with the second
    Map<String, Size> classes = new HashMap<>();
    for (String line : Peer.run(Path.of("."), command).split("\n")) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 4 && words[0].matches("\\d+:")) {
        classes.merge(
            words[3],
            new Size(Long.parseLong(words[1]), Long.parseLong(words[2])),
            (a, b) -> new Size(a.objects() + b.objects(), a.bytes() + b.bytes()));
      }
    }
    return new LiveHeap(classes);
  }

  long bytes() {
    return classes.values().stream().mapToLong(Size::bytes).sum();
  }

  /** What the classes take more than there, for each of so many. */
  void print(LiveHeap without, int each, int lines) {
    System.out.printf("  %9s %9s  %s%n", "bytes", "objects", "for each, by class");
    classes.keySet().stream()
        .sorted(Comparator.comparingLong((String name) -> -more(name, without).bytes()))
        .limit(lines)
        .forEach(
            name -> {
              Size more = more(name, without);
              System.out.printf(
                  "  %9.1f %9.2f  %s%n",
                  (double) more.bytes() / each, (double) more.objects() / each, name);
            });
  }

  private Size more(String name, LiveHeap without) {
    Size here = classes.getOrDefault(name, Size.NONE);
    Size there = without.classes.getOrDefault(name, Size.NONE);
    return new Size(here.objects() - there.objects(), here.bytes() - there.bytes());
  }
}
