package dev.tocsin.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How soon the first byte of each page behind the sign-in comes while 10,000 monitors are checked
 * every minute, and what a first visit weighs.
 */
final class Dashboard implements Main.Benchmark {
  private static final int MONITORS = Integer.getInteger("bench.monitors", 10_000);
  private static final int WRITERS = 12;
  private static final int WARM_UP = 50;
  private static final int READS = 200;
  private static final Duration ALL_CHECKED = Duration.ofSeconds(75);
  private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"#]+)");

  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  public void run() throws Exception {
    try (Target target = new Target(number -> 200);
        Installation tocsin =
            Installation.start(
                Files.createTempDirectory("tocsin-bench"),
                Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"))) {
      Api api = tocsin.signIn();
      String monitor = create(api, target);
      System.out.printf("%d monitors; waiting until all are checked%n", MONITORS);
      Thread.sleep(ALL_CHECKED);
      String cookie = enter(tocsin.url());
      for (String path : paths(monitor)) {
        Samples samples = new Samples();
        int size = 0;
        for (int read = 0; read < WARM_UP + READS; read++) {
          long begin = System.nanoTime();
          var answer =
              client.send(
                  asking(tocsin.url() + path, cookie), HttpResponse.BodyHandlers.ofInputStream());
          double millis = (System.nanoTime() - begin) / 1e6;
          try (var body = answer.body()) {
            size = body.readAllBytes().length;
          }
          if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode());
          }
          if (read >= WARM_UP) {
            samples.add(millis);
          }
        }
        System.out.printf(
            "%-32s first byte %s, %d bytes%n", path.replace(monitor, "ID"), samples, size);
      }
      System.out.println("(bound: p95 below 50 ms)");
      weigh(tocsin.url(), "/", cookie);
      weigh(tocsin.url(), "/monitors/" + monitor, cookie);
      System.out.println("(bound: 100,000 bytes)");
    }
  }

  private static List<String> paths(String monitor) {
    String one = "/monitors/" + monitor;
    return List.of(
        "/",
        "/?q=service-77",
        "/?status=up&page=50",
        "/?sort=uptime",
        "/?group=tag",
        one,
        one + "/results",
        one + "/edit",
        "/monitors/new?type=http",
        "/monitors/find?q=service-99",
        "/organization",
        "/organization/members",
        "/organization/audit",
        "/profile");
  }

  /** The id of one of them. */
  private static String create(Api api, Target target) throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (int number = 0; number < MONITORS; number++) {
      int each = number;
      all.add(
          () -> {
            var monitor =
                Api.JSON.createObjectNode().put("name", "service-" + each).put("type", "http");
            monitor.putArray("tags").add("team-" + each % 20);
            monitor.putObject("http").put("url", target.url(each));
            return api.post("/api/v1/monitors", monitor).get("id").textValue();
          });
    }
    try (var writers = Executors.newFixedThreadPool(WRITERS)) {
      String first = "";
      for (var created : writers.invokeAll(all)) {
        first = first.isEmpty() ? created.get() : first;
      }
      return first;
    }
  }

  /** Signs in as a browser does, and answers its cookies. */
  private String enter(String url) throws Exception {
    String form =
        "email=%s&password=%s"
            .formatted(
                URLEncoder.encode(Installation.EMAIL, StandardCharsets.UTF_8),
                URLEncoder.encode(Installation.PASSWORD, StandardCharsets.UTF_8));
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", url)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return answer.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
  }

  private static HttpRequest asking(String address, String cookie) {
    return HttpRequest.newBuilder(URI.create(address))
        .timeout(Duration.ofSeconds(10))
        .header("Cookie", cookie)
        .header("Accept", "text/html,*/*")
        .header("Accept-Encoding", "gzip")
        .build();
  }

  /** The page and all that it names, as they come over the wire. */
  private void weigh(String url, String path, String cookie) throws Exception {
    int page = size(url + path, cookie);
    String plain =
        client
            .send(
                HttpRequest.newBuilder(URI.create(url + path)).header("Cookie", cookie).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Set<String> assets = new LinkedHashSet<>();
    Matcher named = ASSET.matcher(plain);
    while (named.find()) {
      assets.add(named.group(1));
    }
    int sum = page;
    for (String asset : assets) {
      sum += size(url + asset, cookie);
    }
    System.out.printf(
        "first visit of %s: %d bytes, of which %d for the page, the rest for %d files%n",
        path.length() > 40 ? "a monitor's page" : path, sum, page, assets.size());
  }

  private int size(String address, String cookie) throws Exception {
    return client
        .send(asking(address, cookie), HttpResponse.BodyHandlers.ofByteArray())
        .body()
        .length;
  }
}
