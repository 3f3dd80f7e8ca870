package dev.tocsin.http.page;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The time zones that forms offer: those named by a place, and UTC. */
public final class Zones {
  /** In the order of their names. */
  public static final List<String> NAMES =
      Stream.concat(
              Stream.of("UTC"),
              ZoneId.getAvailableZoneIds().stream()
                  .filter(name -> name.indexOf('/') > 0)
                  .filter(name -> !name.startsWith("Etc/") && !name.startsWith("SystemV/"))
                  .sorted())
          .toList();

  private Zones() {}
}
