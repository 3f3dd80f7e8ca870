package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.page.PeopleServer.Reader;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How people say by what they are reached. */
class ContactPagesTest {
  private static final String HERE = "/profile/contacts";
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x>";

  private PeopleServer people;
  private Reader viewer;

  @BeforeEach
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    viewer = people.in(Role.VIEWER);
  }

  @AfterEach
  void stop() throws Exception {
    people.close();
  }

  @Test
  void whoHasNothingVerifiedIsTold() {
    Document page = viewer.page(HERE);

    assertThat(page.select("h1").text()).isEqualTo("Nothing reaches you yet.");
    assertThat(row(page, "E-mail").text()).contains("Not verified");
    assertThat(row(page, "E-mail").select("form[action$=/test]")).isEmpty();
    assertThat(page.text()).contains("Nothing is verified yet, so they reach you nowhere.");
    StatusPageTest.assertStrict(page);
  }

  @Test
  void aWayIsVerifiedByTheCodeThatWentThere() {
    String path = HERE + "/" + ownMail();
    Document sent = html(viewer.post(path + "/code"), 200);
    assertThat(row(sent, "E-mail").select("[role=status]").text()).contains("on its way");
    String code = code();

    Document wrong = html(viewer.post(path + "/confirm", "code", other(code)), 422);
    assertThat(row(wrong, "E-mail").select("[role=alert]").text())
        .isEqualTo("It is not the code that was sent last.");
    assertThat(row(wrong, "E-mail").select("[name=code]").val()).isEqualTo(other(code));
    assertThat(row(html(viewer.post(path + "/confirm", "code", "12"), 422), "E-mail").text())
        .contains("six digits");

    assertSeeOther(
        viewer.post(path + "/confirm", "code", code.substring(0, 3) + " " + code.substring(3)));
    Document page = viewer.page(HERE);
    assertThat(page.select("h1").text()).isEqualTo("Urgent alerts reach you at once by E-mail.");
    assertThat(page.text()).contains("Without a rule they come at once, by every verified way.");
    assertThat(row(page, "E-mail").select("[name=code]")).isEmpty();
    assertThat(html(viewer.post(path + "/code"), 409).text()).contains("It is verified already.");
  }

  @Test
  void codesThatComeTooOftenAreHeldBack() {
    String path = HERE + "/" + ownMail();
    viewer.post(path + "/code");
    HttpResponse<String> again = viewer.post(path + "/code");

    assertThat(row(html(again, 429), "E-mail").text()).contains("Try again in");
    assertThat(again.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whatCameOfATestIsSaidInWords() {
    String id = verified();
    Document taken = html(viewer.post(HERE + "/" + id + "/test"), 200);
    assertThat(row(taken, "E-mail").text()).contains("The test was taken.");
    assertThat(people.server.channels.sent.getLast().message().kind()).isEqualTo(Message.Kind.TEST);

    people.server.channels.outcome = new Outcome.Permanent("550 no such user");
    assertThat(row(html(viewer.post(HERE + "/" + id + "/test"), 200), "E-mail").text())
        .contains("It was refused: 550 no such user. An alert would not arrive.");
    people.server.channels.outcome = new Outcome.Retry("421 busy", Duration.ofMinutes(2));
    assertThat(row(html(viewer.post(HERE + "/" + id + "/test"), 200), "E-mail").text())
        .contains("It was not taken now: 421 busy. An alert would be tried again after 2 min.");
  }

  @Test
  void aTestGoesNowhereThatIsNotVerified() {
    html(viewer.post(HERE + "/" + ownMail() + "/test"), 409);

    assertThat(people.server.channels.sent).isEmpty();
  }

  @Test
  void aWayIsAddedOnceAndItsSecretsNeverComeBack() {
    String id = UUID.randomUUID().toString();
    for (int times = 0; times < 2; times++) {
      assertSeeOther(ntfy(id, "Phone", "wake-me", "tk_secret"));
    }
    Document page = viewer.page(HERE);
    assertThat(page.select(".people li:contains(Phone)")).hasSize(1);
    assertThat(row(page, "Phone").text()).contains("ntfy, paper of wake-me", "Not verified");
    Document form = viewer.page(HERE + "/" + id);
    assertThat(form.select("[name=topic]").val()).isEmpty();
    assertThat(form.select("[name=token]").val()).isEmpty();
    assertThat(form.select("[id=n-token]").text()).contains("Left empty, it stays");
    assertThat(form.html()).doesNotContain("tk_secret");
    StatusPageTest.assertStrict(form);

    String revision = viewer.page(HERE + "/" + id).select("[name=revision]").val();
    assertSeeOther(
        viewer.post(
            HERE + "/" + id,
            "revision",
            revision,
            "name",
            HOSTILE,
            "topic",
            "wake-us",
            "token",
            ""));
    viewer.post(HERE + "/" + id + "/code");
    assertThat(people.server.channels.sent.getLast().endpoint().settings())
        .containsEntry("topic", "wake-us")
        .containsEntry("token", "tk_secret");
    assertThat(viewer.page(HERE).select(".people b").eachText()).contains(HOSTILE);
    assertThat(html(ntfy(id, "Phone", "other", ""), 409).text()).contains("This form made");
  }

  @Test
  void keepsWhatWasTypedButAsksForASecretAgain() {
    Document page = html(ntfy("", "Phone", "", "tk_secret"), 422);

    assertThat(page.select("[name=name]").val()).isEqualTo("Phone");
    assertThat(page.select("[id=e-topic]").text()).isNotEmpty();
    assertThat(page.html()).doesNotContain("tk_secret");
    assertThat(page.select("[id=n-token]").text()).startsWith("Enter it again");
    String lost = page.select("[type=hidden][name^=again]").attr("name");
    Document still =
        html(
            viewer.post(HERE + "/new/ntfy", "name", "Phone", "topic", "t", "token", "", lost, "x"),
            422);
    assertThat(still.select("[id=e-token]").text()).startsWith("Enter it again");
    html(viewer.get(HERE + "/new/fax"), 404);
  }

  @Test
  void rulesAreAddedAndRemovedAndKeepTheirWay() {
    String mail = verified();
    assertSeeOther(rule("rules", "high", "0s", mail));
    assertSeeOther(rule("rules", "high", "5m", mail));
    assertSeeOther(rule("rules", "low", "30m", mail));

    Document page = viewer.page(HERE);
    assertThat(page.select("h1").text())
        .isEqualTo("Urgent alerts reach you by E-mail at once, by E-mail after 5 min.");
    Document named = html(viewer.post(HERE + "/" + mail + "/remove"), 409);
    assertThat(row(named, "E-mail").select("[role=alert]").text()).contains("It is named by");

    Element first = page.select("form[action$=rules/remove]").first();
    for (String delay : new String[] {first.select("[name=delay]").val(), "5m"}) {
      assertSeeOther(rule("rules/remove", "high", delay, mail));
    }
    assertSeeOther(rule("rules/remove", "low", "30m", mail));
    assertThat(viewer.page(HERE).select("form[action$=rules/remove]")).isEmpty();
    assertSeeOther(viewer.post(HERE + "/" + mail + "/remove"));
    assertThat(viewer.page(HERE).text()).contains("no alert can reach you");
  }

  @Test
  void aRuleThatCannotBeIsRefusedBesideItsForm() {
    verified();
    Document page = html(rule("rules", "low", "5m", UUID.randomUUID().toString()), 422);

    assertThat(page.select("#told-low").text()).contains("contact method of this person");
    assertThat(page.select("#delay-low option[selected]").val()).isEqualTo("5m");
    html(rule("rules", "low", "soon", ownMail()), 422);
  }

  @Test
  void saysThatNothingWasDoneWhileTheStoreIsAway() {
    viewer.page(HERE);
    String mail = ownMail();
    people.server.store.goAway();

    Document page = html(viewer.post(HERE + "/" + mail + "/remove"), 503);
    assertThat(row(page, "E-mail").text()).contains("The database cannot be reached");
  }

  @Test
  void nobodyReachesTheWaysOfOthers() {
    String mail = ownMail();
    Reader owner = people.in(Role.OWNER);

    html(owner.get(HERE + "/" + mail), 404);
    for (String deed : new String[] {"", "/code", "/confirm", "/test", "/remove"}) {
      html(owner.post(HERE + "/" + mail + deed, "name", "x", "address", "x@example.com"), 404);
    }
    assertThat(owner.get(HERE + "/" + mail + "/code").headers().firstValue("Location"))
        .contains(HERE);
  }

  private HttpResponse<String> ntfy(String id, String name, String topic, String token) {
    return viewer.post(HERE + "/new/ntfy", "id", id, "name", name, "topic", topic, "token", token);
  }

  private HttpResponse<String> rule(String deed, String urgency, String delay, String method) {
    return viewer.post(HERE + "/" + deed, "urgency", urgency, "delay", delay, "method", method);
  }

  private String ownMail() {
    return row(viewer.page(HERE), "E-mail")
        .select("a[href^=" + HERE + "/]")
        .attr("href")
        .replaceAll(".*/", "");
  }

  private String verified() {
    String id = ownMail();
    viewer.post(HERE + "/" + id + "/code");
    assertSeeOther(viewer.post(HERE + "/" + id + "/confirm", "code", code()));
    return id;
  }

  private String code() {
    return people.server.channels.sent.getLast().message().code();
  }

  private static String other(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  static Element row(Document page, String name) {
    return page.select(".people li").stream()
        .filter(row -> row.select("b").text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertSeeOther(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(HERE);
  }
}
