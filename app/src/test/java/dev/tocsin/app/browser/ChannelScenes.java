package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** The pages of where messages go, of how people are reached, and of what was sent there. */
final class ChannelScenes {
  private static final String HERE = "/organization/channels";
  private static final String CONTACTS = "/profile/contacts";

  private ChannelScenes() {}

  /**
   * @param told a channel that alerts went to
   * @param busy the session of an owner whose organization has all of it
   * @param calm of one whose organization has none
   * @param viewer of somebody who may only look at the first
   */
  static List<Scene> all(
      SampleChannels.Made made, String told, String busy, String calm, String viewer) {
    return List.of(
        scene("channels", busy, HERE),
        scene("channels-viewer", viewer, HERE),
        scene("channels-none", calm, HERE),
        scene("channel-kinds", busy, HERE + "/new"),
        scene("channel", busy, HERE + "/" + told),
        scene("channel-slack", busy, HERE + "/new/slack"),
        scene("channel-slack-edit", busy, HERE + "/" + made.slack()),
        scene("deliveries", viewer, "/channels/" + told),
        scene("deliveries-none", viewer, "/channels/" + made.slack()),
        scene("deliveries-own", busy, CONTACTS + "/" + made.own() + "/deliveries"),
        scene("contacts", busy, CONTACTS),
        scene("contacts-none", viewer, CONTACTS),
        scene("contact-kinds", busy, CONTACTS + "/new"),
        scene("contact-sms", busy, CONTACTS + "/new/sms"),
        ours("contact-voice-refused", visit -> refused(visit.with(busy), CONTACTS + "/new/voice")));
  }

  private static Scene scene(String name, String session, String path) {
    return ours(name, visit -> visit.with(session).to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static void refused(Visit visit, String path) {
    visit.mayBeRefused(path).to(path);
    visit.page().getByLabel("Number").fill("0171 5550100");
    visit.page().locator("#settings .btn.main").click();
    assertThat(visit.page().locator("#e-number")).isVisible();
  }
}
