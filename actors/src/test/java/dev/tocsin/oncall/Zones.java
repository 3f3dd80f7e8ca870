package dev.tocsin.oncall;

import java.time.ZoneId;
import java.util.List;

/** Zones whose clocks are put at different times of the year, by half an hour, or never. */
final class Zones {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");
  static final ZoneId FIXED = ZoneId.of("+05:30");
  static final List<ZoneId> ALL = List.of(BERLIN, NEW_YORK, LORD_HOWE, FIXED);

  private Zones() {}
}
