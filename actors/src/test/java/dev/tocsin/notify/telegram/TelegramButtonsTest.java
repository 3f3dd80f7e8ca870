package dev.tocsin.notify.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.NetworkCaller;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.testing.FakeTelegram;
import dev.tocsin.notify.testing.FakeTelegram.Sent;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where an alert's message in Telegram has buttons, and where it says why not. */
class TelegramButtonsTest {
  private static final String TOKEN = "123456:AAs3cret-x_y";
  private static final String CHAT = "-1001234567890";
  private static final URI URL = URI.create("https://tocsin.example");
  private static final Origin ORIGIN = new Origin(OrganizationId.create(), UUID.randomUUID());

  private final Loopback loopback = new Loopback();
  private final FakeTelegram telegram = new FakeTelegram();
  private Instant now = Instant.parse("2026-11-20T10:31:05Z");
  private final Services services =
      new Services(
          new NetworkCaller(
              new Fetch(
                  new HttpProbe(
                      loopback.network, loopback.dialer, loopback.trust, () -> now, "1.2.3")),
              NetworkCaller.USUAL),
          loopback.policy,
          () -> now);
  private final TelegramSecrets secrets =
      new TelegramSecrets(
          new DerivedKeys("a key for tests, long enough for one".getBytes(StandardCharsets.UTF_8)));
  private final TelegramKind kind = kind(URL);
  private final Endpoint place =
      new Endpoint("telegram", Map.of("token", TOKEN, "chatId", CHAT, "baseUrl", telegram.url()));

  private TelegramKind kind(URI url) {
    return new TelegramKind(services, new TelegramWebhooks(services, secrets, url));
  }

  @AfterEach
  void nothingStays() {
    telegram.close();
    loopback.close();
  }

  @Test
  void anAlertHasButtonsAndTelegramKnowsWhereToCall() throws Exception {
    assertThat(tell(kind, Messages.of(Kind.TRIGGERED)).buttons())
        .containsExactly("Acknowledge", "Resolve", "Open the alert");
    assertThat(telegram.webhook(TOKEN)).isEqualTo("https://tocsin.example/callbacks/telegram");
    for (Kind other : List.of(Kind.RESOLVED, Kind.ACKNOWLEDGED, Kind.BUNDLE)) {
      assertThat(tell(kind, Messages.of(other)).buttons()).isEmpty();
    }
  }

  @Test
  void aBotIsRegisteredOnceADay() throws Exception {
    for (int time = 0; time < 3; time++) {
      tell(kind, Messages.of(Kind.TRIGGERED));
    }
    assertThat(telegram.asked()).containsOnlyOnce("setWebhook");
    now = now.plus(Duration.ofHours(25));
    tell(kind, Messages.of(Kind.TRIGGERED));
    assertThat(telegram.asked()).filteredOn("setWebhook"::equals).hasSize(2);
  }

  @Test
  void whereTelegramCannotCallTheMessageGoesOutAndSaysWhy() throws Exception {
    telegram.refusesWebhooks("Failed to resolve host");
    Sent alert = tell(kind, Messages.of(Kind.TRIGGERED));
    assertThat(alert.buttons()).isEmpty();
    assertThat(alert.text())
        .contains("Acknowledge</a>")
        .contains(
            "There are no buttons: Telegram answered 400: Bad Request: bad webhook: Failed to"
                + " resolve host.");
    telegram.refusesWebhooks("");
    assertThat(tell(kind, Messages.of(Kind.TRIGGERED)).buttons()).isEmpty();
    Sent test = tell(kind, Messages.of(Kind.TEST));
    assertThat(test.text()).doesNotContain("no buttons");
    assertThat(tell(kind, Messages.of(Kind.TRIGGERED)).buttons()).isNotEmpty();
  }

  @Test
  void aBotThatCallsSomebodyElseIsLeftAlone() throws Exception {
    telegram.belongsTo(TOKEN, "https://other.example/hook");
    Sent alert = tell(kind, Messages.of(Kind.TRIGGERED));
    assertThat(alert.buttons()).isEmpty();
    assertThat(alert.text()).contains("the bot calls other.example already");
    assertThat(telegram.webhook(TOKEN)).isEqualTo("https://other.example/hook");
  }

  @Test
  void withoutHttpsNothingIsRegisteredAndNothingSaid() throws Exception {
    Sent alert = tell(kind(URI.create("http://localhost:8080")), Messages.of(Kind.TRIGGERED));
    assertThat(alert.buttons()).isEmpty();
    assertThat(alert.text()).doesNotContain("no buttons");
    assertThat(telegram.asked()).containsExactly("sendMessage");
  }

  @Test
  void theSecretNamesItsBotAndIsOfThisInstallation() {
    String secret = secrets.of(TOKEN);
    assertThat(secret).matches("[A-Za-z0-9_-]{1,256}").doesNotContain("AAs3cret");
    TelegramSecrets.Bot bot = secrets.read(secret).orElseThrow();
    assertThat(secrets.isOf(bot, place)).isTrue();
    assertThat(secrets.isOf(bot, new Endpoint("telegram", Map.of("token", "1:other")))).isFalse();
    assertThat(secrets.read(secret.substring(1) + "A")).isEmpty();
    assertThat(secrets.read("")).isEmpty();
    assertThat(
            new TelegramSecrets(
                    new DerivedKeys(
                        "another key for tests, as long as it".getBytes(StandardCharsets.UTF_8)))
                .read(secret))
        .isEmpty();
  }

  private Sent tell(TelegramKind by, Message message) throws Exception {
    Outcome outcome =
        (message.kind() == Kind.TEST ? by.send(place, message) : by.send(place, message, ORIGIN))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    return telegram.sent(CHAT).getLast();
  }
}
