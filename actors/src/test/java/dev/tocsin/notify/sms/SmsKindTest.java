package dev.tocsin.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.testing.FakeTwilio.Taken;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.CallbackLinks.Claim;
import dev.tocsin.notify.twilio.Telephone;
import dev.tocsin.notify.twilio.TelephoneContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsKindTest extends TelephoneContract {
  private static final String SHORT = ShortNumber.of(Messages.ALERT, 3);

  @Override
  protected ChannelKind kind(Telephone telephone, CallbackLinks links) {
    return new SmsKind(telephone, links, false);
  }

  @Override
  protected void check(Taken taken, Message message) {
    assertThat(taken.path()).endsWith("/Messages.json");
    assertThat(taken.body()).isNotBlank().doesNotContain("\u202e", "\u0007");
    assertThat(Segments.of(taken.body())).describedAs(taken.body()).isLessThanOrEqualTo(2);
    if (message.kind() == Kind.TRIGGERED) {
      assertThat(taken.body()).contains("ACK " + SHORT);
    }
    if (message.kind() == Kind.VERIFICATION) {
      assertThat(taken.body()).contains("482913");
    }
  }

  @Test
  void anAlertSaysWhatHappenedAndHowItIsAnswered() throws Exception {
    send(kind, Messages.of(Kind.TRIGGERED));
    assertThat(twilio.taken().getLast().body())
        .isEqualTo(
            "CRITICAL: labels-api is down (Acme). Reply ACK %1$s, CLOSE %1$s or ESC %1$s. %2$s status 503 from fra"
                .formatted(SHORT, Messages.ACKNOWLEDGE));
    send(kind, Messages.of(Kind.RESOLVED, "labels-api is down", ""));
    assertThat(twilio.taken().getLast().body())
        .isEqualTo("Resolved: labels-api is down (Acme) by labels-api is down.");
  }

  @Test
  void aBundleCountsAndLeadsToAll() throws Exception {
    send(kind, Messages.of(Kind.BUNDLE));
    assertThat(twilio.taken().getLast().body())
        .startsWith(
            "1000 alerts at labels-api is down: 20 triggered, 10 answered or over, 970 more")
        .contains("Reply ACK ALL. " + Messages.OVERVIEW);
  }

  @Test
  void theCallbackNamesItsOwnAlertAlone() throws Exception {
    send(kind, Messages.of(Kind.TRIGGERED));
    String callback = twilio.taken().getLast().fields().get("StatusCallback");
    String token = callback.replaceFirst(".*/message/", "").replaceFirst("#.*", "");
    assertThat(links.read(token))
        .contains(
            new Claim(
                ORIGIN.organization(), ORIGIN.endpoint(), Messages.ID, List.of(Messages.ALERT)));
    assertThat(links.read(token.replace('.', 'x'))).isEmpty();
    assertThat(links.read("A" + token)).isEmpty();
    assertThat(kind.pace()).isEqualTo(new Pace(5, true));
  }

  @ParameterizedTest
  @CsvSource({
    "160, x, 1",
    "161, x, 2",
    "306, x, 2",
    "307, x, 3",
    "80, \u20ac, 1",
    "81, \u20ac, 2",
    "152, \u20ac, 2",
    "153, \u20ac, 3",
    "70, \u0436, 1",
    "71, \u0436, 2",
    "134, \u0436, 2",
    "135, \u0436, 3",
    "35, \ud83d\ude00, 1",
    "36, \ud83d\ude00, 2",
    "66, \ud83d\ude00, 2",
    "67, \ud83d\ude00, 3"
  })
  void segmentsAreCountedAsTheNetworkDoes(int times, String text, int segments) {
    assertThat(Segments.of(text.repeat(times))).isEqualTo(segments);
  }

  @ParameterizedTest
  @CsvSource({
    "ack, ACKNOWLEDGE, ''", "'  Ack  417 ', ACKNOWLEDGE, 417", "ACK417, ACKNOWLEDGE, 417",
    "ack #4175., ACKNOWLEDGE, 4175", "close 3, RESOLVE, 3", "Esc: 42!, ESCALATE, 42",
    "resolve, RESOLVE, ''", "escalate 900, ESCALATE, 900"
  })
  void repliesAreReadAsPeopleWriteThem(String text, SmsReply.Action action, String number) {
    assertThat(SmsReply.read(text))
        .isEqualTo(new SmsReply.Answer(action, Optional.of(number).filter(it -> !it.isEmpty())));
  }

  @Test
  void allThatWaitsIsAcknowledgedAtOnceButNotResolved() {
    assertThat(SmsReply.read("ack all")).isEqualTo(new SmsReply.AcknowledgeAll());
    assertThat(SmsReply.read("close all")).isEqualTo(new SmsReply.Unclear());
    assertThat(SmsReply.read("Acknowledge what?")).isEqualTo(new SmsReply.Unclear());
    assertThat(SmsReply.read(" Stop ")).isEqualTo(new SmsReply.OfTwilio());
  }
}
