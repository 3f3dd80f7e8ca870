package dev.tocsin.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.testing.FakeTwilio.Taken;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.Telephone;
import dev.tocsin.notify.twilio.TelephoneContract;
import org.junit.jupiter.api.Test;

class VoiceKindTest extends TelephoneContract {
  @Override
  protected ChannelKind kind(Telephone telephone, CallbackLinks links) {
    return new VoiceKind(telephone, links, false);
  }

  @Override
  protected void check(Taken taken, Message message) {
    assertThat(taken.path()).endsWith("/Calls.json");
    assertThat(taken.fields()).containsEntry("Timeout", "30");
    assertThat(taken.speech().said())
        .startsWith("This is Tocsin")
        .doesNotContain("<", ">", "http", "{", "*");
    boolean isAnswered = message.kind() == Kind.TRIGGERED || message.kind() == Kind.BUNDLE;
    assertThat(taken.speech().action())
        .startsWith(isAnswered ? "https://tocsin.example/callbacks/twilio/keys/" : "");
    assertThat(taken.speech().said().contains("Press 4")).isEqualTo(isAnswered);
  }

  @Test
  void anAlertIsReadAndTakesAKey() throws Exception {
    send(kind, Messages.of(Kind.TRIGGERED));
    assertThat(twilio.taken().getLast().speech().said())
        .isEqualTo(
            "This is Tocsin, for Acme. Critical alert: labels-api is down. Since 10:31 U T C on 20"
                + " November. status 503 from fra. Press 4 to acknowledge, 6 to resolve, 5 to"
                + " escalate. Any other key repeats this.");
  }

  @Test
  void aBundleIsCountedAndItsWorstAreRead() throws Exception {
    send(kind, Messages.of(Kind.BUNDLE, "Acme", ""));
    assertThat(twilio.taken().getLast().speech().said())
        .contains("There are 1000 alerts. The most severe:", "Press 4 to acknowledge all of them.");
  }

  @Test
  void aCodeIsReadDigitByDigitAndAgain() throws Exception {
    send(kind, Messages.of(Kind.VERIFICATION));
    assertThat(twilio.taken().getLast().speech().said())
        .contains("Your code is: 4, 8, 2, 9, 1, 3. Again, your code is: 4, 8, 2, 9, 1, 3.");
    assertThat(kind.pace().tellsResolved()).isFalse();
  }
}
