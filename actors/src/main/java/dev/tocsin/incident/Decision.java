package dev.tocsin.incident;

import java.util.List;

/** What an incident makes of a change. */
public sealed interface Decision {
  record Accepted(List<IncidentEvent> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** It is so already. */
  record Known() implements Decision {}

  /**
   * @param why in a sentence for whoever wanted it
   */
  record Refused(String why) implements Decision {}

  /** There is no such incident, or there is none any more. */
  record Unknown() implements Decision {}
}
