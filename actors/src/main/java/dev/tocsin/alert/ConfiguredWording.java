package dev.tocsin.alert;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.UserId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Says of an alert what this node's configuration knows. */
public final class ConfiguredWording implements AlertParts.Wording {
  private final NodeConfiguration configuration;
  private final AnswerLinks links;
  private final URI publicUrl;

  /**
   * @param publicUrl what links begin with
   */
  public ConfiguredWording(NodeConfiguration configuration, AnswerLinks links, URI publicUrl) {
    this.configuration = configuration;
    this.links = links;
    this.publicUrl = publicUrl;
  }

  @Override
  public AlertSubject of(MonitorRef monitor, String cause) {
    AlertSource source = new AlertSource.OfMonitor(monitor.monitor());
    return configuration.monitor(monitor) instanceof Lookup.Found<MonitorConfig>(var found)
        ? new AlertSubject(
            source,
            found.name() + " is down",
            cause,
            Severity.CRITICAL,
            Urgency.HIGH,
            found.care().policy())
        : new AlertSubject(
            source,
            "The monitor " + monitor.monitor() + " is down",
            cause,
            Severity.CRITICAL,
            Urgency.HIGH,
            null);
  }

  @Override
  public Message.Notice notice(AlertRecord alert, Intended message) {
    AlertSubject subject = alert.subject();
    if (subject == null) {
      throw new IllegalStateException("Nothing is told of an alert that was not raised");
    }
    boolean answerable = message.kind() == Message.Kind.TRIGGERED;
    return new Message.Notice(
        message.kind(),
        alert.ref().alert().value(),
        subject.title(),
        subject.detail(),
        subject.severity(),
        alert.raisedAt(),
        URI.create(publicUrl + "/alerts/" + alert.ref().alert()),
        answerable ? links.link(alert.ref(), message.person(), alert.raisedAt()) : null,
        answeredBy(alert));
  }

  private @Nullable String answeredBy(AlertRecord alert) {
    Author by = null;
    Answer answer = null;
    for (AlertEvent event : alert.history()) {
      if (event instanceof AlertEvent.Acknowledged acknowledged) {
        by = acknowledged.by();
        answer = acknowledged.answer();
      } else if (event instanceof AlertEvent.Resolved resolved) {
        by = resolved.by();
        answer = resolved.answer();
      }
    }
    if (by == null) {
      return answer == null ? null : answer.who();
    }
    return by.kind() == Author.Kind.USER ? name(alert, new UserId(by.id())) : null;
  }

  private @Nullable String name(AlertRecord alert, UserId user) {
    if (configuration.person(alert.ref().organization(), user)
        instanceof Lookup.Found<Member>(var member)) {
      String name = member.user().name();
      return name == null ? member.user().email().value() : name;
    }
    return null;
  }
}
