package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.Outage;
import dev.tocsin.tenancy.AuditLog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a list goes on; a cursor is what the page before said, or nothing. */
final class Cursors {
  private Cursors() {}

  static @Nullable MonitorId monitor(ApiRequest request) {
    return request
        .query("cursor")
        .map(text -> new MonitorId(Ids.parse(text).orElseThrow(Cursors::wrong)))
        .orElse(null);
  }

  static AuditLog.@Nullable Cursor audit(ApiRequest request) {
    Optional<String> text = request.query("cursor");
    return text.map(it -> AuditLog.Cursor.parse(it).orElseThrow(Cursors::wrong)).orElse(null);
  }

  static Outage.@Nullable Cursor outage(ApiRequest request) {
    Optional<String> text = request.query("cursor");
    return text.map(it -> Outage.Cursor.parse(it).orElseThrow(Cursors::wrong)).orElse(null);
  }

  static AlertViews.@Nullable Cursor alert(ApiRequest request) {
    Optional<String> text = request.query("cursor");
    return text.map(it -> AlertCursor.parse(it).orElseThrow(Cursors::wrong)).orElse(null);
  }

  static Optional<ResultCursor> result(ApiRequest request) {
    Optional<String> text = request.query("cursor");
    return text.map(it -> ResultCursor.parse(it).orElseThrow(Cursors::wrong));
  }

  private static InvalidInputException wrong() {
    return new InvalidInputException("cursor", "It must be the nextCursor of an answer.");
  }
}
