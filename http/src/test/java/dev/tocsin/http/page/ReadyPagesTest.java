package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Public pages over a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadyPagesTest {
  private House house;
  private MonitorRef monitor;
  private PageServer server;

  @BeforeAll
  void serve(@TempDir Path folder) {
    house = new House(folder).start();
    monitor = house.monitor("one");
    house.is(monitor, Status.UP);
    house.page("acme", "Acme").component("One", "", monitor).save();
    house.page("staff", "Staff").visible(Visibility.PRIVATE).component("Vault", "", monitor).save();
    server = new PageServer(house);
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void aPageIsWholeAndMayBeKeptForHalfAMinute() {
    HttpResponse<byte[]> answer = server.get("/status/acme");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
    assertThat(header(answer, "Cache-Control"))
        .isEqualTo("public, max-age=30, stale-while-revalidate=60");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{24}\"");
    assertThat(PageServer.text(answer).strip()).startsWith("<!doctype html>").endsWith("</html>");
    assertThat(server.get("/status/acme/").body()).isEqualTo(answer.body());
  }

  @Test
  void whoHoldsThePageIsToldSo() {
    String tag = header(server.get("/status/acme"), "ETag");

    HttpResponse<byte[]> held = server.get("/status/acme", "If-None-Match", tag);
    assertThat(held.statusCode()).isEqualTo(304);
    assertThat(held.body()).isEmpty();
    assertThat(header(held, "ETag")).isEqualTo(tag);
    assertThat(header(held, "Vary")).isEqualTo("Accept-Encoding");

    house.is(monitor, Status.DEGRADED);
    HttpResponse<byte[]> fresh = server.get("/status/acme", "If-None-Match", tag);
    assertThat(fresh.statusCode()).isEqualTo(200);
    assertThat(header(fresh, "ETag")).isNotEqualTo(tag);
    house.is(monitor, Status.UP);
  }

  @Test
  void gzipIsReadyAndHasATagOfItsOwn() throws Exception {
    HttpResponse<byte[]> plain = server.get("/status/acme");
    HttpResponse<byte[]> gzip = server.get("/status/acme", "Accept-Encoding", "br, gzip;q=0.8");

    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(gzip, "ETag")).isNotEqualTo(header(plain, "ETag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(
            server
                .get(
                    "/status/acme",
                    "Accept-Encoding",
                    "gzip",
                    "If-None-Match",
                    header(gzip, "ETag"))
                .statusCode())
        .isEqualTo(304);
    assertThat(
            server
                .get("/status/acme", "Accept-Encoding", "gzip;q=0")
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
  }

  @Test
  void headHasEverythingButTheBody() {
    HttpResponse<byte[]> get = server.get("/status/acme");
    HttpResponse<byte[]> head = server.send("HEAD", "/status/acme", "");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
    assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(get.body().length));
  }

  @Test
  void otherMethodsAreRefused() {
    for (String slug : new String[] {"acme", "staff", "never"}) {
      HttpResponse<byte[]> answer = server.send("POST", "/status/" + slug, "x");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
    }
    assertThat(server.send("DELETE", House.ASSETS.address("tocsin.css"), "").statusCode())
        .isEqualTo(405);
  }

  @Test
  void aPrivatePageLooksLikeNone() {
    HttpResponse<byte[]> none = server.get("/status/never");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(PageServer.text(none)).contains("There is no status page here.");

    for (String method : new String[] {"GET", "HEAD"}) {
      for (String path : new String[] {"/status/staff", "/status/staff/"}) {
        HttpResponse<byte[]> hidden = server.send(method, path, "");
        HttpResponse<byte[]> missing = server.send(method, path.replace("staff", "never"), "");
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(missing.body());
        assertThat(hidden.headers().map().keySet()).isEqualTo(missing.headers().map().keySet());
      }
    }
  }

  @Test
  void aMemberSeesThePrivatePageAndNobodyKeepsIt() {
    HttpResponse<byte[]> answer =
        server.get("/status/staff", "Cookie", FakeEntrance.COOKIE, "Accept-Encoding", "gzip");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(PageServer.text(answer)).contains("Vault");
    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void anotherOrganizationsMemberSeesNothing() {
    try (PageServer strangers =
        new PageServer(house, new FakeEntrance(dev.tocsin.tenancy.OrganizationId.create()))) {
      assertThat(strangers.get("/status/staff", "Cookie", FakeEntrance.COOKIE).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void aNodeThatKnowsNothingYetAsksToComeBack(@TempDir Path empty) {
    House starting = new House(empty);
    try (PageServer early = new PageServer(starting)) {
      HttpResponse<byte[]> answer = early.get("/status/acme");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(header(answer, "Retry-After")).isEqualTo("5");
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void assetsAreServed() {
    HttpResponse<byte[]> answer = server.get(House.ASSETS.address("tocsin.css"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase("text/css; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).endsWith("immutable");
    assertThat(server.get("/assets/nothing.css").statusCode()).isEqualTo(404);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
