package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Fetch.Fetched;
import dev.tocsin.probe.net.Trust;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchTest {
  private final Prober prober = new Prober(Trust.ofJvm());
  private final Fetch fetch = new Fetch(prober.probe());

  @AfterEach
  void nothingStays() {
    prober.close();
  }

  @Test
  void givesTheAnswerWhateverItsStatus() throws Exception {
    String[] request = new String[1];
    try (Site site =
        Site.plain(
            socket -> {
              request[0] = Site.readRequest(socket);
              Site.write(
                  socket,
                  "HTTP/1.1 429 Slow Down\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nlater");
            })) {
      Fetched fetched = get(site.url("/a"), Prober.LONG);
      assertThat(fetched.result().outcome()).isEqualTo(Outcome.UP);
      assertThat(fetched.answer().status()).isEqualTo(429);
      assertThat(fetched.answer().headers().get("Retry-After")).isEqualTo("7");
      assertThat(fetched.answer().text()).isEqualTo("later");
      assertThat(fetched.answer().fault()).isNull();
      assertThat(request[0].toLowerCase())
          .contains("accept: text/x\r\n", "user-agent: tocsin/1.2.3");
    }
  }

  @Test
  void followsRedirectsByThePolicy() throws Exception {
    try (Site last = Site.plain(Site.ok("there"));
        Site first =
            Site.plain(
                Site.answering(
                    "HTTP/1.1 302 Found", "Location: " + last.url("/"), "Content-Length: 0"));
        Site away =
            Site.plain(
                Site.answering(
                    "HTTP/1.1 302 Found",
                    "Location: http://169.254.169.254/",
                    "Content-Length: 0"))) {
      assertThat(get(first.url("/"), Prober.LONG).answer().text()).isEqualTo("there");
      Fetched refused = get(away.url("/"), Prober.LONG);
      assertThat(refused.answer()).isNull();
      assertThat(refused.result().outcome()).isEqualTo(Outcome.DOWN);
      assertThat(refused.result().error())
          .startsWith("Redirected to http://169.254.169.254/: The address 169.254.169.254 is ");
    }
  }

  @Test
  void readsNoMoreThanAMebibyte() throws Exception {
    try (Site site = Site.plain(Site.ok("x".repeat((1 << 20) + 1)))) {
      Fetched fetched = get(site.url("/"), Prober.LONG);
      assertThat(fetched.answer().text()).isEmpty();
      assertThat(fetched.answer().fault()).isEqualTo("The body is larger than 1 MiB");
    }
  }

  @Test
  void endsWithItsTimeOut() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      Fetched fetched = get(site.url("/"), Duration.ofMillis(200));
      assertThat(fetched.answer()).isNull();
      assertThat(fetched.result().error())
          .isEqualTo("No answer from 127.0.0.1:" + site.port() + " within 200 ms");
    }
  }

  private Fetched get(String url, Duration timeout) throws Exception {
    return fetch
        .get(HttpUrl.parse(url), Map.of("Accept", "text/x"), timeout)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
