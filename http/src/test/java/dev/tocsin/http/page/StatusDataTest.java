package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.feed.synd.SyndLink;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs read of a status page. */
class StatusDataTest {
  private static final Instant BEGAN = House.NOW.minus(Duration.ofMinutes(37));
  private static final String HOME = House.PUBLIC_URL + "/status/acme";

  @TempDir Path folder;
  private final House.Tables tables = new House.Tables();
  private House house;
  private MonitorRef monitor;
  private StatusPageConfig page;
  private ComponentId site;
  private ComponentId labels;

  @BeforeEach
  void open() {
    house = new House(tables, folder, Runnable::run).start();
    monitor = house.monitor("one");
    house.is(monitor, Status.UP);
    page =
        house
            .page("acme", "Acme")
            .component("Site", "www", monitor)
            .group("API")
            .component("Labels", "", monitor)
            .component("New", "", house.monitor("new"))
            .save();
    site = page.components().get(0).id();
    labels = page.components().get(1).id();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Post post(Phase phase, int minute, String message, Affected... affected) {
    return new Post(
        UUID.randomUUID(),
        BEGAN.plus(Duration.ofMinutes(minute)),
        phase,
        message,
        List.of(affected),
        null);
  }

  private IncidentRecord changed(IncidentRecord record, int minute, IncidentChange... changes) {
    IncidentRecord now = record;
    for (IncidentChange change : changes) {
      for (IncidentEvent event :
          ((Decision.Accepted)
                  now.decide(change, House.SOMEBODY, BEGAN.plus(Duration.ofMinutes(minute))))
              .events()) {
        now = now.apply(event);
      }
    }
    house.incidents.publish(now);
    return now;
  }

  private IncidentRecord opened(String title, int minute, String message, Affected... affected) {
    return changed(
        IncidentRecord.empty(new IncidentRef(house.organization.id(), IncidentId.create())),
        minute,
        new IncidentChange.Open(
            new Heading(title, Impact.MAJOR),
            Visibility.PUBLIC,
            BEGAN,
            new Origin.ByHand(),
            post(Phase.INVESTIGATING, minute, message, affected),
            List.of()));
  }

  private byte[] bytes(String path) {
    return ((PageSnapshots.Shown.Page) house.snapshots.at("acme"))
        .snapshot()
        .at(path)
        .orElseThrow()
        .plain()
        .toArray();
  }

  private JsonNode json(String name) {
    return Json.read(bytes("api/v2/" + name + ".json"));
  }

  private static JsonNode recorded(String name) {
    try (InputStream in = StatusDataTest.class.getResourceAsStream("/statuspage/" + name)) {
      return Json.read(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  /**
   * What a program may count on that was written by the recordings: which fields each kind of
   * object has, and of which types they are.
   */
  private static final class Shapes {
    private final Map<String, Map<String, Set<JsonNodeType>>> known = new HashMap<>();

    Shapes(JsonNode... recordings) {
      for (JsonNode recording : recordings) {
        learn("", recording);
      }
    }

    private void learn(String path, JsonNode node) {
      if (node.isArray()) {
        node.forEach(each -> learn(path + "[]", each));
      } else if (node.isObject()) {
        var fields = known.computeIfAbsent(path, key -> new HashMap<>());
        node.properties()
            .forEach(
                field -> {
                  fields
                      .computeIfAbsent(field.getKey(), key -> new HashSet<>())
                      .add(field.getValue().getNodeType());
                  learn(path + "." + field.getKey(), field.getValue());
                });
      }
    }

    /** Text that is null in all recordings may be text: a time, a tweet. */
    void check(String path, JsonNode node) {
      if (node.isArray()) {
        node.forEach(each -> check(path + "[]", each));
      } else if (node.isObject()) {
        var fields = known.get(path);
        assertThat(fields).as("objects at %s", path).isNotNull();
        Set<String> optional = Set.of("components");
        fields.forEach(
            (name, types) -> {
              boolean mayLack =
                  path.equals("") || path.endsWith("components[]") && optional.contains(name);
              assertThat(node.has(name) || mayLack).as("%s.%s", path, name).isTrue();
              if (node.has(name)) {
                assertThat(types(types))
                    .as("%s.%s", path, name)
                    .contains(node.get(name).getNodeType());
              }
            });
        node.properties().forEach(field -> check(path + "." + field.getKey(), field.getValue()));
      }
    }

    private static Set<JsonNodeType> types(Set<JsonNodeType> seen) {
      Set<JsonNodeType> types = new HashSet<>(seen);
      if (types.contains(JsonNodeType.NULL)) {
        types.add(JsonNodeType.STRING);
      }
      if (types.contains(JsonNodeType.STRING)) {
        types.add(JsonNodeType.NULL);
      }
      return types;
    }
  }

  @Test
  void aProgramThatReadsStatuspageReadsThis() {
    IncidentRecord incident =
        opened(
            "Labels fail",
            2,
            "We **look**.\n\nSoon more.",
            new Affected(labels, PageState.DEGRADED_PERFORMANCE));
    changed(
        incident,
        40,
        new IncidentChange.Tell(
            post(Phase.IDENTIFIED, 30, "A disk.", new Affected(labels, PageState.PARTIAL_OUTAGE))));
    Shapes shapes = new Shapes(recorded("github.json"), recorded("cloudflare.json"));
    for (String name :
        List.of("summary", "status", "components", "incidents", "incidents/unresolved")) {
      shapes.check("", json(name));
    }

    JsonNode all = json("summary");
    assertThat(all.at("/page/id").textValue()).isEqualTo(page.id().toString());
    assertThat(all.at("/page/url").textValue()).isEqualTo(HOME);
    assertThat(all.at("/page/time_zone").textValue()).isEqualTo("Etc/UTC");
    assertThat(json("incidents").at("/page/updated_at").textValue())
        .isEqualTo("2026-11-20T02:27:00.000Z");
    assertThat(all.at("/status/indicator").textValue()).isEqualTo("major");
    assertThat(all.at("/status/description").textValue()).isEqualTo("Partial System Outage");
    JsonNode told = all.at("/incidents/0");
    assertThat(told.at("/status").textValue()).isEqualTo("identified");
    assertThat(told.at("/impact").textValue()).isEqualTo("major");
    assertThat(told.at("/shortlink").textValue())
        .isEqualTo(HOME + "/incidents/" + told.at("/id").textValue());
    assertThat(told.at("/started_at").textValue()).isEqualTo("2026-11-20T01:47:00.000Z");
    assertThat(told.at("/resolved_at").isNull()).isTrue();
    assertThat(told.at("/incident_updates/1/body").textValue()).isEqualTo("We look.\n\nSoon more.");
    JsonNode touched = told.at("/incident_updates/0/affected_components/0");
    assertThat(touched.at("/code").textValue()).isEqualTo(labels.toString());
    assertThat(touched.at("/name").textValue()).isEqualTo("API - Labels");
    assertThat(touched.at("/old_status").textValue()).isEqualTo("degraded_performance");
    assertThat(touched.at("/new_status").textValue()).isEqualTo("partial_outage");
    assertThat(told.at("/components/0/status").textValue()).isEqualTo("partial_outage");
  }

  @Test
  void groupsNameWhatIsInThemAndNobodyIsToldThatTheUnknownWorks() {
    JsonNode all = json("components").get("components");
    assertThat(all.findValuesAsText("name")).containsExactly("Site", "API", "Labels", "New");
    assertThat(all.findValuesAsText("status"))
        .containsExactly("operational", "operational", "operational", "under_maintenance");
    assertThat(all.findValuesAsText("position")).containsExactly("1", "2", "1", "2");
    JsonNode group = all.get(1);
    assertThat(group.get("group").booleanValue()).isTrue();
    assertThat(group.get("components").get(0).textValue()).isEqualTo(labels.toString());
    assertThat(all.get(2).get("group_id")).isEqualTo(group.get("id"));
    assertThat(all.get(0).get("group_id").isNull()).isTrue();
    assertThat(all.get(0).has("components")).isFalse();
    assertThat(json("status").at("/status/indicator").textValue()).isEqualTo("none");
    assertThat(json("status").at("/status/description").textValue())
        .isEqualTo("All Watched Systems Operational");
  }

  @Test
  void whatIsResolvedIsAmongAllAndNotAmongTheOpenAndOfThemThereAreFifty() {
    IncidentRecord first = opened("First", 0, "So.", new Affected(site, PageState.MAJOR_OUTAGE));
    changed(
        first,
        20,
        new IncidentChange.Tell(post(Phase.MONITORING, 10, "A new disk.")),
        new IncidentChange.Tell(post(Phase.RESOLVED, 20, "It works.")));
    assertThat(json("incidents/unresolved").get("incidents")).isEmpty();
    JsonNode told = json("incidents").at("/incidents/0");
    assertThat(told.at("/monitoring_at").textValue()).isEqualTo("2026-11-20T01:57:00.000Z");
    assertThat(told.at("/resolved_at").textValue()).isEqualTo("2026-11-20T02:07:00.000Z");
    assertThat(told.at("/incident_updates/0/affected_components/0/new_status").textValue())
        .isEqualTo("operational");
    assertThat(told.at("/incident_updates/1/affected_components").isNull()).isTrue();

    for (int each = 0; each < 55; each++) {
      opened("Incident " + each, 21 + each % 10, "So.");
    }
    List<String> names = json("incidents").get("incidents").findValuesAsText("name");
    assertThat(json("incidents").get("incidents")).hasSize(50);
    assertThat(names).doesNotContain("First");
    assertThat(json("incidents/unresolved").get("incidents")).hasSize(55);
  }

  @Test
  void nothingIsWrittenAnewThatSaysTheSame() {
    opened("Labels fail", 2, "So.", new Affected(labels, PageState.PARTIAL_OUTAGE));
    var before = ((PageSnapshots.Shown.Page) house.snapshots.at("acme")).snapshot().below();
    house.is(monitor, Status.DOWN);
    var after = ((PageSnapshots.Shown.Page) house.snapshots.at("acme")).snapshot().below();
    assertThat(after.get("feed.atom")).isSameAs(before.get("feed.atom"));
    assertThat(after.get("feed.rss")).isSameAs(before.get("feed.rss"));
    assertThat(after.get("api/v2/components.json"))
        .isNotSameAs(before.get("api/v2/components.json"));

    opened("Rates fail", 3, "So.");
    var last = ((PageSnapshots.Shown.Page) house.snapshots.at("acme")).snapshot().below();
    assertThat(last.get("api/v2/components.json")).isSameAs(after.get("api/v2/components.json"));
    assertThat(last.get("feed.atom")).isNotSameAs(after.get("feed.atom"));
  }

  @Test
  void feedsAreReadAndKeepTheirIdsWhileTheyChange() throws Exception {
    IncidentRecord incident =
        opened(
            "A <b>title</b> & more \u0001",
            2,
            "Look at [it](https://example.com/?a=1&b=2), <script>alert(1)</script>",
            new Affected(labels, PageState.PARTIAL_OUTAGE));
    for (String path : List.of("feed.atom", "feed.rss")) {
      SyndFeed before = feed(path);
      assertThat(before.getTitle()).isEqualTo("Acme: incidents");
      assertThat(
              Stream.concat(
                  Stream.of(before.getLink()),
                  before.getLinks().stream()
                      .filter(link -> "alternate".equals(link.getRel()))
                      .map(SyndLink::getHref)))
          .contains(HOME);
      var entry = before.getEntries().getFirst();
      assertThat(entry.getTitle()).isEqualTo("A <b>title</b> & more \ufffd");
      assertThat(entry.getUri()).isEqualTo("urn:uuid:" + incident.ref().incident());
      assertThat(entry.getLink()).isEqualTo(HOME + "/incidents/" + incident.ref().incident());
      String content = content(entry);
      assertThat(content)
          .contains("href=\"https://example.com/?a=1&amp;b=2\"")
          .contains("Affected: Labels")
          .contains("&lt;script&gt;")
          .doesNotContain("<script>");
      assertThat(entry.getPublishedDate()).isEqualTo("2026-11-20T01:49:00.000");
    }
    SyndFeed atom = feed("feed.atom");
    changed(incident, 20, new IncidentChange.Tell(post(Phase.IDENTIFIED, 20, "A disk.")));
    SyndFeed after = feed("feed.atom");
    assertThat(after.getUri()).isEqualTo(atom.getUri()).isEqualTo("urn:uuid:" + page.id());
    assertThat(after.getEntries().getFirst().getUri())
        .isEqualTo(atom.getEntries().getFirst().getUri());
    assertThat(after.getEntries().getFirst().getUpdatedDate())
        .isAfter(atom.getEntries().getFirst().getUpdatedDate())
        .isEqualTo("2026-11-20T02:07:00.000");
    assertThat(content(after.getEntries().getFirst())).contains("A disk.").contains("Look at");
    assertThat(content(feed("feed.rss").getEntries().getFirst())).contains("A disk.");
  }

  private static String content(com.rometools.rome.feed.synd.SyndEntry entry) {
    return entry.getContents().isEmpty()
        ? entry.getDescription().getValue()
        : entry.getContents().getFirst().getValue();
  }

  private SyndFeed feed(String path) throws Exception {
    return new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(bytes(path))));
  }

  @Test
  void feedsHaveWhatTheirStandardsAskFor() throws Exception {
    for (int each = 0; each < 30; each++) {
      opened("Incident " + each, each, "So.");
    }
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    var atom =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes("feed.atom")))
            .getDocumentElement();
    String namespace = "http://www.w3.org/2005/Atom";
    var entries = atom.getElementsByTagNameNS(namespace, "entry");
    assertThat(entries.getLength()).isEqualTo(25);
    List<String> children = new ArrayList<>();
    for (var child = atom.getFirstChild(); child != null; child = child.getNextSibling()) {
      children.add(child.getLocalName());
    }
    assertThat(children).startsWith("id", "title", "subtitle", "updated", "author", "link", "link");
    var entry = (org.w3c.dom.Element) entries.item(0);
    for (String needed : List.of("id", "title", "updated", "published", "content", "link")) {
      assertThat(entry.getElementsByTagNameNS(namespace, needed).getLength()).isEqualTo(1);
    }
    assertThat(entry.getElementsByTagNameNS(namespace, "title").item(0).getTextContent())
        .isEqualTo("Incident 29");
    var rss =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes("feed.rss")))
            .getDocumentElement();
    assertThat(rss.getAttribute("version")).isEqualTo("2.0");
    assertThat(rss.getElementsByTagName("item").getLength()).isEqualTo(25);
    for (String needed : List.of("title", "link", "description")) {
      assertThat(rss.getElementsByTagName(needed).item(0).getParentNode().getNodeName())
          .isEqualTo("channel");
    }
    assertThat(rss.getElementsByTagName("pubDate").item(0).getTextContent())
        .isEqualTo("Fri, 20 Nov 2026 02:16:00 GMT");
  }

  @Test
  void isServedToEveryOriginPackedAndByTag() {
    try (PageServer server = new PageServer(house)) {
      Map<String, String> types = new HashMap<>();
      types.put("/api/v2/summary.json", "application/json");
      types.put("/feed.atom", "application/atom+xml; charset=utf-8");
      types.put("/feed.rss", "application/rss+xml; charset=utf-8");
      types.forEach(
          (path, type) -> {
            HttpResponse<byte[]> plain = server.get("/status/acme" + path);
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(header(plain, "Content-Type")).isEqualToIgnoringCase(type);
            assertThat(header(plain, "Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(header(plain, "Cache-Control"))
                .isEqualTo("public, max-age=30, stale-while-revalidate=60");
            HttpResponse<byte[]> gzip =
                server.get("/status/acme" + path, "Accept-Encoding", "gzip");
            assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
            assertThat(PageServer.text(gzip)).isEqualTo(PageServer.text(plain));
            HttpResponse<byte[]> held =
                server.get("/status/acme" + path, "If-None-Match", header(plain, "ETag"));
            assertThat(held.statusCode()).isEqualTo(304);
            assertThat(header(held, "Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(server.send("POST", "/status/acme" + path, "x").statusCode()).isEqualTo(405);
          });
      assertThat(server.get("/status/acme/api/v2/other.json").statusCode()).isEqualTo(404);
      assertThat(server.get("/status/never/api/v2/summary.json").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aFrameMayBeShownByAnyPageAndNothingElse() {
    opened("Labels fail", 2, "So.", new Affected(labels, PageState.PARTIAL_OUTAGE));
    try (PageServer server = new PageServer(house)) {
      HttpResponse<byte[]> frame = server.get("/status/acme/embed");
      assertThat(frame.headers().allValues("Content-Security-Policy"))
          .singleElement()
          .asString()
          .contains("frame-ancestors *")
          .contains("script-src 'self'");
      assertThat(frame.headers().firstValue("X-Frame-Options")).isEmpty();
      assertThat(header(frame, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(PageServer.text(frame)).contains("Labels fail").contains("Partial outage");
      HttpResponse<byte[]> whole = server.get("/status/acme");
      assertThat(header(whole, "Content-Security-Policy")).contains("frame-ancestors 'none'");
      assertThat(header(whole, "X-Frame-Options")).isEqualTo("DENY");
      HttpResponse<byte[]> widget = server.get("/status/acme/widget.js");
      assertThat(header(widget, "Content-Type")).startsWith("application/javascript");
      assertThat(server.get("/status/acme/widget.js", "Accept-Encoding", "gzip").body().length)
          .isLessThan(3_000);
      assertThat(server.get("/status/never/widget.js").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void ofAPrivatePageMembersAloneReadIt() {
    house
        .page("staff", "Staff")
        .visible(StatusPageConfig.Visibility.PRIVATE)
        .component("Vault", "", monitor)
        .save();
    try (PageServer server = new PageServer(house)) {
      for (String path :
          List.of("/api/v2/summary.json", "/feed.atom", "/feed.rss", "/embed", "/widget.js")) {
        assertThat(server.get("/status/staff" + path).statusCode()).as(path).isEqualTo(404);
      }
      HttpResponse<byte[]> own =
          server.get("/status/staff/api/v2/summary.json", "Cookie", FakeEntrance.COOKIE);
      assertThat(own.statusCode()).isEqualTo(200);
      assertThat(header(own, "Content-Type")).isEqualTo("application/json");
      assertThat(header(own, "Cache-Control")).isEqualTo("private, no-store");
      assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(PageServer.text(own)).contains("Vault");
    }
  }

  @Test
  void isOnDiskForANodeWithoutADatabase() {
    opened("Labels fail", 2, "So.", new Affected(labels, PageState.PARTIAL_OUTAGE));
    String before = new String(bytes("api/v2/summary.json"), StandardCharsets.UTF_8);
    house.close();
    tables.store.goAway();
    try (House restarted = new House(tables, folder, Runnable::run);
        PageServer server = new PageServer(restarted)) {
      HttpResponse<byte[]> answer = server.get("/status/acme/api/v2/summary.json");
      assertThat(PageServer.text(answer)).isEqualTo(before);
      assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(server.get("/status/acme/feed.atom").statusCode()).isEqualTo(200);
      assertThat(header(server.get("/status/acme/embed"), "Content-Security-Policy"))
          .contains("frame-ancestors *");
      assertThat(server.get("/status/acme/widget.js").statusCode()).isEqualTo(200);
    }
  }

  private Item<Maintenance> plan(
      Duration from, Duration until, @Nullable String rrule, String message) {
    return house.plan(
        new Maintenance(
            "Database; move, of all",
            message,
            new Timetable(
                House.NOW.plus(from), House.NOW.plus(until), ZoneId.of("Europe/Berlin"), rrule),
            new Maintenance.Scope(true, List.of(), List.of(), List.of()),
            true,
            false,
            true));
  }

  private List<String> statuses(String name) {
    return json("scheduled-maintenances" + name)
        .get("scheduled_maintenances")
        .findValuesAsText("scheduled_for");
  }

  @Test
  void maintenanceIsPlannedRunningAndOver() {
    Item<Maintenance> item = plan(Duration.ofHours(1), Duration.ofHours(3), null, "A **disk**.");
    plan(Duration.ofDays(7), Duration.ofDays(7).plusHours(1), null, "");
    Shapes shapes = new Shapes(recorded("github.json"), recorded("cloudflare.json"));
    List<String> all =
        List.of(
            "summary",
            "scheduled-maintenances",
            "scheduled-maintenances/upcoming",
            "scheduled-maintenances/active");
    all.forEach(name -> shapes.check("", json(name)));
    assertThat(statuses("/upcoming"))
        .containsExactly("2026-11-20T03:24:00.000Z", "2026-11-27T02:24:00.000Z");
    assertThat(statuses("/active")).isEmpty();
    JsonNode planned = json("summary").at("/scheduled_maintenances/0");
    assertThat(planned.at("/id").textValue()).isEqualTo(item.id().toString());
    assertThat(planned.at("/status").textValue()).isEqualTo("scheduled");
    assertThat(planned.at("/impact").textValue()).isEqualTo("maintenance");
    assertThat(planned.at("/scheduled_until").textValue()).isEqualTo("2026-11-20T05:24:00.000Z");
    assertThat(planned.at("/incident_updates/0/body").textValue()).isEqualTo("A disk.");
    assertThat(planned.get("components").findValuesAsText("name"))
        .containsExactly("Site", "Labels", "New");

    house.later(Duration.ofHours(2));
    all.forEach(name -> shapes.check("", json(name)));
    assertThat(statuses("/active")).containsExactly("2026-11-20T03:24:00.000Z");
    assertThat(json("status").at("/status/indicator").textValue()).isEqualTo("maintenance");
    assertThat(json("components").at("/components/0/status").textValue())
        .isEqualTo("under_maintenance");
    JsonNode running = json("summary").at("/scheduled_maintenances/0");
    assertThat(running.at("/status").textValue()).isEqualTo("in_progress");
    assertThat(running.at("/incident_updates/0/affected_components/0/new_status").textValue())
        .isEqualTo("under_maintenance");

    house.later(Duration.ofHours(2));
    assertThat(statuses("/active")).isEmpty();
    assertThat(statuses(""))
        .containsExactly("2026-11-27T02:24:00.000Z", "2026-11-20T03:24:00.000Z");
    assertThat(
            json("scheduled-maintenances").at("/scheduled_maintenances/1/resolved_at").textValue())
        .isEqualTo("2026-11-20T05:24:00.000Z");
  }

  /** Properties by their names, read by a reader of the standard that warns of nothing. */
  private List<Map<String, String>> events() {
    List<Map<String, String>> events = new ArrayList<>();
    String text = new String(bytes("maintenance.ics"), StandardCharsets.UTF_8);
    try (var reader = new VObjectReader(new StringReader(text), SyntaxRules.iCalendar())) {
      reader.parse(
          new VObjectDataListener() {
            @Override
            public void onComponentBegin(String name, Context context) {
              if (name.equals("VEVENT")) {
                events.add(new HashMap<>());
              }
            }

            @Override
            public void onComponentEnd(String name, Context context) {}

            @Override
            public void onProperty(VObjectProperty property, Context context) {
              if (context.getParentComponents().contains("VEVENT")) {
                assertThat(events.getLast().put(property.getName(), property.getValue())).isNull();
              }
            }

            @Override
            public void onVersion(String value, Context context) {}

            @Override
            public void onWarning(
                Warning warning, VObjectProperty property, Exception thrown, Context context) {
              throw new AssertionError(warning.getMessage());
            }
          });
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return events;
  }

  @Test
  void aCalendarHasEachTimeOfAMaintenance() {
    Item<Maintenance> once =
        plan(
            Duration.ofHours(1), Duration.ofHours(3), null, "All of it, 😀".repeat(20) + "\n\nEnd");
    plan(Duration.ofDays(1), Duration.ofDays(1).plusHours(1), "FREQ=WEEKLY", "");

    String text = new String(bytes("maintenance.ics"), StandardCharsets.UTF_8);
    assertThat(text).endsWith("END:VCALENDAR\r\n").contains("X-WR-CALNAME:Acme: maintenance\r\n");
    assertThat(text.split("\r\n"))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    List<Map<String, String>> events = events();
    assertThat(events).hasSize(4);
    Map<String, String> first = events.getFirst();
    assertThat(first)
        .containsEntry("UID", once.id().toString())
        .containsEntry("DTSTART", "20261120T032400Z")
        .containsEntry("DTEND", "20261120T052400Z")
        .containsEntry("SUMMARY", "Database\\; move\\, of all")
        .containsEntry("URL", HOME + "/maintenance/" + once.id());
    assertThat(first.get("DESCRIPTION"))
        .contains("\\n\\nEnd\\n\\nComponents: Site\\, Labels\\, New");
    assertThat(events.stream().map(event -> event.get("UID")).distinct()).hasSize(4);
    assertThat(events.stream().map(event -> event.get("DTSTART")))
        .containsExactly(
            "20261120T032400Z", "20261121T022400Z", "20261128T022400Z", "20261205T022400Z");

    Maintenance later = once.content();
    house.replan(
        once,
        new Maintenance(
            later.title(),
            later.message(),
            new Timetable(
                House.NOW.plus(Duration.ofHours(2)),
                House.NOW.plus(Duration.ofHours(4)),
                ZoneId.of("Europe/Berlin"),
                null),
            later.scope(),
            true,
            false,
            true));
    Map<String, String> moved = events().getFirst();
    assertThat(moved)
        .containsEntry("UID", once.id().toString())
        .containsEntry("DTSTART", "20261120T042400Z");
    assertThat(Long.parseLong(moved.get("SEQUENCE")))
        .isGreaterThan(Long.parseLong(first.get("SEQUENCE")));
    try (PageServer server = new PageServer(house)) {
      HttpResponse<byte[]> answer = server.get("/status/acme/maintenance.ics");
      assertThat(header(answer, "Content-Type"))
          .isEqualToIgnoringCase("text/calendar; charset=utf-8");
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
