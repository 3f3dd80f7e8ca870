package dev.tocsin.http.page;

import static dev.tocsin.http.page.ContactPagesTest.row;
import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.page.PeopleServer.Reader;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an organization says whom alerts go to: channels, teams and policies. */
class EscalationPagesTest {
  private static final String POLICIES = "/organization/escalation";
  private static final String TEAMS = "/organization/teams";
  private static final String CHANNELS = "/organization/channels";

  private PeopleServer people;
  private Reader admin;
  private String adminId;
  private String viewerId;

  @BeforeEach
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    admin = people.in(Role.ADMIN);
    adminId = id(admin);
    viewerId = id(people.in(Role.VIEWER));
  }

  @AfterEach
  void stop() throws Exception {
    people.close();
  }

  private static String id(Reader reader) {
    return reader.api().get("/session").json().at("/user/id").asText();
  }

  @Test
  void ownersAreToldUntilThereIsADefaultPolicy() {
    Document page = people.in(Role.VIEWER).page(POLICIES);

    assertThat(page.select("h1").text())
        .isEqualTo("Until there is a default policy, the owners are told.");
    assertThat(page.select(".steps li").text())
        .startsWith("At once: owner@home.test, by every way at once.")
        .contains("owner@home.test has no verified way to be reached.");
    assertThat(page.select("main form, main .btn")).isEmpty();
    StatusPageTest.assertStrict(page);
  }

  @Test
  void aPolicyIsPutTogetherStepByStepAndSaysWhatItDoes() {
    String team = team("Night", adminId, viewerId);
    Document blank = admin.page(POLICIES + "/new");
    String id = blank.select("[name=id]").val();
    assertThat(blank.select("select[name='steps[0].targets[0]'] optgroup").eachAttr("label"))
        .containsExactly("People", "Teams");
    StatusPageTest.assertStrict(blank);

    Document more =
        html(policy("new", "add-step", "id", id, "steps[0].targets[0]", "user:" + adminId), 200);
    assertThat(more.select("[name=name]").val()).isEqualTo("Usual");
    assertThat(more.select("[name='steps[0].targets[0]'] option[selected]").val())
        .isEqualTo("user:" + adminId);
    assertThat(more.select("[name='steps[1].targets[0]']").hasAttr("autofocus")).isTrue();
    assertThat(more.select("#says-0").text())
        .isEqualTo("At once: admin@home.test, by every way at once.");
    assertThat(more.select("#step-0 .err").text()).contains("reaches nobody now");

    String[] whole = {
      "id",
      id,
      "default",
      "yes",
      "repeat",
      "2",
      "repeatDelay",
      "10m",
      "reminder",
      "4h",
      "steps[0].targets[0]",
      "user:" + adminId,
      "steps[1].delay",
      "5m",
      "steps[1].targets[0]",
      "team:" + team + ":round_robin",
      "steps[1].targets[1]",
      ""
    };
    assertSeeOther(policy("new", "save", whole), POLICIES);
    assertSeeOther(policy("new", "save", whole), POLICIES);

    Document page = admin.page(POLICIES);
    assertThat(page.select("h1").text())
        .isEqualTo("Alerts go by Usual, unless a monitor says otherwise.");
    assertThat(page.select(".steps li")).hasSize(2);
    assertThat(page.select(".steps li").get(1).text())
        .startsWith("After 5 min: team Night, one after the other.");
    assertThat(page.select(".steps-end").text())
        .contains("comes again 10 min later, 2 times at most", "after 4 h");
    JsonNode stored = admin.api().get("/escalation-policies").json().at("/items/0");
    assertThat(stored.at("/steps/1/targets/0/pick").asText()).isEqualTo("round_robin");
    assertThat(stored.at("/steps/1/targets")).hasSize(1);
    Document form = admin.page(POLICIES + "/" + id);
    assertThat(form.select("[name='steps[1].delay']").val()).isEqualTo("5m");
    assertThat(form.select("[name=default]").hasAttr("checked")).isTrue();
    assertThat(form.select("[name=reminder]").val()).isEqualTo("4h");
  }

  @Test
  void stepsAreMovedAndTakenOut() {
    String[] two = {
      "steps[0].targets[0]",
      "user:" + adminId,
      "steps[0].targets[1]",
      "user:" + viewerId,
      "steps[1].delay",
      "7m",
      "steps[1].targets[0]",
      "user:" + viewerId
    };
    Document moved = html(policy("new", "up-step:1", two), 200);
    assertThat(moved.select("[name='steps[0].delay']").val()).isEqualTo("7m");
    assertThat(moved.select("[name='steps[1].targets[1]']")).hasSize(1);
    Document without = html(policy("new", "drop-step:0", two), 200);
    assertThat(without.select("[name='steps[1].delay']")).isEmpty();
    assertThat(without.select("[name='steps[0].delay']").val()).isEqualTo("7m");
    Document fewer = html(policy("new", "drop-target:0:0", two), 200);
    assertThat(fewer.select("[name='steps[0].targets[0]'] option[selected]").val())
        .isEqualTo("user:" + viewerId);
    assertThat(html(policy("new", "drop-step:99", two), 200).select("li.panel")).hasSize(2);
    assertThat(admin.api().get("/escalation-policies").json().get("items")).isEmpty();
  }

  @Test
  void faultsStandAtTheirFieldsAndWhatWasTypedStays() {
    Document page =
        html(
            policy(
                "new",
                "save",
                "repeat",
                "99",
                "repeatDelay",
                "soon",
                "steps[0].targets[0]",
                "",
                "steps[1].delay",
                "5 minutes",
                "steps[1].targets[0]",
                "user:" + UUID.randomUUID()),
            422);

    assertThat(page.select("#e-repeat").text()).isEqualTo("It must be from 0 to 10.");
    assertThat(page.select("#e-repeatDelay").text()).contains("5m");
    assertThat(page.select("#e-step-0").text()).isEqualTo("Choose whom this step tells.");
    assertThat(page.select("#e-step-1").text()).contains("not there any more");
    assertThat(page.select("[id='e-steps[1].delay']").text()).contains("a duration");
    assertThat(page.select("[name='steps[1].delay']").val()).isEqualTo("5 minutes");
    assertThat(page.select("[name=repeatDelay]").val()).isEqualTo("soon");
    assertThat(page.select(".problem")).isEmpty();
    StatusPageTest.assertStrict(page);
  }

  @Test
  void theLaterOfTwoWhoChangeItIsToldAndLosesNothing() {
    assertSeeOther(policy("new", "save", "steps[0].targets[0]", "user:" + adminId), POLICIES);
    String id = admin.api().get("/escalation-policies").json().at("/items/0/id").asText();
    String opened = admin.page(POLICIES + "/" + id).select("[name=revision]").val();
    String[] first = {"revision", opened, "repeat", "2", "steps[0].targets[0]", "user:" + adminId};
    assertSeeOther(policy(id, "save", first), POLICIES);
    assertSeeOther(policy(id, "save", first), POLICIES); // by an impatient hand

    String[] later = {"revision", opened, "repeat", "5", "steps[0].targets[0]", "user:" + viewerId};
    assertThat(html(policy(id, "show", later), 200).select("[name=revision]").val())
        .isEqualTo(opened);
    Document refused = html(policy(id, "save", later), 409);
    assertThat(refused.select(".problem").text()).startsWith("Somebody changed this policy");
    assertThat(refused.select("[name=repeat]").val()).isEqualTo("5");
    assertThat(admin.api().get("/escalation-policies/" + id).json().get("repeat").asInt())
        .isEqualTo(2);
  }

  @Test
  void anOptionalSecretIsTakenAway() {
    String id = UUID.randomUUID().toString();
    assertSeeOther(
        admin.post(
            CHANNELS + "/new/ntfy", "id", id, "name", "Ops", "topic", "ops", "token", "tk_x"),
        CHANNELS);
    String away = "without:token";
    assertThat(admin.page(CHANNELS + "/" + id).select("[name='" + away + "']")).hasSize(1);
    assertSeeOther(
        admin.post(
            CHANNELS + "/" + id,
            "revision",
            revision(CHANNELS + "/" + id),
            "name",
            "Ops",
            "topic",
            "ops",
            "token",
            "",
            away,
            "yes"),
        CHANNELS);
    Document without = admin.page(CHANNELS + "/" + id);
    assertThat(without.select("[name='" + away + "']")).isEmpty();
    assertThat(without.select("[id='n-token']")).isEmpty();
  }

  @Test
  void aStepThatLeadsToNobodySaysSo() {
    String team = team("Empty");
    admin
        .api()
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Usual",
                "steps",
                List.of(Map.of("targets", List.of(Map.of("type", "team", "id", team))))))
        .expect(201);

    assertThat(admin.page(POLICIES).select(".steps .err").text())
        .contains("Team Empty has no people.", "alerts do not wait for it");
  }

  @Test
  void aTeamKeepsItsOrderAndIsNotRemovedWhileItIsNamed() {
    Document blank = admin.page(TEAMS + "/new");
    String id = blank.select("[name=id]").val();
    Document swapped =
        html(
            admin.post(
                TEAMS + "/new",
                "id",
                id,
                "do",
                "up:1",
                "name",
                "Night",
                "memberIds[0]",
                adminId,
                "memberIds[1]",
                viewerId),
            200);
    assertThat(swapped.select("[name='memberIds[0]'] option[selected]").val()).isEqualTo(viewerId);
    assertSeeOther(
        admin.post(
            TEAMS + "/new",
            "id",
            id,
            "do",
            "save",
            "name",
            "Night",
            "memberIds[0]",
            viewerId,
            "memberIds[1]",
            adminId,
            "memberIds[2]",
            ""),
        TEAMS);
    assertThat(row(admin.page(TEAMS), "Night").text())
        .contains("viewer@home.test, then admin@home.test");

    assertSeeOther(policy("new", "save", "steps[0].targets[0]", "team:" + id + ":all"), POLICIES);
    Document named = html(admin.post(TEAMS + "/" + id + "/remove"), 409);
    assertThat(row(named, "Night").select("[role=alert]").text()).contains("Usual");
    Document nameless =
        html(admin.post(TEAMS + "/" + id, "name", "", "memberIds[0]", adminId), 422);
    assertThat(nameless.select("#e-name").text()).isNotEmpty();

    String policy = admin.api().get("/escalation-policies").json().at("/items/0/id").asText();
    assertSeeOther(admin.post(POLICIES + "/" + policy + "/remove"), POLICIES);
    assertSeeOther(admin.post(TEAMS + "/" + id + "/remove"), TEAMS);
    assertThat(admin.page(TEAMS).select("h1").text()).isEqualTo("There is no team yet.");
  }

  @Test
  void aChannelIsAddedTriedChangedAndRemoved() {
    String id = UUID.randomUUID().toString();
    assertSeeOther(
        admin.post(
            CHANNELS + "/new/ntfy", "id", id, "name", "Ops", "topic", "ops", "token", "tk_x"),
        CHANNELS);
    Document tried = html(admin.post(CHANNELS + "/" + id + "/test"), 200);
    assertThat(row(tried, "Ops").select("[role=status]").text())
        .isEqualTo("The test was taken. Look at paper of ops.");
    people.server.channels.outcome = new Outcome.Permanent("403 forbidden");
    assertThat(
            row(html(admin.post(CHANNELS + "/" + id + "/test"), 200), "Ops")
                .select("[role=alert]")
                .text())
        .contains("It was refused: 403 forbidden.");

    Document form = admin.page(CHANNELS + "/" + id);
    assertThat(form.html()).doesNotContain("tk_x");
    String opened = form.select("[name=revision]").val();
    String[] first = {"revision", opened, "name", "Ops", "topic", "ops-2", "token", ""};
    assertSeeOther(admin.post(CHANNELS + "/" + id, first), CHANNELS);
    Document later =
        html(
            admin.post(
                CHANNELS + "/" + id, "revision", opened, "name", "Mine", "topic", "x", "token", ""),
            409);
    assertThat(later.select(".problem").text()).startsWith("Somebody changed this channel");
    assertThat(later.select("[name=name]").val()).isEqualTo("Mine");
    assertThat(
            html(admin.post(CHANNELS + "/" + id, "name", "", "topic", "ops", "token", ""), 422)
                .select("#e-name, [id=e-name]")
                .text())
        .isNotEmpty();

    assertSeeOther(policy("new", "save", "steps[0].targets[0]", "channel:" + id), POLICIES);
    assertThat(row(admin.page(CHANNELS), "Ops").text()).contains("Told by Usual.");
    assertThat(row(html(admin.post(CHANNELS + "/" + id + "/remove"), 409), "Ops").text())
        .contains("Usual");
    Document seen = people.in(Role.RESPONDER).page(CHANNELS);
    assertThat(row(seen, "Ops").text()).contains("paper of ops-2");
    assertThat(seen.select("main form, main .btn")).isEmpty();
  }

  @Test
  void theLaterOfTwoWhoChangeATeamIsToldAndLosesNothing() {
    String page = TEAMS + "/" + team("Night", adminId);
    String opened = revision(page);
    String[] first = {
      "revision", opened, "name", "Night", "memberIds[0]", adminId, "memberIds[1]", viewerId
    };
    assertSeeOther(admin.post(page, first), TEAMS);
    assertSeeOther(admin.post(page, first), TEAMS); // by an impatient hand

    String[] later = {"revision", opened, "name", "Day", "memberIds[0]", viewerId};
    assertThat(
            html(admin.post(page, with(later, "do", "add")), 200).select("[name=revision]").val())
        .isEqualTo(opened);
    Document refused = html(admin.post(page, later), 409);
    assertThat(refused.select(".problem").text()).startsWith("Somebody changed this team");
    assertThat(refused.select("[name=name]").val()).isEqualTo("Day");
    assertThat(refused.select("[name='memberIds[0]'] option[selected]").val()).isEqualTo(viewerId);
    assertThat(row(admin.page(TEAMS), "Night").text()).contains("admin@home.test, then viewer");
  }

  private String revision(String page) {
    return admin.page(page).select("[name=revision]").val();
  }

  private static String[] with(String[] fields, String... more) {
    return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
  }

  private String team(String name, String... members) {
    return admin
        .api()
        .post("/teams", Map.of("name", name, "memberIds", List.of(members)))
        .expect(201)
        .text("id");
  }

  /** A policy named Usual; its first step begins at once. */
  private HttpResponse<String> policy(String path, String deed, String... fields) {
    String[] all = new String[fields.length + 6];
    System.arraycopy(
        new String[] {"do", deed, "name", "Usual", "steps[0].delay", ""}, 0, all, 0, 6);
    System.arraycopy(fields, 0, all, 6, fields.length);
    return admin.post(POLICIES + "/" + path, all);
  }

  private static void assertSeeOther(HttpResponse<String> answer, String path) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(path);
  }
}
