package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.page.PeopleServer.Reader;
import dev.tocsin.http.testing.OpenApi;
import dev.tocsin.http.testing.OpenApi.Described;
import dev.tocsin.tenancy.Role;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pages of people, walked as each role: what they offer is what the API's description allows,
 * nothing of it fails, and the rest is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesOnPagesTest {
  private static final String ANY_ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

  /** Each form and the operation that does the same. */
  private static final Map<String, String> FORMS =
      Map.ofEntries(
          Map.entry("/organization", "changeOrganization"),
          Map.entry("/organization/ping-key", "renewPingKey"),
          Map.entry("/organization/choose", "whoAmI"),
          Map.entry("/organization/members/{id}/role", "changeMember"),
          Map.entry("/organization/members/{id}/remove", "removeMember"),
          Map.entry("/organization/members/invite", "createInvitation"),
          Map.entry("/organization/invitations/{id}/withdraw", "withdrawInvitation"),
          Map.entry("/organization/tokens", "createToken"),
          Map.entry("/organization/tokens/{id}/delete", "deleteToken"),
          Map.entry("/organization/subscribers/{id}", "createSubscriber"),
          Map.entry("/organization/subscribers/{id}/remove", "deleteSubscriber"),
          Map.entry("/organization/channels/new/email", "createChannel"),
          Map.entry("/organization/channels/new/webhook", "createChannel"),
          Map.entry("/organization/channels/new/ntfy", "createChannel"),
          Map.entry("/organization/channels/{id}", "changeChannel"),
          Map.entry("/organization/channels/{id}/test", "testChannel"),
          Map.entry("/organization/channels/{id}/remove", "deleteChannel"),
          Map.entry("/organization/escalation/new", "createEscalationPolicy"),
          Map.entry("/organization/escalation/{id}", "changeEscalationPolicy"),
          Map.entry("/organization/escalation/{id}/remove", "deleteEscalationPolicy"),
          Map.entry("/organization/maintenance/new", "createMaintenance"),
          Map.entry("/organization/maintenance/{id}", "changeMaintenance"),
          Map.entry("/organization/maintenance/{id}/remove", "deleteMaintenance"),
          Map.entry("/organization/status-pages/new", "createStatusPage"),
          Map.entry("/organization/status-pages/{id}", "changeStatusPage"),
          Map.entry("/organization/status-pages/{id}/remove", "deleteStatusPage"),
          Map.entry("/organization/status-pages/{id}/groups", "createGroup"),
          Map.entry("/organization/status-pages/{id}/groups/{id}/rename", "changeGroup"),
          Map.entry("/organization/status-pages/{id}/components/new", "createComponent"),
          Map.entry("/organization/status-pages/{id}/components/{id}", "changeComponent"),
          Map.entry("/organization/status-pages/{id}/components/{id}/move", "changeComponent"),
          Map.entry("/organization/status-pages/{id}/components/{id}/remove", "deleteComponent"),
          Map.entry("/organization/teams/new", "createTeam"),
          Map.entry("/organization/teams/{id}", "changeTeam"),
          Map.entry("/organization/teams/{id}/remove", "deleteTeam"),
          Map.entry("/profile/contacts/new/email", "createContactMethod"),
          Map.entry("/profile/contacts/new/webhook", "createContactMethod"),
          Map.entry("/profile/contacts/new/ntfy", "createContactMethod"),
          Map.entry("/profile/contacts/{id}", "changeContactMethod"),
          Map.entry("/profile/contacts/{id}/code", "verifyContactMethod"),
          Map.entry("/profile/contacts/{id}/confirm", "confirmContactMethod"),
          Map.entry("/profile/contacts/{id}/test", "confirmContactMethod"),
          Map.entry("/profile/contacts/{id}/remove", "deleteContactMethod"),
          Map.entry("/profile/contacts/rules", "replaceNotificationRules"),
          Map.entry("/profile/contacts/rules/remove", "replaceNotificationRules"),
          Map.entry("/profile", "changeProfile"),
          Map.entry("/profile/password", "changePassword"),
          Map.entry("/profile/sessions/{id}/end", "endSession"),
          Map.entry("/profile/sessions/end-others", "endOtherSessions"),
          Map.entry("/logout", "signOut"));

  /** Each page and the operation that answers with the same. */
  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("/organization", "getOrganization"),
          Map.entry("/organization/members", "listMembers"),
          Map.entry("/organization/tokens", "listTokens"),
          Map.entry("/organization/subscribers", "listSubscribers"),
          Map.entry("/organization/subscribers/{id}", "listSubscribers"),
          Map.entry("/organization/audit", "listAuditLog"),
          Map.entry("/organization/channels", "listChannels"),
          Map.entry("/organization/channels/new", "createChannel"),
          Map.entry("/organization/channels/new/email", "createChannel"),
          Map.entry("/organization/channels/new/webhook", "createChannel"),
          Map.entry("/organization/channels/new/ntfy", "createChannel"),
          Map.entry("/organization/channels/{id}", "changeChannel"),
          Map.entry("/channels/{id}", "listChannelDeliveries"),
          Map.entry("/profile/contacts/{id}/deliveries", "listContactMethodDeliveries"),
          Map.entry("/organization/escalation", "listEscalationPolicies"),
          Map.entry("/organization/escalation/new", "createEscalationPolicy"),
          Map.entry("/organization/escalation/{id}", "changeEscalationPolicy"),
          Map.entry("/organization/maintenance", "listMaintenances"),
          Map.entry("/organization/maintenance/new", "createMaintenance"),
          Map.entry("/organization/maintenance/{id}", "changeMaintenance"),
          Map.entry("/organization/status-pages", "listStatusPages"),
          Map.entry("/organization/status-pages/new", "createStatusPage"),
          Map.entry("/organization/status-pages/{id}", "changeStatusPage"),
          Map.entry("/organization/status-pages/{id}/components/new", "createComponent"),
          Map.entry("/organization/status-pages/{id}/components/{id}", "changeComponent"),
          Map.entry("/organization/teams", "listTeams"),
          Map.entry("/organization/teams/new", "createTeam"),
          Map.entry("/organization/teams/{id}", "changeTeam"),
          Map.entry("/profile", "getProfile"),
          Map.entry("/profile/contacts", "listContactMethods"),
          Map.entry("/profile/contacts/new", "createContactMethod"),
          Map.entry("/profile/contacts/new/email", "createContactMethod"),
          Map.entry("/profile/contacts/new/webhook", "createContactMethod"),
          Map.entry("/profile/contacts/new/ntfy", "createContactMethod"),
          Map.entry("/profile/contacts/{id}", "changeContactMethod"));

  private PeopleServer people;

  @BeforeAll
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    var owner = people.in(Role.OWNER).api();
    owner.post("/invitations", Map.of("email", "guest@example.com", "role", "viewer")).expect(201);
    owner.post("/tokens", Map.of("name", "ci", "role", "viewer")).expect(201);
    owner
        .post("/channels", Map.of("name", "Ops", "type", "email", "address", "ops@example.com"))
        .expect(201);
    owner
        .post(
            "/maintenances",
            Map.of(
                "title", "New switches",
                "startsAt", "2126-01-06T22:00:00Z",
                "endsAt", "2126-01-06T23:00:00Z",
                "everything", true))
        .expect(201);
    String page =
        owner.post("/status-pages", Map.of("slug", "acme", "name", "Acme")).expect(201).text("id");
    owner.post("/status-pages/" + page + "/groups", Map.of("name", "API")).expect(201);
    owner.post("/status-pages/" + page + "/components", Map.of("name", "Labels")).expect(201);
    String team = owner.post("/teams", Map.of("name", "Night", "memberIds", List.of())).text("id");
    owner
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Usual",
                "steps",
                List.of(Map.of("targets", List.of(Map.of("type", "team", "id", team))))))
        .expect(201);
    for (Role role : Role.values()) {
      reachable(role);
    }
    somebodyIsTold();
  }

  private void somebodyIsTold() {
    var owner = people.in(Role.OWNER).api();
    if (owner.get("/status-pages").expect(200).json().get("items").isEmpty()) {
      owner.post("/status-pages", Map.of("slug", "told", "name", "Told")).expect(201);
    }
    String page = owner.get("/status-pages").json().at("/items/0/id").asText();
    owner
        .post("/status-pages/" + page + "/subscribers", Map.of("address", "reader@example.com"))
        .expect(202);
  }

  /** With a way that is verified, one that is not, and a rule. */
  private void reachable(Role role) {
    var api = people.in(role).api();
    String own = "/users/" + api.get("/session").json().at("/user/id").asText();
    String first = api.get(own + "/contact-methods").json().at("/items/0/id").asText();
    api.post(own + "/contact-methods/" + first + "/verify").expect(200);
    String code = people.server.channels.sent.getLast().message().code();
    api.post(own + "/contact-methods/" + first + "/confirm", Map.of("code", code)).expect(200);
    api.post(
            own + "/contact-methods",
            Map.of("name", "Home", "type", "email", "address", "home@example.com"))
        .expect(201);
    api.put(
            own + "/notification-rules",
            Map.of("rules", List.of(Map.of("urgency", "high", "contactMethodId", first))))
        .expect(200);
  }

  @AfterAll
  void stop() throws Exception {
    people.close();
  }

  @ParameterizedTest
  @EnumSource
  void seesTheFormsThatItMayUseAndNoOther(Role role) {
    people.in(role); // so that there is another session to end
    Set<String> offered = new HashSet<>();
    walk(people.in(role))
        .values()
        .forEach(
            page ->
                page.select("form[method=post]")
                    .eachAttr("action")
                    .forEach(action -> offered.add(action.replaceAll(ANY_ID, "{id}"))));

    assertThat(offered)
        .isEqualTo(
            FORMS.entrySet().stream()
                .filter(form -> allows(form.getValue(), role))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void isLedToThePagesThatItMayReadAndNoOther(Role role) {
    Reader reader = people.in(role);
    Set<String> readable =
        PAGES.entrySet().stream()
            .filter(page -> allows(page.getValue(), role))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());

    assertThat(walk(reader).keySet()).isEqualTo(readable);
    for (String page : PAGES.keySet().stream().filter(path -> !path.contains("{")).toList()) {
      assertThat(reader.get(page).statusCode())
          .describedAs(page)
          .isEqualTo(readable.contains(page) ? 200 : 403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhatTheApiRefuses(Role role) {
    Reader reader = people.in(role);
    FORMS.forEach(
        (form, operation) -> {
          if (!allows(operation, role)) {
            Document answer =
                PeopleServer.html(
                    reader.post(form.replace("{id}", UUID.randomUUID().toString())), 403);
            assertThat(answer.select("h1").text()).isEqualTo("Your role does not allow that.");
          }
        });
  }

  /** Every page of people that links lead to, each by its path without ids. */
  private static Map<String, Document> walk(Reader reader) {
    Map<String, Document> seen = new LinkedHashMap<>();
    Deque<String> ahead = new ArrayDeque<>(List.of("/organization", "/profile"));
    while (!ahead.isEmpty()) {
      String path = ahead.pop();
      String kind = path.replaceAll(ANY_ID, "{id}");
      if (!seen.containsKey(kind)) {
        Document page = reader.page(path);
        seen.put(kind, page);
        page.select("a[href^=/organization], a[href^=/profile], a[href^=/channels/]")
            .eachAttr("href")
            .forEach(address -> ahead.add(address.replaceAll("\\?.*", "")));
      }
    }
    return seen;
  }

  private static boolean allows(String operation, Role role) {
    String needed =
        OpenApi.DESCRIPTION.operations().stream()
            .filter(each -> each.id().equals(operation))
            .findFirst()
            .map(Described::role)
            .orElseThrow();
    return needed.equals("person")
        || needed.equals("self")
        || role.atLeast(Role.valueOf(needed.toUpperCase(Locale.ROOT)));
  }
}
