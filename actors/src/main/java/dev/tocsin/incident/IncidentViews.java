package dev.tocsin.incident;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of incidents, handed over by the incidents. Calls block, and throw {@link
 * StoreUnavailableException} where the store does not answer.
 */
public interface IncidentViews {
  /** Writes them all or none; of an incident the newest stands, whatever comes again. */
  void store(List<IncidentView> views);

  /** All that go on, and those that ended after a time, of every organization. */
  List<IncidentRecord> since(Instant endedAfter);

  /** All that anything happened to after a time, those that were removed too. */
  List<IncidentRecord> changed(Instant after);

  /** Empty also where it was removed. */
  Optional<IncidentRecord> find(IncidentRef incident);

  /** The newest first; none that was removed. */
  List<IncidentRecord> list(OrganizationId organization, Question question);

  /**
   * What is looked for; null and empty for whatever it is.
   *
   * @param text is a part of the title or of an update, in any case
   * @param before only those that began before this, or at it and with a smaller id
   */
  record Question(
      List<Phase> phases,
      @Nullable Visibility visibility,
      @Nullable String text,
      @Nullable Cursor before,
      int limit) {
    public Question {
      phases = List.copyOf(phases);
    }
  }

  /** A place in the list. */
  record Cursor(Instant startedAt, IncidentId incident) {}
}
