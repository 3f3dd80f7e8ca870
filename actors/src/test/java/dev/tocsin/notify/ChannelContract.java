package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.http.FakeService;
import dev.tocsin.notify.http.FakeService.Request;
import dev.tocsin.notify.http.NetworkCaller;
import dev.tocsin.notify.http.Services;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.http.TimeLimits;
import dev.tocsin.probe.net.Loopback;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of channel that speaks HTTP keeps, whatever its service is. */
@Timeout(120)
public abstract class ChannelContract {
  protected static final Instant NOW = Instant.parse("2026-11-20T10:31:05Z");
  private static final TimeLimits LIMITS =
      new TimeLimits(Duration.ofMillis(400), Duration.ofMillis(1_500));

  protected final Loopback loopback = new Loopback();
  protected final FakeService service = new FakeService();
  protected final Services services =
      new Services(
          new NetworkCaller(
              new Fetch(
                  new HttpProbe(
                      loopback.network,
                      loopback.dialer,
                      loopback.trust,
                      InstantSource.fixed(NOW),
                      "1.2.3")),
              LIMITS),
          loopback.policy,
          InstantSource.fixed(NOW));
  protected final ChannelKind kind = kind(services);

  protected abstract ChannelKind kind(Services services);

  /** What a person fills in, with every field, for a service at this address. */
  protected abstract ObjectNode settings(String service);

  /** Answers as the service does when it took a message. */
  protected abstract void accept(FakeService fake);

  /** Looks at a request as the service would: fields, limits, encodings. */
  protected abstract void check(Request request, Message message);

  /** What a request says, where that is not its body as it came. */
  protected String readable(Request request) {
    return request.body();
  }

  /** The field that holds the address, null where it cannot be changed. */
  protected abstract String addressField();

  @AfterEach
  void nothingStays() {
    service.close();
    loopback.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyMessageOfEveryTextIsInTheServicesShape(Kind of) throws Exception {
    accept(service);
    for (String text : Messages.HOSTILE) {
      Message message = Messages.of(of, text, text);
      assertThat(send(message)).isInstanceOf(Outcome.Delivered.class);
      for (Request request : service.requests()) {
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("User-Agent")).isEqualTo("Tocsin/1.2.3");
        assertThat(readable(request)).doesNotContain("\ufffd\ufffd", "\u202e");
        check(request, message);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whatPassesIsTriedAgain(int status) throws Exception {
    service.answers(status, "slow down");
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void aServiceIsLeftAloneForAsLongAsItSays() throws Exception {
    service.answers(429, "", "Retry-After: 120");
    assertThat(pause()).isEqualTo(Duration.ofMinutes(2));
    service.answers(503, "", "Retry-After: Fri, 20 Nov 2026 10:41:05 GMT");
    assertThat(pause()).isEqualTo(Duration.ofMinutes(10));
    service.answers(503, "", "Retry-After: 999999999999");
    assertThat(pause()).isEqualTo(Duration.ofHours(1));
    service.answers(503, "", "Retry-After: Fri, 20 Nov 2020 10:41:05 GMT");
    assertThat(pause()).isEqualTo(Duration.ZERO);
    service.answers(503, "", "Retry-After: soon");
    assertThat(pause()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 422})
  void whatTheServiceRefusesIsNotTriedAgain(int status) throws Exception {
    service.answers(status, "this_is_why");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            refused ->
                assertThat(refused.reason()).contains(String.valueOf(status), "this_is_why"));
  }

  @Test
  void aPageOfErrorsIsNotQuoted() throws Exception {
    service.answers(404, "<!doctype html><html><h1>Not found</h1>");
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            refused -> assertThat(refused.reason()).contains(" 404").doesNotContain("<", "Not"));
  }

  @Test
  void noSecretIsRepeated() throws Exception {
    List<String> secrets = secrets();
    Message message = Messages.of(Kind.TRIGGERED);
    for (int status : new int[] {400, 500}) {
      service.echoes(status, "", "");
      assertNoSecret(send(message).toString(), secrets);
      service.echoesAll(
          status,
          request ->
              new ObjectMapper()
                  .createObjectNode()
                  .put("message", request.target() + request.headers() + request.body())
                  .put("description", request.target())
                  .toString());
      assertNoSecret(send(message).toString(), secrets);
      service.echoesAll(
          status,
          request ->
              " ".repeat(4_000) + service.url() + request.target() + request.headers().values());
      assertNoSecret(send(message).toString(), secrets);
    }
    assertNoSecret(endpoint().toString() + kind.place(endpoint()) + message, secrets);
    assertThat(kind.place(endpoint())).isNotBlank();
  }

  @Test
  void aServiceThatHangsIsLetGo() throws Exception {
    service.plays(Site::hold);
    assertThat(send(Messages.of(Kind.TRIGGERED)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, later -> assertThat(later.reason()).contains("within 1500 ms"));
  }

  @Test
  void anAnswerThatNeverComesIsTriedAgain() throws Exception {
    service.plays(Site::reset);
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
    service.plays(socket -> {});
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
    service.plays(socket -> Site.write(socket, "\u0016\u0003 SSH-2.0 rubbish\r\n\r\n"));
    assertThat(send(Messages.of(Kind.TRIGGERED))).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void aServiceThatHangsAfterItsYesHasSaidYes() throws Exception {
    service.plays(
        socket -> {
          Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
          Site.hold(socket);
        });
    assertThat(send(Messages.of(Kind.TRIGGERED))).isEqualTo(new Outcome.Delivered(null));
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (FakeService other = new FakeService()) {
      service.answers(307, "", "Location: " + other.url() + "/");
      assertThat(send(Messages.of(Kind.TRIGGERED)))
          .isInstanceOfSatisfying(
              Outcome.Permanent.class,
              refused -> assertThat(refused.reason()).contains("leads to another address"));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void theAddressThatANameLeadsToIsJudged() throws Exception {
    loopback.name("sly.example", "127.0.0.1");
    Endpoint sly = read(settings("http://sly.example:" + service.port()));
    assertThat(sendTo(sly, Messages.of(Kind.TEST))).isInstanceOf(Outcome.Delivered.class);
    int before = service.requests().size();
    loopback.privateTargets = false;
    assertThat(sendTo(sly, Messages.of(Kind.TEST)))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            refused -> assertThat(refused.reason()).contains("127.0.0.1 is a loopback address"));
    assertThat(service.requests()).hasSize(before);
  }

  @Test
  void addressesAreJudgedWhenTheyAreSaved() {
    loopback.privateTargets = false;
    assertThat(faults(settings("https://10.1.2.3"))).containsExactly(addressField());
    assertThat(faults(settings("http://hooks.example"))).containsExactly(addressField());
    assertThat(faults(settings("https://me:pass@hooks.example"))).containsExactly(addressField());
    assertThat(faults(settings("ftp://hooks.example"))).containsExactly(addressField());
    assertThat(faults(settings("https://hooks.example"))).isEmpty();
    loopback.privateTargets = true;
    assertThat(faults(settings("http://10.1.2.3:8080"))).isEmpty();
    assertThat(faults(settings("http://169.254.169.254"))).containsExactly(addressField());
  }

  @Test
  void everyRequiredFieldIsAskedFor() {
    List<String> all = faults(new ObjectMapper().createObjectNode());
    assertThat(all).isNotEmpty().isSubsetOf(fieldNames());
    for (String field : all) {
      ObjectNode without = settings(service.url());
      without.remove(field);
      assertThat(faults(without)).containsExactly(field);
    }
  }

  protected final Outcome send(Message message) throws Exception {
    return sendTo(endpoint(), message);
  }

  protected final Outcome sendTo(Endpoint endpoint, Message message) throws Exception {
    return kind.send(endpoint, message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  protected final Endpoint endpoint() {
    return read(settings(service.url()));
  }

  protected final Endpoint read(ObjectNode settings) {
    Input input = Input.of(settings);
    Endpoint endpoint = kind.read(input);
    input.finish();
    assertThat(endpoint.type()).isEqualTo(kind.type());
    return endpoint;
  }

  protected final List<String> faults(ObjectNode settings) {
    try {
      read(settings);
      return List.of();
    } catch (InvalidInputException wrong) {
      return wrong.errors().stream().map(FieldError::field).toList();
    }
  }

  private List<String> fieldNames() {
    return settings(service.url()).propertyStream().map(java.util.Map.Entry::getKey).toList();
  }

  private Duration pause() throws Exception {
    Outcome outcome = send(Messages.of(Kind.TRIGGERED));
    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    return ((Outcome.Retry) outcome).after();
  }

  /** The secret settings, and the parts of an address that let in. */
  private List<String> secrets() {
    List<String> values = kind.secrets().stream().map(endpoint().settings()::get).toList();
    assertThat(values).isNotEmpty().anySatisfy(value -> assertThat(value).contains("s3cret"));
    return Stream.concat(values.stream(), Stream.of("s3cret", Messages.LINK_SECRET)).toList();
  }

  private static void assertNoSecret(String text, List<String> secrets) {
    assertThat(text).doesNotContain(secrets);
  }

  @Test
  void whatItDoesNotKnowIsAFault() {
    assertThatThrownBy(() -> read(settings(service.url()).put("colour", "red")))
        .isInstanceOf(InvalidInputException.class);
  }
}
