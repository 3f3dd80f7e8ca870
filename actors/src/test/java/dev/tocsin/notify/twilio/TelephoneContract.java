package dev.tocsin.notify.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.conf.Secret;
import dev.tocsin.conf.TwilioSettings;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Messages;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.testing.FakeTwilio;
import dev.tocsin.notify.testing.FakeTwilio.Fault;
import dev.tocsin.notify.testing.FakeTwilio.Taken;
import dev.tocsin.probe.http.Site;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both kinds of channel keep that go out by Twilio. */
@Timeout(120)
public abstract class TelephoneContract {
  protected static final Instant NOW = Instant.parse("2026-11-20T10:31:05Z");
  protected static final String NUMBER = "+4915112345678";
  protected static final Origin ORIGIN = new Origin(OrganizationId.create(), UUID.randomUUID());
  private static final Telephone.Limits LIMITS =
      new Telephone.Limits(Duration.ofMillis(400), Duration.ofMillis(1_500));

  protected final FakeTwilio twilio = new FakeTwilio();
  protected final CallbackLinks links =
      new CallbackLinks(
          new DerivedKeys("a key for tests, long enough for one".getBytes()),
          URI.create("https://tocsin.example"),
          InstantSource.fixed(NOW));
  private final FakeService service = new FakeService();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  protected final ChannelKind kind = kind(telephone(twilio.url(), FakeTwilio.TOKEN), links);

  protected abstract ChannelKind kind(Telephone telephone, CallbackLinks links);

  /** Looks at what arrived as a person would. */
  protected abstract void check(Taken taken, Message message);

  private Telephone telephone(String url, String token) {
    return new Telephone(
        new TwilioSettings(
            FakeTwilio.ACCOUNT,
            new Secret(token),
            FakeTwilio.FROM,
            URI.create(url),
            new TwilioSettings.PerDay(0, 0)),
        blocking,
        InstantSource.fixed(NOW),
        "1.2.3",
        LIMITS);
  }

  @AfterEach
  void nothingStays() {
    twilio.close();
    service.close();
    blocking.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyMessageOfEveryTextIsInTheServicesShape(Kind of) throws Exception {
    for (String text : Messages.HOSTILE) {
      Message message = Messages.of(of, text, text);
      Outcome outcome = send(kind, message);
      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
      Taken taken = twilio.taken().getLast();
      assertThat(outcome).isEqualTo(new Outcome.Delivered(taken.sid()));
      assertThat(taken.to()).isEqualTo(NUMBER);
      assertThat(taken.fields().get("StatusCallback"))
          .startsWith("https://tocsin.example/callbacks/twilio/")
          .endsWith("#rc=3&rp=5xx,ct,rt");
      check(taken, message);
    }
  }

  @Test
  void whatIsOfNoAlertHasNoCallbacks() throws Exception {
    kind.send(endpoint(), Messages.of(Kind.TEST)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(twilio.taken().getLast().fields()).doesNotContainKey("StatusCallback");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void whatPassesIsTriedAgainAndAskedForOnce(int status) throws Exception {
    int[] asked = {0};
    twilio.fails(
        fields -> {
          asked[0]++;
          return new Fault(status, 20429, "Too Many Requests", Map.of("Retry-After", "120"));
        });
    assertThat(send(kind, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            later -> assertThat(later.after()).isEqualTo(Duration.ofMinutes(2)));
    assertThat(asked[0]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "21211, there is no such number",
    "21610, unsubscribed",
    "21614, not a mobile number",
    "13224, there is no such number",
    "21299, This is why",
  })
  void whatTheNumberLacksIsNotTriedAgain(int code, String words) throws Exception {
    twilio.fails(fields -> Fault.of(400, code, "This is why"));
    assertThat(send(kind, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            refused ->
                assertThat(refused.reason()).contains("400", words, "Twilio's error " + code));
  }

  @ParameterizedTest
  @CsvSource({"401, 20003", "400, 21606", "400, 21408", "403, 20005"})
  void whatTheAccountLacksWaitsForItsOperator(int status, int code) throws Exception {
    twilio.fails(fields -> Fault.of(status, code, "This is why"));
    assertThat(send(kind, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, later -> assertThat(later.reason()).contains("the operator must"));
  }

  @Test
  void anAuthTokenThatIsWrongIsSaidAndNotRepeated() throws Exception {
    ChannelKind wrong = kind(telephone(twilio.url(), "s3cret"), links);
    assertThat(send(wrong, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            later -> assertThat(later.reason()).contains("auth token is wrong"));
    service.echoes(500, "", "");
    assertThat(send(kind(telephone(service.url(), "s3cret"), links), Messages.of(Kind.TRIGGERED)))
        .asString()
        .doesNotContain("s3cret", Messages.LINK_SECRET);
  }

  @Test
  void anAnswerThatIsLostIsTriedAgain() throws Exception {
    twilio.fails(fields -> Fault.of(0, 0, ""));
    assertThat(send(kind, Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
    assertThat(twilio.taken()).hasSize(1);
    ChannelKind other = kind(telephone(service.url(), FakeTwilio.TOKEN), links);
    service.plays(Site::reset);
    assertThat(send(other, Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
    service.plays(Site::hold);
    assertThat(send(other, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, later -> assertThat(later.reason()).contains("within 1500 ms"));
    service.answers(502, "<!doctype html><h1>Bad gateway</h1>");
    assertThat(send(other, Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            later -> assertThat(later.reason()).contains("502").doesNotContain("<", "gateway"));
  }

  @Test
  void aYesInRubbishIsAYes() throws Exception {
    service.answers(201, "rubbish");
    ChannelKind other = kind(telephone(service.url(), FakeTwilio.TOKEN), links);
    assertThat(send(other, Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered(null));
  }

  @Test
  void aNumberIsTakenHoweverItIsGroupedAndNeedsItsCountryCode() {
    assertThat(read("+49 (151) 123-456.78").setting("number")).isEqualTo(NUMBER);
    assertThat(faults(json().put("number", "0151 12345678"))).containsExactly("number");
    assertThat(faults(json().put("number", "+49 151 CALL ME"))).containsExactly("number");
    assertThat(faults(json().put("number", "+1"))).containsExactly("number");
    assertThat(faults(json())).containsExactly("number");
    assertThat(faults(json().put("number", NUMBER).put("colour", "red"))).containsExactly("colour");
    assertThat(kind.place(endpoint())).isEqualTo(NUMBER);
  }

  protected final Outcome send(ChannelKind by, Message message) throws Exception {
    return by.send(endpoint(), message, ORIGIN).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  protected final Endpoint endpoint() {
    return read(NUMBER);
  }

  private Endpoint read(String number) {
    Input input = Input.of(json().put("number", number));
    Endpoint endpoint = kind.read(input);
    input.finish();
    return endpoint;
  }

  private ObjectNode json() {
    return new ObjectMapper().createObjectNode();
  }

  private List<String> faults(ObjectNode settings) {
    try {
      Input input = Input.of(settings);
      kind.read(input);
      input.finish();
      return List.of();
    } catch (InvalidInputException wrong) {
      return wrong.errors().stream().map(FieldError::field).toList();
    }
  }
}
