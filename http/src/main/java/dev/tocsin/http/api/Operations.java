package dev.tocsin.http.api;

import dev.tocsin.http.Authentication;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The API's whole table.
 *
 * @param drain ends what streams
 */
public record Operations(List<Operation> all, Runnable drain) {
  public static Operations of(
      ActorSystem<?> system, Authentication authentication, ApiParts parts) {
    SessionApi sessions =
        new SessionApi(parts.tenancy().signIn(), authentication, parts.configuration());
    EventStream events = new EventStream(system, authentication, parts);
    List<Operation> all =
        Stream.of(
                sessions.operations(),
                new ArrivalApi(parts, sessions).operations(),
                new ProfileApi(parts).operations(),
                new TokenApi(parts).operations(),
                new OrganizationApi(parts).operations(),
                new InvitationApi(parts).operations(),
                new MonitorApi(parts).operations(),
                new BulkApi(parts).operations(),
                new MonitorActionsApi(parts).operations(),
                new OutageApi(parts).operations(),
                new RollupApi(parts).operations(),
                new ResultsApi(parts).operations(),
                new StatusPageApi(parts).operations(),
                new ComponentApi(parts).operations(),
                new SubscriberApi(parts).operations(),
                new GroupApi(parts).operations(),
                new UserApi(parts).operations(),
                new TeamApi(parts).operations(),
                new EscalationPolicyApi(parts).operations(),
                new ScheduleApi(parts).operations(),
                new MaintenanceApi(parts).operations(),
                new ChannelApi(parts).operations(),
                new ContactMethodApi(parts).operations(),
                new NotificationRulesApi(parts).operations(),
                new WebPushApi(parts).operations(),
                new AlertApi(parts).operations(),
                new IncidentApi(parts).operations(),
                new IncidentRuleApi(parts).operations(),
                new IncidentTemplateApi(parts).operations(),
                events.operations(),
                new Description().operations())
            .flatMap(List::stream)
            .toList();
    return new Operations(all, events::drain);
  }
}
