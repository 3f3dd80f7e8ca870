package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.MailDoor;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.persistence.testing.SharedPostgres;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations go out by mail, whatever the mail server and Tocsin's own process do. */
class InvitationMailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** In which a mail too many would have come. */
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void whoIsInvitedComesByTheLinkInTheMail() throws Exception {
    try (var door = new MailDoor();
        var node =
            RunningNode.start(
                folder,
                Map.of(
                    "TOCSIN_SMTP_URL",
                    door.url(),
                    "TOCSIN_PUBLIC_URL",
                    "https://tocsin.example"))) {
      var owner = node.owner();
      owner.patch("/profile", Map.of("name", "M\u00e4ra <b>Lind</b>")).expect(200);
      owner.patch("/organization", Map.of("name", "Harbour & Line")).expect(200);
      var made = invite(owner, "ann@example.com");
      assertThat(made.text("url")).startsWith("https://tocsin.example/invite?token=tci_");

      MimeMessage mail = mails(door, 1).getFirst();
      assertThat(mail.getSubject())
          .isEqualTo("M\u00e4ra <b>Lind</b> invites you to join Harbour & Line on Tocsin");
      assertThat(mail.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("ann@example.com");
      assertThat(MailDoor.link(mail)).startsWith(made.text("url") + ".");
      assertThat(MailDoor.html(mail))
          .contains("M\u00e4ra &lt;b&gt;Lind&lt;/b&gt;", "Harbour &amp; Line", made.text("url"))
          .doesNotContain("<b>Lind");
      awaitState(owner, "ann@example.com", "sent");

      String token = MailDoor.link(mail).replaceAll(".*token=", "");
      node.nobody()
          .post("/invitations/accept", Map.of("token", token, "password", RunningNode.PASSWORD))
          .expect(201);
      assertThat(owner.get("/invitations").json().get("items")).isEmpty();
    }
  }

  @Test
  void aServerThatWasAwayGetsTheMailOnce() throws Exception {
    int port = FreePorts.on("127.0.0.1");
    try (var node = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", MailDoor.url(port)))) {
      var owner = node.owner();
      invite(owner, "ann@example.com");
      await()
          .atMost(PATIENCE)
          .until(() -> mail(owner, "ann@example.com").path("reason").isTextual());
      assertThat(mail(owner, "ann@example.com").path("state").asText()).isEqualTo("waiting");
      assertThat(mail(owner, "ann@example.com").path("reason").asText())
          .isEqualTo("connection refused");

      try (var door = new MailDoor(port)) {
        assertThat(mails(door, 1)).hasSize(1);
        awaitState(owner, "ann@example.com", "sent");
        await().pollDelay(A_WHILE).until(() -> true);
        assertThat(door.mails()).hasSize(1);
      }
      assertThat(metrics(node))
          .containsPattern("tocsin_invitation_mails_total\\{[^}]*outcome=\"sent\"[^}]*} 1")
          .containsPattern("tocsin_invitation_mails_total\\{[^}]*outcome=\"later\"[^}]*} [1-9]");
    }
  }

  private static String metrics(RunningNode node) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(node.uri("/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void whatIsRefusedIsSaidAndSentAgainWhenSomebodyWantsIt() {
    try (var door = new MailDoor();
        var node = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", door.url()))) {
      door.answering("RCPT", "550 5.1.1 no such user");
      var owner = node.owner();
      var made = invite(owner, "ann@example.com");
      awaitState(owner, "ann@example.com", "refused");
      assertThat(mail(owner, "ann@example.com").path("reason").asText())
          .isEqualTo("550 5.1.1 no such user");

      door.asItIs();
      owner.post("/invitations/" + made.text("id") + "/mail").expect(200);

      MimeMessage mail = mails(door, 1).getFirst();
      assertThat(MailDoor.link(mail)).startsWith(made.text("url") + ".");
      awaitState(owner, "ann@example.com", "sent");

      owner.post("/invitations/" + made.text("id") + "/mail").expect(200);
      MimeMessage anew = mails(door, 2).getLast();
      assertThat(MailDoor.link(anew)).doesNotStartWith(made.text("url"));
    }
  }

  @Test
  void oneThatIsRevokedWhileItWaitsIsNeverSent() {
    int port = FreePorts.on("127.0.0.1");
    try (var node = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", MailDoor.url(port)))) {
      var owner = node.owner();
      var ann = invite(owner, "ann@example.com");
      await()
          .atMost(PATIENCE)
          .until(() -> mail(owner, "ann@example.com").path("reason").isTextual());
      owner.delete("/invitations/" + ann.text("id")).expect(204);
      invite(owner, "bob@example.com");
      try (var door = new MailDoor(port)) {
        assertThat(mails(door, 1)).hasSize(1);
        await().pollDelay(A_WHILE).until(() -> true);
        assertThat(door.mails()).hasSize(1);
        assertThat(MailDoor.text(door.mails().getFirst())).contains("bob@example.com");
      }
    }
  }

  /** Killed after the server has taken the mail, and before it could say so. */
  @Test
  void aRepeatAfterADeathIsTheSameMail() throws Exception {
    try (var door = new MailDoor()) {
      door.answering(".", MailDoor.HELD);
      String link;
      int port = FreePorts.on("127.0.0.1");
      try (var process =
          TocsinProcess.start(
              Map.of(
                  "TOCSIN_PORT",
                  Integer.toString(port),
                  "TOCSIN_BIND",
                  "127.0.0.1",
                  "TOCSIN_DATA_DIR",
                  folder.toString(),
                  "TOCSIN_PUBLIC_URL",
                  "https://tocsin.example",
                  "TOCSIN_OWNER_EMAIL",
                  RunningNode.OWNER,
                  "TOCSIN_OWNER_PASSWORD",
                  RunningNode.PASSWORD,
                  "TOCSIN_SMTP_URL",
                  door.url()))) {
        process.awaitReady(PATIENCE);
        var owner =
            ApiClient.of(URI.create("http://127.0.0.1:" + port))
                .signIn(RunningNode.OWNER, RunningNode.PASSWORD);
        link = invite(owner, "ann@example.com").text("url");
        mails(door, 1);
        process.kill();
        assertThat(process.output()).doesNotContain("tci_");
      }
      door.asItIs();
      var clock = new FastForward(WallClock.system());
      clock.by(Duration.ofMinutes(9));
      try (var node =
          RunningNode.start(
              folder,
              clock,
              Map.of(
                  "TOCSIN_PUBLIC_URL", "https://tocsin.example", "TOCSIN_SMTP_URL", door.url()))) {
        List<MimeMessage> mails = mails(door, 2);
        assertThat(mails.get(1).getMessageID()).isEqualTo(mails.get(0).getMessageID());
        assertThat(MailDoor.text(mails.get(1))).isEqualTo(MailDoor.text(mails.get(0)));
        assertThat(MailDoor.link(mails.get(1))).startsWith(link + ".");
        awaitState(node.owner(), "ann@example.com", "sent");
        await().pollDelay(A_WHILE).until(() -> true);
        assertThat(door.mails()).hasSize(2);
      }
    }
  }

  @Test
  void twoNodesSendEachMailOnceAndEitherGoesOnAlone() throws Exception {
    DatabaseSettings database = SharedPostgres.freshDatabase(folder);
    try (var door = new MailDoor();
        var first = node(1, database, door)) {
      try (var second = node(2, database, door)) {
        await().atMost(PATIENCE).until(() -> first.node().core().members() == 2);
        await().atMost(PATIENCE).until(() -> second.node().core().members() == 2);
        var owners = List.of(first.owner(), second.owner());
        for (int i = 0; i < 20; i++) {
          invite(owners.get(i % 2), "guest" + i + "@example.com");
        }
        mails(door, 20);
        await().pollDelay(A_WHILE).until(() -> true);
        assertThat(recipients(door)).hasSize(20).doesNotHaveDuplicates();
      }
      invite(first.owner(), "late@example.com");
      mails(door, 21);
      awaitState(first.owner(), "late@example.com", "sent");
      assertThat(recipients(door)).hasSize(21).doesNotHaveDuplicates();
    }
  }

  private RunningNode node(int number, DatabaseSettings database, MailDoor door) {
    return RunningNode.onPostgres(
        folder.resolve("node-" + number),
        database,
        Map.of(
            "TOCSIN_CLUSTER_HOST",
            "127.0.0." + number,
            "TOCSIN_MANAGEMENT_PORT",
            Integer.toString(FreePorts.on("127.0.0." + number)),
            "TOCSIN_SMTP_URL",
            door.url()),
        WallClock.system());
  }

  private static List<String> recipients(MailDoor door) throws Exception {
    List<String> recipients = new ArrayList<>();
    for (MimeMessage mail : door.mails()) {
      recipients.add(mail.getAllRecipients()[0].toString());
    }
    return recipients;
  }

  private static ApiClient.Answer invite(ApiClient owner, String email) {
    return owner.post("/invitations", Map.of("email", email, "role", "responder")).expect(201);
  }

  private static List<MimeMessage> mails(MailDoor door, int number) {
    return await().atMost(PATIENCE).until(door::mails, mails -> mails.size() >= number);
  }

  private static void awaitState(ApiClient owner, String email, String state) {
    await().atMost(PATIENCE).until(() -> mail(owner, email).path("state").asText().equals(state));
  }

  private static JsonNode mail(ApiClient owner, String email) {
    for (JsonNode each : owner.get("/invitations").expect(200).json().get("items")) {
      if (each.get("email").asText().equals(email)) {
        return each.get("mail");
      }
    }
    throw new AssertionError("Nobody is " + email);
  }
}
