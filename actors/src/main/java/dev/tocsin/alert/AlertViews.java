package dev.tocsin.alert;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of alerts, handed over by the alerts. Calls block, and throw {@link
 * StoreUnavailableException} where the store does not answer.
 */
public interface AlertViews {
  /** Writes them all or none; of an alert the newest stands, whatever comes again. */
  void store(List<AlertView> views);

  /** All that wait for something, of every organization. */
  List<AlertRecord> open();

  /** Those of the open ones whose outage has ended, or whose monitor is gone. */
  List<AlertRef> ended();

  /**
   * Those of the open ones whose outage the tables do not know, though their monitor's status is
   * stored: if that stays so, it was seen by a node that died before it could store it.
   */
  List<AlertRef> unknown();

  Optional<AlertRecord> find(AlertRef alert);

  /** The newest first. */
  List<AlertRecord> list(OrganizationId organization, Question question);

  /**
   * What is looked for; null and empty for whatever it is.
   *
   * @param monitor that raised it
   * @param text is a part of the title or the detail, in any case
   * @param before only those raised before this, or at it and with a smaller id
   */
  record Question(
      List<AlertState> states,
      List<Severity> severities,
      @Nullable MonitorId monitor,
      @Nullable String text,
      @Nullable Cursor before,
      int limit) {}

  /** A place in the list. */
  record Cursor(Instant raisedAt, AlertId alert) {}
}
