package dev.tocsin.app;

import dev.tocsin.alert.AlertParts;
import dev.tocsin.alert.chat.SlackAnswers;
import dev.tocsin.alert.chat.TelegramAnswers;
import dev.tocsin.alert.phone.CallAnswers;
import dev.tocsin.alert.phone.Reports;
import dev.tocsin.alert.phone.SmsAnswers;
import dev.tocsin.conf.TwilioSettings;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.callback.SlackDoor;
import dev.tocsin.http.callback.TelegramDoor;
import dev.tocsin.http.callback.TwilioDoor;
import dev.tocsin.notify.slack.SlackReplies;
import dev.tocsin.notify.slack.SlackTokens;
import dev.tocsin.notify.telegram.TelegramReplies;
import dev.tocsin.notify.telegram.TelegramSecrets;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.Signatures;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What services call that messages about alerts go out by.
 *
 * @param twilio empty where this installation has no telephone
 */
record Callbacks(Optional<TwilioDoor.Parts> twilio, SlackAnswers slack, TelegramAnswers telegram) {
  List<RequestPipeline.Section> sections(ActorSystem<?> edge) {
    List<RequestPipeline.Section> sections = new ArrayList<>();
    twilio.ifPresent(it -> sections.add(new TwilioDoor(edge, it)));
    sections.add(new SlackDoor(edge, slack));
    sections.add(new TelegramDoor(edge, telegram));
    return sections;
  }

  static SlackAnswers slack(ApiParts api, DerivedKeys keys, SlackReplies replies) {
    ApiParts.AlertSide alerts = api.alerts();
    return new SlackAnswers(
        api.configuration(),
        alerts.board(),
        alerts.entities(),
        new SlackTokens(keys, api.time()),
        replies,
        api.time());
  }

  /**
   * @param url what links begin with
   */
  static TelegramAnswers telegram(
      ApiParts api, DerivedKeys keys, TelegramReplies replies, URI url) {
    ApiParts.AlertSide alerts = api.alerts();
    return new TelegramAnswers(
        api.configuration(),
        alerts.board(),
        alerts.entities(),
        new ShownAlerts(api)::find,
        new TelegramSecrets(keys),
        replies,
        url);
  }

  /**
   * @param url what links begin with
   */
  static TwilioDoor.Parts twilio(
      TwilioSettings settings,
      ApiParts api,
      AlertParts.Wording wording,
      CallbackLinks links,
      URI url) {
    ApiParts.AlertSide alerts = api.alerts();
    return new TwilioDoor.Parts(
        new Signatures(settings.authToken(), url),
        links,
        new SmsAnswers(api.configuration(), alerts.board(), alerts.entities(), api.time()),
        new CallAnswers(
            api.configuration(), alerts.board(), alerts.entities(), wording, links, url),
        new Reports(alerts.board(), alerts.entities()));
  }
}
