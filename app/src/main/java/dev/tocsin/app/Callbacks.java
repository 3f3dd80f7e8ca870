package dev.tocsin.app;

import dev.tocsin.alert.AlertParts;
import dev.tocsin.alert.phone.CallAnswers;
import dev.tocsin.alert.phone.Reports;
import dev.tocsin.alert.phone.SmsAnswers;
import dev.tocsin.conf.TwilioSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.callback.TwilioDoor;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.Signatures;
import java.net.URI;

/** What services call that messages about alerts go out by. */
final class Callbacks {
  private Callbacks() {}

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
