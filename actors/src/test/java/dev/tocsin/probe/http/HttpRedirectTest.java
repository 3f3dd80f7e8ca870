package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpRedirectTest {
  private final Prober prober = new Prober(Trust.ofJvm());

  @AfterEach
  void nothingStays() {
    prober.close();
  }

  @Test
  void followsAChainToItsEnd() throws Exception {
    try (Site site = redirecting(3)) {
      CheckResult result = prober.check(site.url("/0?key=1"));
      assertThat(result.error()).isNull();
      assertThat(result.evidence().redirects())
          .containsExactly(site.url("/1"), site.url("/2"), site.url("/3"));
      assertThat(result.evidence().httpStatus()).isEqualTo(200);
      assertThat(result.evidence().body()).isEqualTo("end");
    }
  }

  @Test
  void followsFiveAndNoMore() throws Exception {
    try (Site site = redirecting(5)) {
      assertThat(prober.check(site.url("/0")).error()).isNull();
    }
    try (Site site = redirecting(6)) {
      assertThat(prober.check(site.url("/0")).error())
          .isEqualTo("More than 5 redirects; the next one leads to " + site.url("/6"));
    }
  }

  @Test
  void findsACircle() throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              String path = Site.readRequest(socket).split(" ")[1];
              redirect(socket, 302, path.equals("/a") ? "/b" : "/a");
            })) {
      CheckResult result = prober.check(site.url("/a"));
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error())
          .isEqualTo(
              "The redirects go in a circle: "
                  + site.url("/b")
                  + " leads back to "
                  + site.url("/a"));
    }
  }

  @Test
  void doesNotFollowWhenNotAsked() throws Exception {
    try (Site site = redirecting(1)) {
      CheckResult result =
          prober.check(
              site.url("/0"),
              http -> http.put("followRedirects", false).putArray("expectedStatus").add("302"));
      assertThat(result.outcome()).isEqualTo(Outcome.UP);
      assertThat(site.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 301, GET, false",
    "POST, 302, GET, false",
    "POST, 303, GET, false",
    "POST, 307, POST, true",
    "POST, 308, POST, true",
    "PUT, 302, PUT, true",
    "PUT, 303, GET, false",
    "HEAD, 303, HEAD, false",
    "DELETE, 301, DELETE, true"
  })
  void changesTheMethodAsTheStatusSays(String method, int status, String then, boolean body)
      throws Exception {
    Deque<String> requests = new ConcurrentLinkedDeque<>();
    try (Site site =
        Site.plain(
            socket -> {
              String request = Site.readRequest(socket);
              requests.add(request);
              if (request.contains(" /start ")) {
                redirect(socket, status, "/end");
              } else {
                Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      prober.check(
          site.url("/start"),
          http -> {
            http.put("method", method);
            if (!method.equals("HEAD")) {
              http.put("body", "payload");
              http.putObject("headers").put("Content-Type", "text/x");
            }
          });
      assertThat(requests).hasSize(2);
      assertThat(requests.getLast()).startsWith(then + " /end ");
      assertThat(requests.getLast().endsWith("payload")).isEqualTo(body);
      assertThat(requests.getLast().contains("text/x")).isEqualTo(body);
    }
  }

  @Test
  void takesNoSecretToAnotherOriginAndNoneBack() throws Exception {
    Deque<String> requests = new ConcurrentLinkedDeque<>();
    Deque<String> targets = new ArrayDeque<>();
    Site.Script script =
        socket -> {
          requests.add(Site.readRequest(socket));
          if (targets.isEmpty()) {
            Site.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
          } else {
            redirect(socket, 307, targets.remove());
          }
        };
    try (Site site = Site.plain(script);
        Site other = Site.plain(script)) {
      targets.addAll(List.of(site.url("/same"), other.url("/other"), site.url("/back")));
      prober.check(
          site.url("/"),
          http -> {
            http.putObject("auth").put("bearer", "secret-token");
            http.putObject("headers")
                .put("Cookie", "a=b")
                .put("X-Api-Key", "k")
                .put("X-Plain", "p");
          });
      assertThat(requests).hasSize(4).allSatisfy(it -> assertThat(it).contains("X-Plain: p"));
      List<String> all = List.copyOf(requests);
      for (String trusted : all.subList(0, 2)) {
        assertThat(trusted).contains("secret-token", "a=b", "X-Api-Key");
      }
      for (String foreign : all.subList(2, 4)) {
        assertThat(foreign).doesNotContain("secret-token", "a=b", "X-Api-Key");
      }
    }
  }

  @Test
  void refusesANameThatIsAMetadataServiceAndSaysSo() throws Exception {
    prober.name("metadata.example", "169.254.169.254");
    CheckResult result = prober.check("http://metadata.example/");
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(result.error())
        .isEqualTo(
            "The address 169.254.169.254 is a cloud's metadata service; Tocsin never connects to"
                + " it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:169.254.169.254]/",
        "http://0xA9FEA9FE/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "//169.254.169.254/",
        "http://metadata.example/"
      })
  void refusesToFollowToAMetadataService(String location) throws Exception {
    prober.name("metadata.example", "169.254.169.254");
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              redirect(socket, 302, location);
            })) {
      CheckResult result = prober.check(site.url("/"));
      assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
      assertThat(result.error())
          .startsWith("Redirected to http://")
          .endsWith("is a cloud's metadata service; Tocsin never connects to it");
      assertThat(result.evidence().redirects()).hasSize(1);
    }
  }

  @Test
  void refusesToFollowToItsOwnPorts() throws Exception {
    try (Site database = Site.plain(Site.ok("rows"));
        Site site =
            Site.plain(
                socket -> {
                  Site.readRequest(socket);
                  redirect(socket, 302, "http://127.0.0.99:" + database.port() + "/");
                })) {
      prober.ownEndpoints.add(database.address());
      assertThat(prober.check(site.url("/")).error())
          .endsWith("is one of Tocsin's own; checks never connect to it");
      assertThat(database.connections()).isZero();
    }
  }

  @Test
  void refusesANameThatAnswersDifferentlyTheSecondTime() throws Exception {
    prober.privateTargets = false;
    Deque<InetAddress> answers =
        new ConcurrentLinkedDeque<>(
            List.of(Prober.address("8.8.8.8"), Prober.address("127.0.0.1")));
    prober.name("rebinding.example", () -> List.of(answers.removeLast()));
    try (Site site = Site.plain(Site.ok(""))) {
      CheckResult result = prober.check("http://rebinding.example:" + site.port() + "/");
      assertThat(result.error())
          .startsWith("The address 127.0.0.1 is a loopback address")
          .endsWith("(TOCSIN_PRIVATE allows others)");
      assertThat(site.connections()).isZero();
    }
  }

  @Test
  void connectsOnlyToTheAllowedAddressesOfAName() throws Exception {
    try (Site site = Site.plain(Site.ok(""))) {
      prober.name("mixed.example", "169.254.169.254", "127.0.0.1");
      CheckResult result = prober.check("http://mixed.example:" + site.port() + "/");
      assertThat(result.evidence().address()).isEqualTo("127.0.0.1:" + site.port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://files.example/", "javascript:alert(1)", "http://", "http://a b.example/"})
  void saysThatARedirectCannotBeFollowed(String location) throws Exception {
    try (Site site =
        Site.plain(
            socket -> {
              Site.readRequest(socket);
              redirect(socket, 302, location);
            })) {
      assertThat(prober.check(site.url("/")).error())
          .startsWith("Status 302 with a redirect that cannot be followed: ");
    }
  }

  @Test
  void aRedirectWithoutATargetIsAnAnswer() throws Exception {
    try (Site site = Site.plain(Site.answering("HTTP/1.1 302 Found", "Content-Length: 0"))) {
      assertThat(prober.check(site.url("/")).error()).isEqualTo("Status 302, expected 200-299");
    }
  }

  private static Site redirecting(int times) throws Exception {
    return Site.plain(
        socket -> {
          String path = Site.readRequest(socket).split(" ")[1];
          int number = Character.digit(path.charAt(1), 10);
          if (number < times) {
            redirect(socket, 302, "/" + (number + 1));
          } else {
            Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend");
          }
        });
  }

  private static void redirect(Socket socket, int status, String location) throws IOException {
    Site.write(
        socket,
        "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
  }
}
