package dev.tocsin.alert;

import dev.tocsin.StorableText;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is about.
 *
 * @param title in one line, as "labels-api is down"
 * @param detail what is known of the cause; may be empty
 * @param policy by which it climbs; null for the organization's default
 */
public record AlertSubject(
    AlertSource source,
    String title,
    String detail,
    Severity severity,
    Urgency urgency,
    @Nullable UUID policy) {
  public AlertSubject {
    title = StorableText.of(title);
    detail = StorableText.of(detail);
  }

  public AlertSubject withDetail(String now) {
    return new AlertSubject(source, title, now, severity, urgency, policy);
  }
}
