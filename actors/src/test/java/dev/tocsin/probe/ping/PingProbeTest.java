package dev.tocsin.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.ping.Echoes.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the probe makes of what comes back; the sockets have a test of their own. */
@Timeout(60)
class PingProbeTest {
  private static final Consumer<ObjectNode> PLAIN = ping -> {};

  @Test
  void saysUpWithTheTimeOfEachPacket() throws Exception {
    FakeEchoes echoes =
        new FakeEchoes(
            (number, message, back) -> FakeEchoes.answer(message, back, 10 * (number + 1)));
    try (Pinger pinger = new Pinger(echoes)) {
      CheckResult result = pinger.check("192.0.2.1");
      assertThat(result.outcome()).isEqualTo(Outcome.UP);
      assertThat(result.error()).isNull();
      assertThat(result.evidence().address()).isEqualTo("192.0.2.1");
      assertThat(result.phases().total()).isBetween(20_000L, 25_000L);
      assertThat(result.evidence().facts())
          .extracting(Fact::name)
          .containsExactly("packets lost", "round trip", "packet 1", "packet 2", "packet 3");
      assertThat(result.evidence().facts().get(0).value()).isEqualTo("0 of 3");
      assertThat(result.evidence().facts().get(4).value()).startsWith("30.");
      assertThat(echoes.open).hasValue(0);
    }
  }

  @Test
  void countsNoAnswerTwiceAndNoStrangersAnswer() throws Exception {
    FakeEchoes echoes =
        new FakeEchoes(
            (number, message, back) -> {
              byte[] reply = FakeEchoes.reply(message);
              byte[] strange = reply.clone();
              strange[10] ^= 1;
              byte[] neverSent = reply.clone();
              neverSent[7] = 9;
              byte[] error = reply.clone();
              error[0] = 3;
              for (byte[] wrong : new byte[][] {strange, neverSent, error, message, {0, 0, 0}}) {
                back.received(wrong, System.nanoTime());
              }
              if (number == 0) {
                back.received(reply, System.nanoTime());
                back.received(reply, System.nanoTime());
              }
            });
    try (Pinger pinger = new Pinger(echoes)) {
      CheckResult result = pinger.check("192.0.2.1", Pinger.SHORT, ping -> ping.put("packets", 2));
      assertThat(result.evidence().facts())
          .contains(
              new Fact("packets lost", "1 of 2"),
              new Fact("packet 2", "no answer"),
              new Fact("answers that came twice", "1"));
    }
  }

  @Test
  void isDegradedWhenMoreIsLostThanAllowed() throws Exception {
    FakeEchoes.Target third =
        (number, message, back) -> {
          if (number == 2) {
            FakeEchoes.answer(message, back, 1);
          }
        };
    try (Pinger pinger = new Pinger(new FakeEchoes(third))) {
      CheckResult lossy = pinger.check("192.0.2.1", Pinger.SHORT, PLAIN);
      assertThat(lossy.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(lossy.error())
          .isEqualTo("2 of 3 pings to 192.0.2.1 got no answer (67%, more than 50%)");
      CheckResult allowed =
          pinger.check("192.0.2.1", Pinger.SHORT, ping -> ping.put("maxLoss", 70));
      assertThat(allowed.outcome()).isEqualTo(Outcome.UP);
    }
  }

  @Test
  void isDegradedWhenTheAnswersAreSlow() throws Exception {
    try (Pinger pinger =
        new Pinger(
            new FakeEchoes((number, message, back) -> FakeEchoes.answer(message, back, 80)))) {
      CheckResult result =
          pinger.check(
              "192.0.2.1", Pinger.LONG, ping -> ping.put("packets", 1).put("degradedOver", "50ms"));
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error())
          .matches("The answers took 8\\d\\.\\d{3} ms on average, more than 50 ms");
    }
  }

  @Test
  void isDownWhenNothingComesBack() throws Exception {
    FakeEchoes echoes = new FakeEchoes((number, message, back) -> {});
    try (Pinger pinger = new Pinger(echoes)) {
      assertDown(
          pinger.check("192.0.2.1", Pinger.SHORT, PLAIN),
          "No answer from 192.0.2.1 to 3 pings within 250 ms");
      assertThat(echoes.open).hasValue(0);
    }
  }

  @Test
  void isDownAtOnceWhenTheNetworkSaysSo() throws Exception {
    FakeEchoes echoes =
        new FakeEchoes((number, message, back) -> back.failed(IcmpFault.HOST_UNREACHABLE));
    try (Pinger pinger = new Pinger(echoes)) {
      assertDown(
          pinger.check("192.0.2.1", Duration.ofSeconds(15), PLAIN),
          "192.0.2.1 cannot be pinged: the last router, or one on the way, cannot reach the host");
    }
  }

  @Test
  void isUnknownWhereThisMachineMayNotPing() throws Exception {
    FakeEchoes echoes = new FakeEchoes((number, message, back) -> {});
    echoes.refusals.put(
        InetAddress.getByName("192.0.2.1"), new Refusal.Unavailable(LinuxEchoes.NOT_ALLOWED));
    try (Pinger pinger = new Pinger(echoes)) {
      CheckResult result = pinger.check("192.0.2.1");
      assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(result.error()).contains("sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"");
    }
    try (Pinger pinger = new Pinger(new NoEchoes("Not here"))) {
      CheckResult result = pinger.check("192.0.2.1");
      assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(result.error()).isEqualTo("Not here");
    }
  }

  @Test
  void takesTheNextAddressWhereThereIsNoWayToTheFirst() throws Exception {
    FakeEchoes echoes =
        new FakeEchoes((number, message, back) -> FakeEchoes.answer(message, back, 1));
    echoes.refusals.put(
        InetAddress.getByName("2001:db8::1"), new Refusal.Unreachable(IcmpFault.NO_FAMILY));
    try (Pinger pinger = new Pinger(echoes)) {
      pinger.name("2001:db8::1");
      assertDown(
          pinger.check("shop.example"),
          "2001:db8:0:0:0:0:0:1 cannot be pinged: this machine has no IPv6");
      pinger.name("192.0.2.1");
      CheckResult result = pinger.check("shop.example");
      assertThat(result.outcome()).isEqualTo(Outcome.UP);
      assertThat(result.evidence().address()).isEqualTo("192.0.2.1");
      assertThat(result.phases().dns()).isNotNull();
    }
  }

  @Test
  void judgesWhatTheNameResolvedTo() throws Exception {
    FakeEchoes echoes =
        new FakeEchoes((number, message, back) -> FakeEchoes.answer(message, back, 1));
    try (Pinger pinger = new Pinger(echoes)) {
      pinger.privateTargets = false;
      pinger.name("10.0.0.1");
      CheckResult result = pinger.check("shop.example");
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error()).startsWith("The address 10.0.0.1 is a private address");
      pinger.name("8.8.8.8");
      assertThat(pinger.check("shop.example").evidence().address()).isEqualTo("8.8.8.8");
    }
  }

  @Test
  void saysThatTheNameDoesNotExist() throws Exception {
    try (Pinger pinger = new Pinger(new FakeEchoes((number, message, back) -> {}))) {
      assertDown(pinger.check("shop.example"), "The name shop.example does not exist");
    }
  }

  @Test
  void aDefectIsNoVerdict() throws Exception {
    FakeEchoes echoes = new FakeEchoes((number, message, back) -> {});
    echoes.refusals.put(
        InetAddress.getByName("192.0.2.1"), new Refusal.Defect(new IllegalStateException("full")));
    try (Pinger pinger = new Pinger(echoes)) {
      assertThatThrownBy(() -> pinger.check("192.0.2.1")).hasRootCauseMessage("full");
    }
  }

  private static void assertDown(CheckResult result, String sentence) {
    assertThat(result.error()).isEqualTo(sentence);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }
}
