package dev.tocsin.http.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.http.Asked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
  private final Assets assets = Assets.load();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tocsin.css",
        "icons.svg",
        "mark.svg",
        "theme.js",
        "shell.js",
        "status.js",
        "monitors.js",
        "alerts.js",
        "alert.js",
        "form.js",
        "chart.js",
        "chart.css"
      })
  void isKeptForEverAtAnAddressOfItsContent(String name) throws IOException {
    String address = assets.address(name);

    assertThat(address).matches("/assets/[a-z]+\\.[0-9a-f]{12}\\.[a-z]+");
    HttpResponse plain = get(address);
    HttpResponse gzip =
        answer(HttpRequest.GET(address).addHeader(RawHeader.create("Accept-Encoding", "gzip")));
    assertThat(header(plain, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(gzip, "ETag")).isNotEqualTo(header(plain, "ETag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(body(gzip))).readAllBytes())
        .isEqualTo(body(plain));
  }

  @Test
  void whatEveryPageLoadsStaysSmall() throws IOException {
    HttpResponse gzip =
        answer(
            HttpRequest.GET(assets.address("shell.js"))
                .addHeader(RawHeader.create("Accept-Encoding", "gzip")));
    assertThat(body(gzip)).hasSizeLessThan(8_800);
  }

  @Test
  void anotherVersionsAddressIsAnsweredAndNotKept() {
    HttpResponse answer = get("/assets/tocsin.000000000000.css");

    assertThat(answer.status().intValue()).isEqualTo(200);
    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/", "/assets/x", "/assets/x.css", "/assets/tokens.000000000000.css",
        "/assets/../tokens.css", "/assets/tocsin.css", "/assets/a/tocsin.000000000000.css", "/x"
      })
  void hasNothingElse(String path) {
    assertThat(assets.answer(Asked.of(HttpRequest.GET(path)))).isNull();
  }

  @Test
  void aTemplateThatNamesNoAssetFailsAtOnce() {
    assertThatThrownBy(() -> assets.address("other.css")).hasMessageContaining("other.css");
  }

  @Test
  void styleSheetsAndDrawingsFetchNothingFromElsewhere() {
    for (String name : new String[] {"tocsin.css", "chart.css", "icons.svg", "mark.svg"}) {
      String text =
          new String(body(get(assets.address(name))), java.nio.charset.StandardCharsets.UTF_8)
              .replace("http://www.w3.org/2000/svg", "");
      assertThat(text).doesNotContain("http", "url(", "@import", "<style", "<script");
    }
  }

  private HttpResponse get(String path) {
    return answer(HttpRequest.GET(path));
  }

  private HttpResponse answer(HttpRequest request) {
    return Objects.requireNonNull(assets.answer(Asked.of(request))).response();
  }

  private static byte[] body(HttpResponse answer) {
    return ((org.apache.pekko.http.javadsl.model.HttpEntity.Strict) answer.entity())
        .getData()
        .toArray();
  }

  private static String header(HttpResponse answer, String name) {
    return answer.getHeader(name).orElseThrow().value();
  }
}
