package dev.tocsin.probe.domain;

import static dev.tocsin.probe.net.Loopback.LONG;
import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that plays IANA and the registries. */
@Timeout(60)
class DomainProbeTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final String LIST = "/rdap/dns.json";
  private static volatile Instant now = START;
  private static final Loopback LOOPBACK = new Loopback(Trust.ofJvm(), () -> now);

  private Registry registry;
  private DomainCheckKind kind;

  @BeforeEach
  void open() throws Exception {
    now = START;
    LOOPBACK.privateTargets = true;
    registry = new Registry();
    kind = kind(registry.url(LIST));
    registry.says(
        LIST,
        "{'version':'1.0','services':["
            + service("'com','net'", registry.url("/com"))
            + ","
            + service("'co.example'", registry.url("/co/"))
            + ","
            + service("'example'", registry.url("/example/"))
            + ","
            + service("'शबरा','xn--p1ai'", registry.url("/idn/"))
            + ",'broken',[['x'],['ftp://x/']]]}");
  }

  @AfterEach
  void close() {
    registry.close();
    LOOPBACK.assertNothingStays();
  }

  @AfterAll
  static void closeAll() {
    LOOPBACK.close();
  }

  @Test
  void tellsWhatTheRegistrySays() throws Exception {
    registry.says(
        "/com/domain/shop.com",
        "{'objectClassName':'domain','ldhName':'SHOP.COM','status':['active','clientTransferProhibited'],"
            + "'events':[{'eventAction':'registration','eventDate':'2001-02-03T04:05:06Z'},"
            + "{'eventAction':'expiration','eventDate':'2027-02-03T04:05:06+01:00'}],"
            + "'entities':[{'roles':['abuse']},{'roles':['registrar'],'handle':'292','vcardArray':"
            + "['vcard',[['version',{},'text','4.0'],['fn',{},'text','Example Registrar']]]}],"
            + "'nameservers':[{'ldhName':'NS1.shop.com'},{'ldhName':'ns2.shop.com'},{}]}");
    CheckResult result = check("shop.com", "");
    assertUp(result);
    assertThat(facts(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "expiration", "2027-02-03T03:05:06Z",
                "registration", "2001-02-03T04:05:06Z",
                "registrar", "Example Registrar",
                "status", "active, client transfer prohibited",
                "name servers", "ns1.shop.com, ns2.shop.com",
                "RDAP server", registry.url("/com/"),
                "asked", "2026-11-21T12:00:00Z"));
    assertThat(result.at()).isEqualTo(START);
    assertThat(result.evidence().address()).startsWith("127.0.0.1:");
    assertThat(result.evidence().httpStatus()).isEqualTo(200);
    assertThat(result.evidence().certificateEnds()).isNull();
    assertThat(result.phases().firstByte()).isNotNull();
    assertThat(registry.accepted()).containsExactly("application/json", "application/rdap+json");
  }

  @Test
  void countsTheDays() throws Exception {
    assertUp(checkExpiring("2026-12-21T12:00:00Z"));
    assertDegraded(
        checkExpiring("2026-12-21T11:59:59Z"), "shop.com expires in 29 days, on 21 December 2026");
    assertDegraded(
        checkExpiring("2026-11-28T12:00:00Z"), "shop.com expires in 7 days, on 28 November 2026");
    assertDown(
        checkExpiring("2026-11-28T11:00:00Z"), "shop.com expires in 6 days, on 28 November 2026");
    assertDown(
        checkExpiring("2026-11-22T12:00:00Z"), "shop.com expires in 1 day, on 22 November 2026");
    assertDown(
        checkExpiring("2026-11-21T14:00:00Z"), "shop.com expires in 2 hours, on 21 November 2026");
    assertDown(
        checkExpiring("2026-11-21T12:00:00Z"),
        "shop.com expired less than an hour ago, on 21 November 2026");
    assertDown(
        checkExpiring("2026-11-18T12:00:00"), "shop.com expired 3 days ago, on 18 November 2026");
    assertDown(checkExpiring("2026-11-18"), "shop.com expired 3 days ago, on 18 November 2026");
    assertDown(
        kept("2026-11-18", "'warnDays':0,'criticalDays':0"),
        "shop.com expired 3 days ago, on 18 November 2026");
    assertUp(kept("2026-11-22", "'warnDays':0"));
  }

  @Test
  void knowsWhatIsLostBeforeItsDate() throws Exception {
    assertDown(
        checkStatus("'redemption period','pending delete'"),
        "shop.com was deleted, and only its registrar can restore it (redemption period)");
    assertDown(
        checkStatus("'pendingDelete'"),
        "shop.com was deleted, and is free for anybody soon (pending delete)");
    assertDown(checkStatus("'clientHold'"), "shop.com is kept out of DNS (client hold)");
    assertDown(checkStatus("'Server Hold',1"), "shop.com is kept out of DNS (server hold)");
  }

  @Test
  void takesTheServerOfTheLongestEnding() throws Exception {
    registry.says("/example/domain/shop.example", expiring("2028-01-01T00:00:00Z"));
    registry.says("/co/domain/shop.co.example", expiring("2028-01-01T00:00:00Z"));
    registry.says("/idn/domain/xn--e1aybc.xn--p1ai", expiring("2028-01-01T00:00:00Z"));
    assertUp(check("shop.example", ""));
    assertUp(check("shop.co.example", ""));
    assertUp(check("тест.рф", ""));
    assertThat(registry.asked(LIST)).isEqualTo(1);
    assertUnknown(
        check("shop.xy", ""),
        "No RDAP server is known for names that end in .xy; if there is one, give its address as"
            + " server");
    assertUnknown(
        check("shop.x", ""),
        "No RDAP server is known for names that end in .x; if there is one, give its address as"
            + " server");
  }

  @Test
  void asksTheGivenServerWithoutTheList() throws Exception {
    registry.says("/own/domain/shop.xy", expiring("2028-01-01T00:00:00Z"));
    assertUp(check("shop.xy", own("/own")));
    assertThat(registry.asked(LIST)).isZero();
  }

  @Test
  void followsARedirect() throws Exception {
    registry.says(
        "/com/domain/shop.com", 302, "", Map.of("Location", registry.url("/elsewhere/shop")));
    registry.says("/elsewhere/shop", expiring("2028-01-01T00:00:00Z"));
    CheckResult result = check("shop.com", "");
    assertUp(result);
    assertThat(result.evidence().redirects()).containsExactly(registry.url("/elsewhere/shop"));
  }

  @Test
  void isDownWhereTheNameIsNotRegistered() throws Exception {
    assertDown(check("shop.com", ""), "shop.com is not registered");
    assertDown(
        check("www.shop.com", ""),
        "www.shop.com is not registered, or is a part of a name that is; give the registered name"
            + " itself");
  }

  @Test
  void looksTwiceBeforeItKeepsThatANameIsNotRegistered() throws Exception {
    check("shop.com", "");
    check("shop.com", "");
    assertThat(registry.asked("/com/domain/shop.com")).isEqualTo(2);
    check("shop.com", "");
    assertThat(registry.asked("/com/domain/shop.com")).isEqualTo(2);
    now = START.plus(Duration.ofMinutes(6));
    check("shop.com", "");
    assertThat(registry.asked("/com/domain/shop.com")).isEqualTo(3);
  }

  @Test
  void asksOnceAnHour() throws Exception {
    String path = "/com/domain/shop.com";
    registry.says(path, expiring("2028-01-01T00:00:00Z"));
    assertUp(check("shop.com", ""));
    now = START.plus(Duration.ofMinutes(59));
    CheckResult again = check("shop.com", "");
    assertUp(again);
    assertThat(again.at()).isEqualTo(now);
    assertThat(facts(again)).containsEntry("asked", "2026-11-21T12:00:00Z");
    assertThat(again.phases().firstByte()).isNull();
    assertThat(registry.asked(path)).isEqualTo(1);
    assertDegraded(
        check("shop.com", ",'warnDays':1000"), "shop.com expires in 405 days, on 1 January 2028");
    assertThat(registry.asked(path)).isEqualTo(1);
    now = START.plus(Duration.ofMinutes(61));
    assertUp(check("shop.com", ""));
    assertThat(registry.asked(path)).isEqualTo(2);
    // a clock that was set back keeps nothing for longer
    now = START;
    assertUp(check("shop.com", ""));
    assertThat(registry.asked(path)).isEqualTo(3);
  }

  @Test
  void leavesAServerAloneThatAsksForIt() throws Exception {
    registry.says("/com/domain/shop.com", 429, "", Map.of("Retry-After", "1800"));
    registry.says("/com/domain/other.com", expiring("2028-01-01T00:00:00Z"));
    String sentence =
        "The RDAP server "
            + registry.url("/com/")
            + " has been asked too often (status 429); it is asked again after"
            + " 2026-11-21T12:30:00Z";
    assertUnknown(check("shop.com", ""), sentence);
    now = START.plus(Duration.ofMinutes(29));
    assertUnknown(check("shop.com", ""), sentence);
    assertUnknown(check("other.com", ""), sentence);
    assertThat(registry.asked("/com/domain/shop.com")).isEqualTo(1);
    assertThat(registry.asked("/com/domain/other.com")).isZero();
    now = START.plus(Duration.ofMinutes(31));
    assertUp(check("other.com", ""));
  }

  @Test
  void saysWhatIsWrongWithAnAnswer() throws Exception {
    String server = registry.url("/com/");
    assertAnswer(500, "", "The RDAP server " + server + " has a fault of its own (status 500)");
    assertAnswer(
        400, "", "The RDAP server " + server + " does not take the name shop.com (status 400)");
    assertAnswer(
        403, "", "The RDAP server " + server + " refuses to answer this machine (status 403)");
    assertAnswer(
        302,
        "",
        "The RDAP server " + server + " answers with status 302, which says nothing of a name");
    String answer = "The answer of the RDAP server " + server;
    assertAnswer(200, "", answer + " is not a JSON object");
    assertAnswer(200, "[]", answer + " is not a JSON object");
    assertAnswer(200, "<html>", answer + " is not JSON");
    assertAnswer(200, "{} {}", answer + " is not JSON");
    assertAnswer(
        200,
        "[".repeat(5_000),
        answer + " is nested too deeply, or has too many or too long parts");
    assertAnswer(
        200,
        "{'x':'" + "x".repeat(300_000) + "'}",
        answer + " is nested too deeply, or has too many or too long parts");
    assertAnswer(
        200, " ".repeat(1_100_000), answer + " cannot be read: The body is larger than 1 MiB");
    assertAnswer(200, "{}", answer + " says nothing of a domain");
    assertAnswer(200, "{'objectClassName':'entity'}", answer + " says nothing of a domain");
    assertAnswer(
        200, "{'ldhName':'other.com'}", answer + " is about other.com, not about shop.com");
    assertAnswer(
        200,
        expiring("never\\u0007 ever"),
        answer + " has an expiration date that cannot be read: \"never  ever\"");
    String none = "The registry gives no expiration date for shop.com; only its registrar does";
    assertAnswer(200, "{'ldhName':'shop.com'}", none);
    assertAnswer(200, "{'objectClassName':'domain','events':{'eventAction':1},'status':'x'}", none);
    assertAnswer(
        200,
        "{'ldhName':'shop.com','events':[{'eventAction':'registrar expiration','eventDate':"
            + "'2020-01-01T00:00:00Z'}]}",
        none);
  }

  @Test
  void keepsAFailureForMinutes() throws Exception {
    registry.says("/com/domain/shop.com", 500, "", Map.of());
    check("shop.com", "");
    registry.says("/com/domain/shop.com", expiring("2028-01-01T00:00:00Z"));
    assertThat(check("shop.com", "").outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(registry.asked("/com/domain/shop.com")).isEqualTo(1);
    now = START.plus(Duration.ofMinutes(6));
    assertUp(check("shop.com", ""));
  }

  @Test
  void endsWithItsTimeOut() throws Exception {
    registry.hangs("/own/domain/shop.com");
    assertUnknown(
        LOOPBACK.check(kind, SHORT, spec("shop.com", own("/own"))),
        "The RDAP server "
            + registry.url("/own/")
            + " cannot be asked: No answer from "
            + registry.url("").substring("http://".length())
            + " within 300 ms");
    registry.hangs(LIST);
    CheckResult result = LOOPBACK.check(kind, SHORT, spec("shop.com", ""));
    assertUnknown(result, listFault("it is not there after 300 ms"));
    assertThat(result.phases().total()).isBetween(250_000L, 10_000_000L);
    // lets the request for the list end
    registry.close();
  }

  @Test
  void asksNobodyWhoIsRefused() throws Exception {
    LOOPBACK.privateTargets = false;
    assertThat(check("shop.com", "").error())
        .startsWith(
            "The list of RDAP servers, "
                + registry.url(LIST)
                + ", cannot be read: The address"
                + " 127.0.0.1 is ");
    LOOPBACK.privateTargets = true;
    registry.says(
        "/own/domain/shop.com", 302, "", Map.of("Location", "http://169.254.169.254/latest"));
    CheckResult redirected = check("shop.com", own("/own"));
    assertThat(redirected.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(redirected.error())
        .startsWith(
            "The RDAP server "
                + registry.url("/own/")
                + " cannot be asked: Redirected to http://169.254.169.254/latest: The address"
                + " 169.254.169.254 is ");
    // a name that leads to a refused address, which nobody could tell when it was saved
    LOOPBACK.name("rdap.internal", "169.254.169.254");
    assertThat(check("shop.com", ",'server':'http://rdap.internal/'").error())
        .startsWith(
            "The RDAP server http://rdap.internal/ cannot be asked: The address 169.254.169.254");
  }

  @Test
  void verifiesTheServersCertificate() throws Exception {
    Authority stranger = new Authority("Stranger");
    try (Site site =
        Site.on(Loopback.address("127.0.0.1"), stranger.serving("127.0.0.1"), Site::hold)) {
      CheckResult result = check("shop.com", ",'server':'https://127.0.0.1:" + site.port() + "/'");
      assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(result.error()).contains(" cannot be asked: The certificate's chain ends at ");
    }
  }

  @Test
  void saysWhatIsWrongWithTheList() throws Exception {
    assertList(404, "", "it is answered with status 404");
    assertList(200, "<html>", "it is not JSON");
    assertList(200, "{'services':[]}", "it names no servers");
    assertList(200, "{'services':[[['com'],['rdap']],[1],[[1],[2]]]}", "it names no servers");
  }

  @Test
  void readsTheListOnceForAllWhoWait() throws Exception {
    registry.says("/com/domain/shop.com", expiring("2028-01-01T00:00:00Z"));
    List<CompletableFuture<CheckResult>> all =
        Stream.generate(
                () ->
                    kind.probe()
                        .orElseThrow()
                        .check(Loopback.read(kind, spec("shop.com", "")), LONG)
                        .toCompletableFuture())
            .limit(20)
            .toList();
    for (CompletableFuture<CheckResult> one : all) {
      assertUp(one.get(30, TimeUnit.SECONDS));
    }
    assertThat(registry.asked(LIST)).isEqualTo(1);
  }

  @Test
  void goesOnWithTheLastListWhileTheNextDoesNotCome() throws Exception {
    registry.says("/com/domain/shop.com", expiring("2028-01-01T00:00:00Z"));
    assertUp(check("shop.com", ""));
    registry.says(LIST, 500, "", Map.of());
    now = START.plus(Duration.ofHours(25));
    assertUp(check("shop.com", ""));
    awaitLists(2);
    now = START.plus(Duration.ofHours(25).plusMinutes(50));
    assertUp(check("shop.com", ""));
    assertThat(registry.asked(LIST)).isEqualTo(2);
    registry.says(LIST, "{'services':[" + service("'org'", registry.url("/org/")) + "]}");
    now = START.plus(Duration.ofHours(27));
    check("shop.com", "");
    awaitLists(3);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(check("shop.com", "").error()).startsWith("No RDAP server is known"));
  }

  @Test
  void triesTheListAgainAfterAMinute() throws Exception {
    registry.says("/com/domain/shop.com", expiring("2028-01-01T00:00:00Z"));
    String list = "{'services':[" + service("'com'", registry.url("/com/")) + "]}";
    registry.says(LIST, 503, "", Map.of());
    assertUnknown(check("shop.com", ""), listFault("it is answered with status 503"));
    registry.says(LIST, list);
    now = START.plusSeconds(50);
    assertUnknown(check("shop.com", ""), listFault("it is answered with status 503"));
    assertThat(registry.asked(LIST)).isEqualTo(1);
    now = START.plusSeconds(70);
    assertUp(check("shop.com", ""));
  }

  private void awaitLists(int times) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(registry.asked(LIST)).isEqualTo(times));
    LOOPBACK.assertNothingStays();
  }

  private void assertList(int status, String json, String fault) throws Exception {
    registry.says(LIST, status, json, Map.of());
    kind = kind(registry.url(LIST));
    assertUnknown(check("shop.com", ""), listFault(fault));
  }

  private String listFault(String fault) {
    return "The list of RDAP servers, "
        + registry.url(LIST)
        + ", cannot be read: "
        + fault
        + "; give the server itself as server, or another list by tocsin.checks.rdap-bootstrap";
  }

  private void assertAnswer(int status, String json, String error) throws Exception {
    registry.says("/com/domain/shop.com", status, json, Map.of());
    kind = kind(registry.url(LIST));
    assertUnknown(check("shop.com", ""), error);
  }

  private CheckResult checkExpiring(String date) throws Exception {
    return kept(date, "'warnDays':30");
  }

  private CheckResult kept(String date, String days) throws Exception {
    registry.says("/com/domain/shop.com", expiring(date));
    kind = kind(registry.url(LIST));
    return check("shop.com", "," + days);
  }

  private CheckResult checkStatus(String statuses) throws Exception {
    registry.says(
        "/com/domain/shop.com",
        expiring("2028-01-01T00:00:00Z").replaceFirst("\\{", "{'status':[" + statuses + "],"));
    kind = kind(registry.url(LIST));
    return check("shop.com", "");
  }

  private CheckResult check(String name, String more) throws Exception {
    return LOOPBACK.check(kind, spec(name, more));
  }

  private static String spec(String name, String more) {
    return "{'name':'" + name + "'" + more + "}";
  }

  private String own(String path) {
    return ",'server':'" + registry.url(path) + "'";
  }

  private static String expiring(String date) {
    return "{'events':[{'eventAction':'expiration','eventDate':'" + date + "'}]}";
  }

  private static String service(String endings, String base) {
    return "[[" + endings + "],['http://unused.invalid:bad/','" + base + "']]";
  }

  private static void assertUnknown(CheckResult result, String error) {
    assertThat(result.error()).isEqualTo(error);
    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  private static void assertDegraded(CheckResult result, String error) {
    assertThat(result.error()).isEqualTo(error);
    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
  }

  private static DomainCheckKind kind(String list) {
    HttpProbe http =
        new HttpProbe(LOOPBACK.network, LOOPBACK.dialer, LOOPBACK.trust, () -> now, "1.2.3");
    return new DomainCheckKind(
        new DomainProbe(new Fetch(http), URI.create(list), () -> now), LOOPBACK.policy);
  }
}
