package dev.tocsin.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.TargetFault;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.lang.reflect.Method;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(60)
class DnsProbeTest {
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Network network = Network.open(1);
  private volatile boolean privateTargets = true;
  private final List<InetAddress> resolverAddresses = new ArrayList<>();

  @AfterEach
  void nothingStays() {
    try {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(channels()).isZero());
    } finally {
      network.close();
    }
  }

  @Test
  void saysUpWithEveryRecordAndWhoAnswered() throws Exception {
    try (DnsServer server =
        DnsServer.zone("www.example. 300 IN A 192.0.2.1", "www.example. 60 IN A 192.0.2.2")) {
      CheckResult result = check(server, "www.example", "A");
      assertUp(result);
      assertThat(result.evidence().address()).isEqualTo(server.text());
      assertThat(result.evidence().facts())
          .containsExactly(
              new Fact("answered by", server.text() + " over UDP"),
              new Fact("A record", "192.0.2.1, TTL 300 s"),
              new Fact("A record", "192.0.2.2, TTL 60 s"));
      assertThat(result.phases().dns()).isNull();
      assertThat(result.phases().firstByte()).isBetween(1L, result.phases().total());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A     | 192.0.2.7                              | 192.0.2.7",
        "AAAA  | 2001:db8::7                            | 2001:DB8:0:0::7",
        "CNAME | target.example.                        | Target.Example",
        "MX    | 10 mail.example.                       | 10 MAIL.example.",
        "NS    | ns1.example.                           | ns1.example.",
        "TXT   | \"v=spf1 \" \"include:a -all\"         | v=spf1 include:a -all",
        "SOA   | ns1.example. mail.example. 7 1 2 3 4   | ns1.example mail.example",
        "SOA   | ns1.example. mail.example. 7 1 2 3 4   | ns1.example mail.example 7",
        "CAA   | 0 issue \"ca.example\"                 | 0 ISSUE ca.example",
        "SRV   | 10 5 5060 sip.example.                 | 10 5 5060 sip.example",
      })
  void comparesEachTypeAsItMeans(String type, String data, String expected) throws Exception {
    try (DnsServer server = DnsServer.zone("a.example. 300 IN " + type + " " + data)) {
      assertUp(check(server, "A.example", type, expected));
      assertThat(server.questions.getFirst().getQuestion().getType()).isEqualTo(Type.value(type));
    }
  }

  @Test
  void asksForTheReverseNameOfAnAddress() throws Exception {
    try (DnsServer server = DnsServer.zone("1.2.0.192.in-addr.arpa. 300 IN PTR host.example.")) {
      assertUp(check(server, "192.0.2.1", "PTR", "host.example"));
      assertThat(server.questions.getFirst().getQuestion().getName())
          .hasToString("1.2.0.192.in-addr.arpa.");
    }
    try (DnsServer server = DnsServer.zone()) {
      assertDown(
          check(server, "2001:db8::1", "PTR"),
          "The address 2001:db8:0:0:0:0:0:1 has no PTR record");
      assertThat(server.questions.getFirst().getQuestion().getName().toString())
          .startsWith("1.0.0.0.")
          .endsWith(".8.b.d.0.1.0.0.2.ip6.arpa.");
    }
  }

  @Test
  void wantsAllOfTheExpectedValuesOrAny() throws Exception {
    try (DnsServer server =
        DnsServer.zone("a.example. IN MX 10 m1.b.", "a.example. IN MX 20 m2.b.")) {
      assertUp(check(server, "a.example", "MX", "20 m2.b", "10 m1.b"));
      assertDown(
          check(server, "a.example", "MX", "10 m1.b", "10 m2.b"),
          "The name a.example has the MX records 10 m1.b, 20 m2.b, but not the expected 10 m2.b");
      Consumer<ObjectNode> any = dns -> dns.put("match", "any");
      assertUp(check(server, "a.example", "MX", any, "10 m1.b", "10 m2.b"));
      assertDown(
          check(server, "a.example", "MX", any, "1 m1.b", "1 m2.b"),
          "The name a.example has the MX records 10 m1.b, 20 m2.b, but none of the expected 1 m1.b,"
              + " 1 m2.b");
    }
  }

  @Test
  void followsAliases() throws Exception {
    try (DnsServer server =
        DnsServer.zone(
            "www.example. IN CNAME cdn.example.",
            "cdn.example. IN CNAME edge.example.",
            "edge.example. IN A 192.0.2.1")) {
      assertUp(check(server, "www.example", "A", "192.0.2.1"));
      assertUp(check(server, "www.example", "CNAME", "cdn.example"));
      assertDown(
          check(server, "www.example", "AAAA"),
          "The name www.example is an alias of edge.example, which has no AAAA record");
    }
  }

  @Test
  void seesAliasesThatGoInACircle() throws Exception {
    try (DnsServer server =
        DnsServer.zone("a.example. IN CNAME b.example.", "b.example. IN CNAME a.example.")) {
      assertDown(
          check(server, "a.example", "A"),
          "The aliases of a.example go in a circle: a.example -> b.example -> a.example");
    }
  }

  @Test
  void tellsWhatIsMissingFromWhatIsBroken() throws Exception {
    try (DnsServer server = DnsServer.zone()) {
      assertDown(check(server, "a.example", "MX"), "The name a.example has no MX record");
    }
    assertCode(Rcode.NXDOMAIN, "The name a.example does not exist (NXDOMAIN from %s)");
    assertCode(
        Rcode.SERVFAIL,
        "%s answered SERVFAIL for a.example: it could not get an answer, or could not verify it");
    assertCode(
        Rcode.REFUSED, "%s answered REFUSED for a.example: it does not answer this question here");
    assertCode(Rcode.NOTAUTH, "%s answered NOTAUTH for a.example");
  }

  @Test
  void seesAnAliasOfANameThatDoesNotExist() throws Exception {
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              Message answer = DnsServer.fromZone(question, "a.example. IN CNAME b.example.");
              answer.getHeader().setRcode(Rcode.NXDOMAIN);
              return List.of(answer.toWire());
            })) {
      assertDown(
          check(server, "a.example", "A"),
          "The name a.example is an alias of b.example, which does not exist (NXDOMAIN from "
              + server.text()
              + ")");
    }
  }

  @Test
  void saysThatAServerOnlyRefersToOthers() throws Exception {
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              Message answer = DnsServer.fromZone(question);
              answer.getHeader().unsetFlag(Flags.AA);
              answer.addRecord(DnsServer.record("example. IN NS ns.example."), Section.AUTHORITY);
              return List.of(answer.toWire());
            })) {
      assertDown(
          check(server, "a.example", "A"),
          server.text() + " does not answer for a.example, but refers to other name servers");
    }
  }

  @Test
  void asksByTcpWhatDoesNotFitIntoADatagram() throws Exception {
    String[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> "a.example. IN TXT \"a text of some length, number " + i + "\"")
            .toArray(String[]::new);
    try (DnsServer server =
        new DnsServer(
            (question, tcp) ->
                List.of(DnsServer.fromZone(question, many).toWire(tcp ? 65_535 : 512)))) {
      CheckResult result = check(server, "a.example", "TXT", "a text of some length, number 199");
      assertUp(result);
      assertThat(result.evidence().facts())
          .hasSize(27)
          .contains(new Fact("answered by", server.text() + " over TCP"))
          .contains(new Fact("more records", "176"));
      assertThat(result.phases().connect()).isBetween(0L, result.phases().total());
    }
  }

  @Test
  void saysWhatBecameOfTheQuestionByTcp() throws Exception {
    try (DnsServer server =
        new DnsServer((question, tcp) -> tcp ? List.of() : List.of(cutShort(question)))) {
      assertDown(
          check(server, "a.example", "A"),
          "The answer by UDP was cut short, and "
              + server.text()
              + " closed the connection by TCP before it answered");
    }
    try (DnsServer server = new DnsServer((question, tcp) -> List.of(cutShort(question)))) {
      assertDown(
          check(server, "a.example", "A"),
          "The answer of " + server.text() + " is cut short even by TCP");
    }
    CountDownLatch end = new CountDownLatch(1);
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              if (tcp) {
                end.await();
              }
              return List.of(cutShort(question));
            })) {
      assertDown(
          check(server, SHORT, "a.example", "A"),
          "The answer of "
              + server.text()
              + " by UDP was cut short, and none came by TCP within 250 ms");
    } finally {
      end.countDown();
    }
  }

  @Test
  void waitsForItsOwnAnswerAmongOthers() throws Exception {
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              Message other = new Message(question.getHeader().getID());
              other.getHeader().setFlag(Flags.QR);
              other.addRecord(DnsServer.question("other.example.", Type.A), Section.QUESTION);
              return List.of(
                  new byte[] {1, 2, 3},
                  wrongNumber(question),
                  other.toWire(),
                  DnsServer.fromZone(question, "a.example. IN A 192.0.2.1").toWire());
            })) {
      assertUp(check(server, "a.example", "A", "192.0.2.1"));
    }
  }

  @Test
  void tellsWrongAnswersFromNone() throws Exception {
    try (DnsServer server = new DnsServer((question, tcp) -> List.of(wrongNumber(question)))) {
      assertDown(
          check(server, SHORT, "a.example", "A"),
          server.text()
              + " sent only answers to other questions, and none to this one within 250 ms");
    }
    try (DnsServer server = new DnsServer((question, tcp) -> List.of(new byte[] {7}))) {
      assertDown(
          check(server, SHORT, "a.example", "A"),
          server.text() + " sent something that is not DNS, and no answer within 250 ms");
    }
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              byte[] whole = DnsServer.fromZone(question, "a.example. IN A 192.0.2.1").toWire();
              return List.of(Arrays.copyOf(whole, whole.length - 3));
            })) {
      assertDown(
          check(server, "a.example", "A"),
          "The answer of " + server.text() + " is not a valid DNS message");
    }
    try (DnsServer server = new DnsServer((question, tcp) -> List.of())) {
      assertDown(
          check(server, SHORT, "a.example", "A"),
          "No answer from " + server.text() + " within 250 ms");
      assertThat(server.questions).hasSizeGreaterThan(1);
    }
  }

  @Test
  void saysThatNoServerListens() throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    assertDown(
        check("127.0.0.1:" + port, LONG, "a.example", "A", dns -> {}),
        "No name server listens at 127.0.0.1:" + port);
  }

  @Test
  void asksTheNextServerOfTheMachine() throws Exception {
    try (DnsServer broken = DnsServer.code(Rcode.SERVFAIL);
        DnsServer good = DnsServer.zone("a.example. IN A 192.0.2.1")) {
      CheckResult result =
          probe(broken.address(), good.address())
              .check(spec(null, "a.example", "A", dns -> {}), LONG)
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      assertUp(result);
      assertThat(result.evidence().address()).isEqualTo(good.text());
    }
  }

  @Test
  void asksAgainWhatWasLost() throws Exception {
    try (DnsServer server =
        new DnsServer(
            new DnsServer.Script() {
              private boolean lost;

              @Override
              public synchronized List<byte[]> answer(Message question, boolean tcp) {
                boolean first = !lost;
                lost = true;
                return first
                    ? List.of()
                    : List.of(DnsServer.fromZone(question, "a.example. IN A 192.0.2.1").toWire());
              }
            })) {
      CheckResult result = check(server, Duration.ofMillis(600), "a.example", "A");
      assertUp(result);
      assertThat(result.evidence().facts()).contains(new Fact("questions sent", "2"));
    }
  }

  @Test
  void asksPlainlyWhereEdnsIsNotUnderstood() throws Exception {
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              Message answer = DnsServer.fromZone(question, "a.example. IN A 192.0.2.1");
              if (question.getOPT() != null) {
                answer.getHeader().setRcode(Rcode.FORMERR);
              }
              return List.of(answer.toWire());
            })) {
      assertUp(check(server, "a.example", "A"));
      assertThat(server.questions).hasSize(2);
    }
  }

  @Test
  void judgesTheResolverAfterItsNameWasResolved() throws Exception {
    privateTargets = false;
    try (DnsServer server = DnsServer.zone("a.example. IN A 192.0.2.1")) {
      resolverAddresses.add(InetAddress.getByName("127.0.0.1"));
      String resolver = "dns.example:" + server.address().getPort();
      CheckResult refused = check(resolver, LONG, "a.example", "A", dns -> {});
      assertThat(refused.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(refused.error()).startsWith("The address 127.0.0.1 is a loopback address");
      assertThat(server.questions).isEmpty();
      privateTargets = true;
      CheckResult allowed = check(resolver, LONG, "a.example", "A", dns -> {});
      assertUp(allowed);
      assertThat(allowed.phases().dns()).isNotNull();
    }
  }

  @Test
  void saysThatTheResolversNameDoesNotExist() throws Exception {
    assertDown(
        check("dns.example", LONG, "a.example", "A", dns -> {}),
        "The name dns.example does not exist");
  }

  @Test
  void isDegradedWhenTheAnswerIsSlow() throws Exception {
    try (DnsServer server =
        new DnsServer(
            (question, tcp) -> {
              TimeUnit.MILLISECONDS.sleep(60);
              return List.of(DnsServer.fromZone(question, "a.example. IN A 192.0.2.1").toWire());
            })) {
      CheckResult result = check(server, "a.example", "A", dns -> dns.put("degradedOver", "50ms"));
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error()).matches("The check took \\d+ ms, more than 50 ms");
    }
  }

  private void assertCode(int code, String sentence) throws Exception {
    try (DnsServer server = DnsServer.code(code)) {
      assertDown(check(server, "a.example", "A"), sentence.formatted(server.text()));
    }
  }

  private static void assertUp(CheckResult result) {
    assertThat(result.error()).isNull();
    assertThat(result.outcome()).isEqualTo(Outcome.UP);
  }

  private static void assertDown(CheckResult result, String sentence) {
    assertThat(result.error()).isEqualTo(sentence);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }

  private static byte[] cutShort(Message question) {
    Message answer = DnsServer.fromZone(question);
    answer.getHeader().setFlag(Flags.TC);
    return answer.toWire();
  }

  private static byte[] wrongNumber(Message question) {
    Message answer = DnsServer.fromZone(question, "a.example. IN A 192.0.2.66");
    answer.getHeader().setID((question.getHeader().getID() + 1) & 0xffff);
    return answer.toWire();
  }

  private CheckResult check(DnsServer server, String name, String type, String... expected)
      throws Exception {
    return check(server, name, type, dns -> {}, expected);
  }

  private CheckResult check(
      DnsServer server, String name, String type, Consumer<ObjectNode> more, String... expected)
      throws Exception {
    return check(
        server.text(),
        LONG,
        name,
        type,
        dns -> {
          Arrays.stream(expected).forEach(dns.withArray("expected")::add);
          more.accept(dns);
        });
  }

  private CheckResult check(DnsServer server, Duration timeout, String name, String type)
      throws Exception {
    return check(server.text(), timeout, name, type, dns -> {});
  }

  private CheckResult check(
      String resolver, Duration timeout, String name, String type, Consumer<ObjectNode> more)
      throws Exception {
    return probe()
        .check(spec(resolver, name, type, more), timeout)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private DnsProbe probe(InetSocketAddress... machine) {
    Names names =
        (name, loop) ->
            resolverAddresses.isEmpty()
                ? loop.newFailedFuture(new TargetFault("The name " + name + " does not exist"))
                : loop.newSucceededFuture(List.copyOf(resolverAddresses));
    return new DnsProbe(
        network,
        names,
        new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of),
        machine.length == 0 ? name -> null : new SequentialDnsServerAddressStreamProvider(machine),
        InstantSource.system());
  }

  private static DnsSpec spec(
      String resolver, String name, String type, Consumer<ObjectNode> more) {
    ObjectNode dns = JsonNodeFactory.instance.objectNode();
    dns.put("name", name).put("recordType", type).put("resolver", resolver);
    more.accept(dns);
    Input input = Input.of(dns);
    DnsSpec spec = DnsSpecs.read(input);
    input.finish();
    return spec;
  }

  /** The channels of the one event loop, which Netty tells only its own. */
  private int channels() throws ReflectiveOperationException {
    Method count = SingleThreadIoEventLoop.class.getDeclaredMethod("getNumOfRegisteredChannels");
    count.setAccessible(true);
    return (int) count.invoke(network.next());
  }
}
