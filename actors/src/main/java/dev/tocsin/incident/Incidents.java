package dev.tocsin.incident;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.Author;
import java.util.concurrent.CompletionStage;

/** The incidents of all organizations, wherever in the cluster they run. */
public interface Incidents {
  /**
   * @return the incident as it is stored then. Fails with {@link ConflictException} where it is
   *     refused, or there is none; with {@link StoreUnavailableException} where it could not be
   *     stored, and nothing is done later.
   */
  CompletionStage<IncidentRecord> change(IncidentRef incident, IncidentChange wanted, Author by);
}
