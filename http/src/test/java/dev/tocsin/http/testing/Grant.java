package dev.tocsin.http.testing;

import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.Locale;

/**
 * A row of the table that says who may do what.
 *
 * @param needs the least role, or who else may
 * @param done the status where it is allowed
 */
record Grant(String operation, String needs, int done) {
  /** Anybody may ask; the number is what the example of {@link Things} comes to. */
  static final String OPEN = "open";

  /** A person may, in a session: no token. */
  private static final String PERSON = "person";

  /** The person whose id the path has, in a session, or an admin. */
  static final String SELF = "self";

  /** A responder in a session, or an admin: a token is nobody who could be on call. */
  private static final String PLANNER = "planner";

  private static final String VIEWER = "viewer";
  private static final String RESPONDER = "responder";
  private static final String ADMIN = "admin";
  private static final String OWNER = "owner";

  static final List<Grant> TABLE =
      List.of(
          new Grant("signIn", OPEN, 200),
          new Grant("setUp", OPEN, 403),
          new Grant("signUp", OPEN, 201),
          new Grant("acceptInvitation", OPEN, 201),
          new Grant("getDescription", OPEN, 200),
          new Grant("whoAmI", VIEWER, 200),
          new Grant("signOut", PERSON, 204),
          new Grant("listSessions", PERSON, 200),
          new Grant("endSession", PERSON, 204),
          new Grant("endOtherSessions", PERSON, 204),
          new Grant("getProfile", PERSON, 200),
          new Grant("getWebPushKey", PERSON, 200),
          new Grant("changeProfile", PERSON, 200),
          new Grant("changePassword", PERSON, 204),
          new Grant("getOrganization", VIEWER, 200),
          new Grant("changeOrganization", OWNER, 200),
          new Grant("listMembers", VIEWER, 200),
          new Grant("changeMember", OWNER, 200),
          new Grant("removeMember", OWNER, 204),
          new Grant("listInvitations", OWNER, 200),
          new Grant("createInvitation", OWNER, 201),
          new Grant("mailInvitation", OWNER, 409),
          new Grant("withdrawInvitation", OWNER, 204),
          new Grant("listTokens", ADMIN, 200),
          new Grant("createToken", ADMIN, 201),
          new Grant("deleteToken", ADMIN, 204),
          new Grant("listAuditLog", ADMIN, 200),
          new Grant("changeManyMonitors", RESPONDER, 202),
          new Grant("getChangeOfManyMonitors", VIEWER, 200),
          new Grant("listMonitors", VIEWER, 200),
          new Grant("createMonitor", ADMIN, 201),
          new Grant("testMonitor", ADMIN, 200),
          new Grant("getMonitor", VIEWER, 200),
          new Grant("replaceMonitor", ADMIN, 200),
          new Grant("changeMonitor", ADMIN, 200),
          new Grant("deleteMonitor", ADMIN, 204),
          new Grant("pauseMonitor", RESPONDER, 200),
          new Grant("resumeMonitor", RESPONDER, 200),
          new Grant("checkMonitor", RESPONDER, 200),
          new Grant("setMonitorState", RESPONDER, 200),
          new Grant("listResults", VIEWER, 200),
          new Grant("listPings", VIEWER, 200),
          new Grant("renewPingKey", ADMIN, 200),
          new Grant("listOutages", VIEWER, 200),
          new Grant("listRollups", VIEWER, 200),
          new Grant("listStatusPages", VIEWER, 200),
          new Grant("createStatusPage", ADMIN, 201),
          new Grant("getStatusPage", VIEWER, 200),
          new Grant("replaceStatusPage", ADMIN, 200),
          new Grant("changeStatusPage", ADMIN, 200),
          new Grant("deleteStatusPage", ADMIN, 204),
          new Grant("listComponents", VIEWER, 200),
          new Grant("createComponent", ADMIN, 201),
          new Grant("getComponent", VIEWER, 200),
          new Grant("changeComponent", ADMIN, 200),
          new Grant("deleteComponent", ADMIN, 204),
          new Grant("listGroups", VIEWER, 200),
          new Grant("createGroup", ADMIN, 201),
          new Grant("getGroup", VIEWER, 200),
          new Grant("changeGroup", ADMIN, 200),
          new Grant("deleteGroup", ADMIN, 204),
          new Grant("listSubscribers", ADMIN, 200),
          new Grant("createSubscriber", ADMIN, 202),
          new Grant("countSubscribers", ADMIN, 200),
          new Grant("deleteSubscriber", ADMIN, 204),
          new Grant("listIncidentDeliveries", VIEWER, 200),
          new Grant("listMaintenances", VIEWER, 200),
          new Grant("createMaintenance", RESPONDER, 201),
          new Grant("getMaintenance", VIEWER, 200),
          new Grant("replaceMaintenance", RESPONDER, 200),
          new Grant("changeMaintenance", RESPONDER, 200),
          new Grant("deleteMaintenance", RESPONDER, 204),
          new Grant("listIncidentRules", VIEWER, 200),
          new Grant("createIncidentRule", ADMIN, 201),
          new Grant("getIncidentRule", VIEWER, 200),
          new Grant("replaceIncidentRule", ADMIN, 200),
          new Grant("changeIncidentRule", ADMIN, 200),
          new Grant("deleteIncidentRule", ADMIN, 204),
          new Grant("listIncidentTemplates", VIEWER, 200),
          new Grant("createIncidentTemplate", RESPONDER, 201),
          new Grant("getIncidentTemplate", VIEWER, 200),
          new Grant("replaceIncidentTemplate", RESPONDER, 200),
          new Grant("changeIncidentTemplate", RESPONDER, 200),
          new Grant("deleteIncidentTemplate", RESPONDER, 204),
          new Grant("listIncidents", VIEWER, 200),
          new Grant("createIncident", RESPONDER, 201),
          new Grant("getIncident", VIEWER, 200),
          new Grant("changeIncident", RESPONDER, 200),
          new Grant("deleteIncident", RESPONDER, 204),
          new Grant("tellOfIncident", RESPONDER, 200),
          new Grant("correctIncidentUpdate", RESPONDER, 200),
          new Grant("retractIncidentUpdate", RESPONDER, 200),
          new Grant("publishIncident", RESPONDER, 200),
          new Grant("noteOnIncident", RESPONDER, 200),
          new Grant("linkAlert", RESPONDER, 200),
          new Grant("unlinkAlert", RESPONDER, 200),
          new Grant("listTeams", VIEWER, 200),
          new Grant("createTeam", ADMIN, 201),
          new Grant("getTeam", VIEWER, 200),
          new Grant("replaceTeam", ADMIN, 200),
          new Grant("changeTeam", ADMIN, 200),
          new Grant("deleteTeam", ADMIN, 204),
          new Grant("listEscalationPolicies", VIEWER, 200),
          new Grant("createEscalationPolicy", ADMIN, 201),
          new Grant("getEscalationPolicy", VIEWER, 200),
          new Grant("replaceEscalationPolicy", ADMIN, 200),
          new Grant("changeEscalationPolicy", ADMIN, 200),
          new Grant("deleteEscalationPolicy", ADMIN, 204),
          new Grant("listSchedules", VIEWER, 200),
          new Grant("createSchedule", ADMIN, 201),
          new Grant("getSchedule", VIEWER, 200),
          new Grant("replaceSchedule", ADMIN, 200),
          new Grant("changeSchedule", ADMIN, 200),
          new Grant("deleteSchedule", ADMIN, 204),
          new Grant("getOnCall", VIEWER, 200),
          new Grant("listShifts", VIEWER, 200),
          new Grant("listOverrides", VIEWER, 200),
          new Grant("createOverride", PLANNER, 201),
          new Grant("deleteOverride", PLANNER, 204),
          new Grant("swapShifts", PLANNER, 200),
          new Grant("getScheduleCalendar", VIEWER, 200),
          new Grant("importCalendar", ADMIN, 200),
          new Grant("listChannels", VIEWER, 200),
          new Grant("createChannel", ADMIN, 201),
          new Grant("getChannel", VIEWER, 200),
          new Grant("replaceChannel", ADMIN, 200),
          new Grant("changeChannel", ADMIN, 200),
          new Grant("deleteChannel", ADMIN, 204),
          new Grant("listChannelDeliveries", VIEWER, 200),
          new Grant("listContactMethods", VIEWER, 200),
          new Grant("listContactMethodDeliveries", SELF, 200),
          new Grant("createContactMethod", SELF, 201),
          new Grant("getContactMethod", VIEWER, 200),
          new Grant("replaceContactMethod", SELF, 200),
          new Grant("changeContactMethod", SELF, 200),
          new Grant("deleteContactMethod", SELF, 204),
          new Grant("testChannel", ADMIN, 200),
          new Grant("verifyContactMethod", SELF, 200),
          new Grant("confirmContactMethod", SELF, 409),
          new Grant("getNotificationRules", VIEWER, 200),
          new Grant("replaceNotificationRules", SELF, 200),
          new Grant("listUsers", VIEWER, 200),
          new Grant("getUser", VIEWER, 200),
          new Grant("listAlerts", VIEWER, 200),
          new Grant("createAlert", RESPONDER, 201),
          new Grant("getAlert", VIEWER, 200),
          new Grant("acknowledgeAlert", RESPONDER, 200),
          new Grant("resolveAlert", RESPONDER, 200),
          new Grant("escalateAlert", RESPONDER, 200),
          new Grant("snoozeAlert", RESPONDER, 200),
          new Grant("reassignAlert", RESPONDER, 200),
          new Grant("noteOnAlert", RESPONDER, 200),
          new Grant("streamEvents", VIEWER, 200));

  static Grant of(OpenApi.Described operation) {
    return TABLE.stream()
        .filter(it -> it.operation().equals(operation.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No row says who may " + operation.id()));
  }

  /** The status that the table promises. */
  int expected(Asker asker) {
    return switch (needs) {
      case OPEN -> done;
      case SELF ->
          asker.isNobody()
              ? 401
              : asker.isPerson() || asker.role().atLeast(Role.ADMIN) ? done : 403;
      case PLANNER ->
          asker.isNobody()
              ? 401
              : asker.role().atLeast(asker.isPerson() ? Role.RESPONDER : Role.ADMIN) ? done : 403;
      case PERSON -> asker.isNobody() ? 401 : asker.isToken() ? 403 : done;
      default -> {
        if (asker.isNobody()) {
          yield 401;
        }
        yield asker.role().atLeast(Role.valueOf(needs.toUpperCase(Locale.ROOT))) ? done : 403;
      }
    };
  }
}
