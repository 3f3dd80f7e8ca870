package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageApiTest {
  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private ApiClient viewer;
  private MonitorRef monitor;
  private String path;
  private Instant hourAgo;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void makeAMonitor() {
    OrganizationId organization = organizations.found("outages" + ++count);
    ApiClient admin = ApiClient.of(server).as(organizations.token(organization, Role.ADMIN));
    String id =
        admin
            .post("/monitors", Map.of("name", "Shop & Söhne", "type", "manual"))
            .expect(201)
            .text("id");
    monitor = new MonitorRef(organization, new MonitorId(UUID.fromString(id)));
    viewer = ApiClient.of(server).as(organizations.token(organization, Role.VIEWER));
    path = "/monitors/" + id + "/outages";
    hourAgo = server.time.instant().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
  }

  @AfterEach
  void bringTheStoreBack() {
    server.store.comeBack();
  }

  private List<Outage> past(int many) {
    List<Outage> all =
        IntStream.range(0, many)
            .mapToObj(
                i ->
                    new Outage(
                        OutageId.create(),
                        hourAgo.minus(2L * i, ChronoUnit.SECONDS),
                        hourAgo.minus(2L * i - 1, ChronoUnit.SECONDS),
                        "No answer, \"again\""))
            .toList();
    server.monitors.setOutages(monitor, all);
    return all;
  }

  private void goDown(OutageId outage) {
    server.board.publish(
        new MonitorStatus(
            monitor,
            Status.DOWN,
            hourAgo.plusSeconds(60),
            outage,
            "=cmd",
            new StatusVersion(1, 1)));
  }

  private static List<String> ids(List<Outage> outages) {
    return outages.stream().map(outage -> outage.id().toString()).toList();
  }

  private List<String> paged(int limit) {
    List<String> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = viewer.get(path + "?limit=" + limit + cursor).expect(200).json();
      page.get("items").forEach(item -> all.add(item.get("id").asText()));
      assertThat(page.get("items").size()).isLessThanOrEqualTo(limit);
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
    } while (cursor != null);
    return all;
  }

  @Test
  void arePagedTheLatestFirst() {
    List<Outage> all = past(7);
    assertThat(paged(3)).isEqualTo(ids(all));
    assertThat(paged(7)).isEqualTo(ids(all));
    viewer.get(path + "?cursor=nonsense").expect(422);
  }

  @Test
  void containTheOneThatIsShownAndNotYetWritten() {
    List<Outage> written = past(4);
    OutageId open = OutageId.create();
    goDown(open);
    List<String> all = new ArrayList<>(List.of(open.toString()));
    all.addAll(ids(written));
    for (int limit : new int[] {1, 2, 5, 50}) {
      assertThat(paged(limit)).as("by %s", limit).isEqualTo(all);
    }
    JsonNode first = viewer.get(path).expect(200).json().at("/items/0");
    assertThat(first.get("endedAt").isNull()).isTrue();
    assertThat(first.get("startedAt").asText()).isEqualTo(hourAgo.plusSeconds(60).toString());
  }

  @Test
  void containItOnceWhenItIsWritten() {
    OutageId open = OutageId.create();
    goDown(open);
    Outage row = new Outage(open, hourAgo.plusSeconds(60), null, "=cmd");
    server.monitors.setOutages(monitor, List.of(row));
    assertThat(paged(1)).containsExactly(open.toString());
    assertThat(viewer.get(path + "?to=" + hourAgo).expect(200).json().get("items")).isEmpty();
  }

  @Test
  void areExportedWhole() {
    List<Outage> written = past(2_500);
    OutageId open = OutageId.create();
    goDown(open);
    Answer csv = viewer.get(path + "?format=csv&limit=1").expect(200);
    List<String> lines = csv.body().lines().toList();
    assertThat(lines).hasSize(2_502);
    assertThat(lines.get(0)).isEqualTo("id,startedAt,endedAt,cause");
    assertThat(lines.get(1)).startsWith(open + ",").endsWith(",,'=cmd");
    assertThat(lines.get(2)).endsWith(",\"No answer, \"\"again\"\"\"");
    assertThat(lines.get(2_501)).startsWith(written.getLast().id() + ",");
    assertThat(csv.header("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename=\"shop-s_hne-outages-")
        .endsWith(".csv");
    Answer ndjson = viewer.get(path + "?format=ndjson").expect(200);
    assertThat(ndjson.lines()).hasSize(2_501);
    assertThat(ndjson.lines().getFirst().get("cause").asText()).isEqualTo("=cmd");
  }

  @Test
  void knowNoOtherFormat() {
    assertThat(viewer.get(path + "?format=xlsx").expect(422).fault("format")).contains("csv");
    viewer.get(path + "?format=json").expect(200);
  }

  @Test
  void areNotExportedWhileTheStoreIsAway() {
    server.store.goAway();
    assertThat(viewer.get(path + "?format=csv").expect(503).header("Content-Type"))
        .contains("application/problem+json");
  }
}
