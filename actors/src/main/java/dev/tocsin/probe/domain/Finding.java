package dev.tocsin.probe.domain;

import dev.tocsin.probe.Evidence.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What asking for a name came to. */
sealed interface Finding {
  /**
   * @param expires null where the registry does not say
   * @param statuses in the words of RDAP: {@code client hold}
   * @param facts for a person
   */
  record Registered(@Nullable Instant expires, List<String> statuses, List<Fact> facts)
      implements Finding {}

  /** The registry knows no such name. */
  record NotRegistered() implements Finding {}

  /**
   * Nothing was learned of the name.
   *
   * @param why one sentence
   */
  record Nothing(String why) implements Finding {}

  /** What the registry said besides. */
  default List<Fact> shown() {
    return switch (this) {
      case Registered registered -> registered.facts();
      case NotRegistered none -> List.of();
      case Nothing nothing -> List.of();
    };
  }
}
