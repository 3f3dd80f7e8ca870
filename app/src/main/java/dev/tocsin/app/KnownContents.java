package dev.tocsin.app;

import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.NotificationRules;
import dev.tocsin.escalation.Team;
import dev.tocsin.incident.IncidentTemplate;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.notify.Channel;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.calendar.CalendarAddress;
import java.util.List;

/** All kinds of contents that there are. */
final class KnownContents {
  static final ContentKinds ALL =
      new ContentKinds(
          List.of(
              Team.KIND,
              EscalationPolicy.KIND,
              ContactMethod.KIND,
              NotificationRules.KIND,
              Maintenance.KIND,
              IncidentRule.KIND,
              IncidentTemplate.KIND,
              Channel.KIND,
              Schedule.KIND,
              CalendarAddress.KIND));

  private KnownContents() {}
}
