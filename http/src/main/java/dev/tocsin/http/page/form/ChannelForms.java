package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The forms of places that messages go to, the most wanted kinds first. */
public final class ChannelForms {
  /** What wakes nobody by itself, but hands an alert to another on-call service. */
  private static final Set<String> FOR_NO_PERSON = Set.of("pagerduty", "opsgenie");

  private static final List<ChannelForm> ALL =
      List.of(
          form(
              "email",
              "E-mail",
              "A mailbox, or a list that several people read.",
              "",
              Setting.line("address", "E-mail address").hint("As ada@example.org.")),
          form(
              "sms",
              "SMS",
              "A mobile telephone. Replies acknowledge, resolve and escalate.",
              "",
              number()),
          form(
              "voice",
              "Call",
              "A telephone that rings: the alert is read aloud, and a key answers it.",
              "",
              number()),
          form(
              "pushover",
              "Pushover",
              "Pushes to phones, and breaks through their quiet hours.",
              "At pushover.net: your user key is on its first page. Create an application there for"
                  + " the token.",
              Setting.secret("userKey", "Key of the user or group"),
              Setting.secret("appToken", "Token of the application"),
              base("Pushover")),
          form(
              "ntfy",
              "ntfy",
              "Pushes to phones and browsers, by ntfy.sh or a server of your own.",
              "In the ntfy app, subscribe to a topic with a name that nobody guesses.",
              Setting.secret("topic", "Topic")
                  .hint("Letters, digits, _ and -. Whoever knows it can read along."),
              Setting.optionalSecret("token", "Access token")
                  .hint("Only where the topic is protected."),
              Setting.address("baseUrl", "Server")
                  .usual("https://ntfy.sh")
                  .hint("Only where it is another one.")),
          form(
              "telegram",
              "Telegram",
              "A chat, group or channel, by a bot of yours.",
              "Ask @BotFather for a bot with /newbot and take its token. Write to the bot, or add it"
                  + " to the group; api.telegram.org/bot<token>/getUpdates then shows the chat's id.",
              Setting.secret("token", "Token of the bot"),
              Setting.line("chatId", "Chat")
                  .hint("Its id, as -1001234567890, or a public channel's name, as @ops."),
              base("Bot API")),
          form(
              "slack",
              "Slack",
              "A Slack channel, in which alerts can be answered.",
              "In Slack: an app, Incoming Webhooks, Add New Webhook to Workspace. For buttons that"
                  + " acknowledge, resolve and escalate, also Interactivity & Shortcuts, with the"
                  + " address of Tocsin and /callbacks/slack as its Request URL.",
              address(),
              Setting.optionalSecret("signingSecret", "Signing secret")
                  .hint("Of the app, under Basic Information. Only where there are buttons.")),
          webhook(
              "teams",
              "Microsoft Teams",
              "A chat or channel of Microsoft Teams.",
              "In the chat or channel: Workflows, the template that posts when a webhook request is"
                  + " received."),
          webhook(
              "discord",
              "Discord",
              "A Discord channel.",
              "In the channel's settings: Integrations, Webhooks, New Webhook, Copy Webhook URL."),
          webhook(
              "mattermost",
              "Mattermost",
              "A Mattermost channel.",
              "In Mattermost: Integrations, Incoming Webhooks, Add."),
          form(
              "gotify",
              "Gotify",
              "A Gotify server, which pushes to its apps.",
              "In Gotify: Apps, Create application, and copy its token.",
              Setting.address("baseUrl", "Server").hint("As https://push.example.org."),
              Setting.secret("token", "Token of the application")),
          form(
              "webhook",
              "Webhook",
              "Another program, by JSON that is posted to it.",
              "",
              Setting.secret("url", "Address")
                  .hint("Begins with https://. It is never shown again."),
              Setting.optionalSecret("secret", "Secret")
                  .hint(
                      "Signs each request, so that the program knows who sent it. May be empty.")),
          form(
              "pagerduty",
              "PagerDuty",
              "A service of PagerDuty, which pages its own people.",
              "In the service: Integrations, Add an integration, Events API V2.",
              Setting.secret("routingKey", "Integration key"),
              Setting.address("baseUrl", "Server")
                  .usual("https://events.pagerduty.com")
                  .hint("For an account in Europe, https://events.eu.pagerduty.com.")),
          form(
              "opsgenie",
              "Opsgenie",
              "An integration of Opsgenie, which pages its own people.",
              "An API integration that may create and update alerts.",
              Setting.secret("apiKey", "Key of the integration"),
              Setting.choice(
                  "region", "Region", Option.of("us", "United States"), Option.of("eu", "Europe")),
              base("Opsgenie")));

  private ChannelForms() {}

  /**
   * Of the kinds that there are here.
   *
   * @param isForPeople whether it is to reach one person
   */
  public static List<ChannelForm> of(List<String> types, boolean isForPeople) {
    return ALL.stream()
        .filter(form -> types.contains(form.type()))
        .filter(form -> !isForPeople || !FOR_NO_PERSON.contains(form.type()))
        .toList();
  }

  /**
   * @param type as the API calls the kind
   */
  public static Optional<ChannelForm> of(String type) {
    return ALL.stream().filter(form -> form.type().equals(type)).findFirst();
  }

  /** As people read the kind. */
  public static String title(String type) {
    return of(type).map(ChannelForm::title).orElse(type.equals("webpush") ? "Browser" : type);
  }

  /** The drawing that stands for the kind. */
  public static String icon(String type) {
    return switch (type) {
      case "email" -> "mail";
      case "sms" -> "sms";
      case "voice" -> "call";
      case "webpush", "pushover", "ntfy", "gotify" -> "push";
      case "slack", "teams", "discord", "mattermost", "telegram" -> "chat";
      default -> "plug";
    };
  }

  private static ChannelForm webhook(String type, String title, String about, String steps) {
    return form(type, title, about, steps, address());
  }

  private static Setting address() {
    return Setting.secret("url", "Address of the webhook")
        .hint("Begins with https://. Whoever has it can write there; it is never shown again.");
  }

  private static Setting number() {
    return Setting.line("number", "Number").hint("With the country code, as +14155550100.");
  }

  private static Setting base(String service) {
    return Setting.address("baseUrl", "Server")
        .hint("Only where " + service + " is not at its usual address.");
  }

  private static ChannelForm form(
      String type, String title, String about, String steps, Setting... settings) {
    List<Setting> all =
        new ArrayList<>(
            List.of(Setting.line("name", "Name").hint("As you will know it in lists.")));
    Stream.of(settings).forEach(all::add);
    return new ChannelForm(type, title, about, steps, all);
  }
}
