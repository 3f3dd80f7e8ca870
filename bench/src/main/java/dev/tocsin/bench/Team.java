package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People who are told by mail, at most five a minute and then bundled, and the mail server that
 * they have. They come by the invitation that was mailed to them, so that their address is
 * verified.
 */
final class Team implements AutoCloseable {
  private static final Pattern LINK = Pattern.compile("http\\S+/invite\\?token=(\\S+)");
  private static final Pattern BUNDLE = Pattern.compile("\\b(\\d+) alerts at ");
  private static final long PATIENCE_MILLIS = 60_000;

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final List<String> ids = new ArrayList<>();

  Team() {
    mail.start();
  }

  /** The settings with which mails come here. */
  Map<String, String> environment() {
    return Map.of(
        "TOCSIN_SMTP_URL",
        "smtp://127.0.0.1:"
            + mail.getSmtp().getPort()
            + "?from=Tocsin%20%3Calerts@bench.example%3E");
  }

  static String address(int number) {
    return "person" + number + "@bench.example";
  }

  /** Invites so many, who accept. */
  void join(Api owner, String url, int people) throws Exception {
    Api nobody = Api.nobody(url);
    for (int number = 0; number < people; number++) {
      owner.post(
          "/api/v1/invitations",
          Api.JSON.createObjectNode().put("email", address(number)).put("role", "responder"));
      ObjectNode accepted =
          Api.JSON
              .createObjectNode()
              .put("token", token(number))
              .put("password", Installation.PASSWORD)
              .put("name", "Person " + number);
      String session = nobody.post("/api/v1/invitations/accept", accepted).get("token").textValue();
      ids.add(Api.of(url, session).getOwn("/api/v1/session").at("/user/id").textValue());
    }
  }

  /** A policy that tells a person and a channel at once. */
  String policy(Api owner, int number, String channel) throws Exception {
    ObjectNode policy = Api.JSON.createObjectNode().put("name", "Team " + number);
    ArrayNode targets = policy.putArray("steps").addObject().put("delay", "0s").putArray("targets");
    targets.addObject().put("type", "user").put("id", ids.get(number));
    targets.addObject().put("type", "channel").put("id", channel);
    return owner.post("/api/v1/escalation-policies", policy).get("id").textValue();
  }

  private String token(int number) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (System.currentTimeMillis() < end) {
      for (MimeMessage message : mail.getReceivedMessages()) {
        if (message.getAllRecipients()[0].toString().contains(address(number))) {
          Object text = ((MimeMultipart) message.getContent()).getBodyPart(0).getContent();
          Matcher link = LINK.matcher(text.toString());
          if (link.find()) {
            return URI.create(link.group()).getQuery().substring("token=".length());
          }
        }
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("No invitation came to " + address(number));
  }

  /** Forgets what has come until now. */
  void forget() throws Exception {
    mail.purgeEmailFromAllMailboxes();
  }

  /** How many mails came. */
  int mails() {
    return mail.getReceivedMessages().length;
  }

  /** How many alerts each address has been told of, bundles by their counts. */
  Map<String, Integer> told() throws Exception {
    Map<String, Integer> told = new HashMap<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      told.merge(
          message.getAllRecipients()[0].toString().replaceAll(".*<|>.*", ""),
          alerts(message.getSubject()),
          Integer::sum);
    }
    return told;
  }

  /** How many alerts a headline is about. */
  static int alerts(String headline) {
    Matcher bundle = BUNDLE.matcher(headline);
    return bundle.find() ? Integer.parseInt(bundle.group(1)) : 1;
  }

  @Override
  public void close() {
    mail.stop();
  }
}
