package dev.tocsin.http.api;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.AnswerLinks;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.DeliveryWatch;
import dev.tocsin.alert.PlaceHealths;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Verification;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.Incidents;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Sender;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Profiles;
import dev.tocsin.tenancy.access.SessionNotes;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.uptime.Timelines;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the API stands on.
 *
 * @param subscriptions to what status pages tell
 * @param blocking runs calls that wait for the store
 */
public record ApiParts(
    NodeConfiguration configuration,
    ConfigurationWriter writer,
    StatusBoard board,
    MonitorSide monitors,
    TenancySide tenancy,
    AlertSide alerts,
    IncidentSide incidents,
    Subscriptions subscriptions,
    Executor blocking,
    InstantSource time) {

  /**
   * @param bulk changes many at once
   * @param region of this installation
   */
  public record MonitorSide(
      Monitors entities,
      BulkRuns bulk,
      MonitorViews views,
      ResultHistory history,
      CheckKinds kinds,
      TestChecks tests,
      String region,
      PingKeys pingKeys,
      Timelines timelines,
      MonitorRollups rollups) {}

  /**
   * @param board this node's open alerts
   * @param channels that messages go out by here
   * @param sender takes messages to where people and channels are
   * @param verification of contact methods
   */
  public record AlertSide(
      Alerts entities,
      AlertBoard board,
      AlertViews views,
      AnswerLinks links,
      ChannelKinds channels,
      Sender sender,
      Verification verification,
      PlaceSide places) {}

  /**
   * @param board this node's incidents: those that go on, and those of the last months
   */
  public record IncidentSide(Incidents entities, IncidentBoard board, IncidentViews views) {}

  /**
   * Where messages go, and what became of them.
   *
   * @param watch is told of tests too
   * @param limit of what a button may send
   */
  public record PlaceSide(
      PlaceHealths healths, DeliveryLog log, DeliveryWatch watch, TrialLimit limit) {}

  /**
   * @param post mails invitations, where a mail server is set
   * @param publicUrl what links begin with
   * @param signUpOpen whether strangers may create an organization
   */
  public record TenancySide(
      TenancyStore store,
      Access access,
      SignIn signIn,
      Setup setup,
      Joining joining,
      Profiles profiles,
      SessionNotes notes,
      InvitationPost post,
      URI publicUrl,
      boolean signUpOpen) {}
}
