package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.Authentication;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.oncall.calendar.CalendarLinks;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.DerivedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * The API and the pages over the same stores in memory, with an organization {@code home} that has
 * a member of each role. All of them are viewers of {@code away} as well.
 */
final class PeopleServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final TestServer server;
  final OrganizationId home;
  final OrganizationId away;

  PeopleServer(Path folder) {
    server = TestServer.start(wiring -> pages(wiring, folder));
    Organizations organizations = new Organizations(server);
    home = organizations.found("home");
    away = organizations.found("away");
    for (Role role : Role.values()) {
      var account =
          server.tenancy.account(organizations.account(role, "home").user().email()).orElseThrow();
      server.tenancy.add(away, account, Role.VIEWER, server.time.instant());
    }
  }

  private static Route pages(TestServer.Wiring wiring, Path folder) {
    ApiParts parts = wiring.parts();
    var monitors = parts.monitors();
    PageRoutes pages =
        new PageRoutes(
            new TenancyEntrance(
                wiring.authentication(),
                wiring.addresses(),
                new TenancyEntrance.Ways(
                    parts.tenancy().signIn(), parts.tenancy().setup(), parts.tenancy().joining()),
                parts.writer()),
            new MonitorList(
                parts.configuration(),
                parts.board(),
                monitors.timelines(),
                monitors.entities(),
                monitors.region(),
                parts.time()),
            new PageSnapshots(
                parts.configuration(),
                parts.board(),
                parts.incidents().board(),
                monitors.timelines(),
                House.TEMPLATES,
                folder,
                House.PUBLIC_URL,
                true,
                new PageSnapshots.Executors(Runnable::run, Thread::startVirtualThread),
                parts.time(),
                new SimpleMeterRegistry()),
            new Badges(
                parts.configuration(),
                parts.board(),
                parts.incidents().board(),
                monitors.timelines(),
                monitors.entities(),
                parts.time()),
            House.TEMPLATES,
            House.NOTICES,
            URI.create("http://tocsin.test"),
            new MonitorPages.Parts(
                parts.configuration(),
                parts.writer(),
                parts.board(),
                parts.alerts().board(),
                monitors.timelines(),
                monitors.entities(),
                monitors.bulk(),
                monitors.views(),
                monitors.kinds(),
                monitors.tests(),
                monitors.region(),
                "http://tocsin.test",
                new PastSources(monitors.history(), monitors.rollups(), parts.tenancy().store()),
                parts.blocking(),
                parts.time()));
    return Directives.concat(
        pages.subscribing(parts, wiring.addresses()),
        pages.route(),
        pages.people(parts, wiring.addresses()),
        pages.alerts(parts, wiring.addresses()),
        pages.calendars(
            parts,
            new CalendarLinks(
                new DerivedKeys("a key for tests of 32 bytes, more".getBytes()),
                URI.create("http://tocsin.test"))),
        pages.notFound());
  }

  ApiClient api() {
    return ApiClient.of(server);
  }

  /** A new session of the member of {@code home} with this role. */
  Reader in(Role role) {
    return in(Organizations.email(role, "home"), Organizations.PASSWORD);
  }

  Reader in(String email, String password) {
    return new Reader(
        api()
            .post("/session", java.util.Map.of("email", email, "password", password))
            .expect(200)
            .text("token"));
  }

  Reader nobody() {
    return new Reader("none");
  }

  /** Somebody with a browser that runs no scripts. */
  final class Reader {
    final String session;

    Reader(String session) {
      this.session = session;
    }

    HttpResponse<String> get(String path) {
      return send(request(path).GET());
    }

    /** A page that is there. */
    Document page(String path) {
      return html(get(path), 200);
    }

    /** Sends a form of a page of this session; fields come in pairs of name and value. */
    HttpResponse<String> post(String path, String... fields) {
      List<String> pairs = new ArrayList<>(List.of("csrf=" + csrf()));
      for (int at = 0; at < fields.length; at += 2) {
        pairs.add(
            URLEncoder.encode(fields[at], StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(fields[at + 1], StandardCharsets.UTF_8));
      }
      return send(
          request(path)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Sec-Fetch-Site", "same-origin")
              .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    /** The page that a form led to, with the cookie that it left on the way. */
    HttpResponse<String> followed(HttpResponse<String> sent) {
      assertThat(sent.statusCode()).describedAs(sent.body()).isEqualTo(303);
      String left =
          sent.headers().allValues("Set-Cookie").stream()
              .map(cookie -> "; " + cookie.substring(0, cookie.indexOf(';')))
              .collect(Collectors.joining());
      return send(
          HttpRequest.newBuilder(server.uri(sent.headers().firstValue("Location").orElseThrow()))
              .header("Cookie", Authentication.COOKIE + "=" + session + left)
              .GET());
    }

    ApiClient api() {
      return PeopleServer.this.api().as(session);
    }

    private String csrf() {
      var known = PeopleServer.this.api().as(session).get("/session").expect(200);
      return known.text("csrfToken") + "." + known.json().path("organization").path("id").asText();
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(server.uri(path))
          .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
          .header("Cookie", Authentication.COOKIE + "=" + session);
    }
  }

  static Document html(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(status);
    return Jsoup.parse(answer.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
