package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.CheckSpecs;
import dev.tocsin.probe.ManualSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSpecsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FULL =
      """
      {"url": "https://api.example:8443/health?full=1", "method": "POST",
       "headers": {"Accept": "application/json", "X-Api-Key": "key-of-mine"},
       "body": "{}", "auth": {"basic": {"user": "watch", "password": "open sesame"}},
       "expectedStatus": ["200-204", "301"], "keyword": {"text": "ok", "absent": true},
       "jsonPath": {"path": "$.status", "equals": "ok"}, "degradedOver": "800ms",
       "followRedirects": false, "verifyTls": false, "certificateWarnDays": 7}
      """;

  private static final AddressPolicy ANYWHERE = policy(true);

  private final HttpCheckKind kind = new HttpCheckKind((spec, timeout) -> null, ANYWHERE);

  @Test
  void hasSensibleDefaults() {
    HttpSpec spec = read("{\"url\": \"https://api.example\"}");
    assertThat(spec.request().method()).isEqualTo("GET");
    assertThat(spec.request().headers()).isEmpty();
    assertThat(spec.expectedStatus()).containsExactly(new HttpSpec.StatusRange(200, 299));
    assertThat(spec.connection()).isEqualTo(new HttpSpec.Connection(true, true, 14));
    assertThat(spec.keyword()).isNull();
    assertThat(spec.jsonPath()).isNull();
    assertThat(spec.degradedOver()).isNull();
    assertThat(spec.target()).isEqualTo("api.example");
  }

  @Test
  void readsEveryField() {
    HttpSpec spec = read(FULL);
    assertThat(spec.request().url()).hasToString("https://api.example:8443/health?full=1");
    assertThat(spec.request().headers()).containsEntry("X-Api-Key", "key-of-mine");
    assertThat(spec.request().basic()).isEqualTo(new HttpSpec.Basic("watch", "open sesame"));
    assertThat(spec.expectedStatus()).hasToString("[200-204, 301]");
    assertThat(spec.keyword()).isEqualTo(new HttpSpec.Keyword("ok", null, true));
    assertThat(spec.jsonPath()).isEqualTo(new HttpSpec.JsonPathRule("$.status", "ok"));
    assertThat(spec.degradedOver()).isEqualTo(Duration.ofMillis(800));
    assertThat(spec.connection()).isEqualTo(new HttpSpec.Connection(false, false, 7));
  }

  @Test
  void warnsOfCertificatesOnlyWhereTheyAreVerifiedOrItIsAskedFor() {
    String url = "{\"url\": \"https://a.example\"";
    assertThat(read(url + ", \"verifyTls\": false}").connection().certificateWarnDays()).isNull();
    assertThat(read(url + ", \"certificateWarnDays\": null}").connection().certificateWarnDays())
        .isNull();
    assertThat(read(url + ", \"certificateWarnDays\": 0}").connection().certificateWarnDays())
        .isNull();
    assertThat(read(url + ", \"certificateWarnDays\": 30}").connection().certificateWarnDays())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|url",
        "{'url': 'ftp://a.example'}|url",
        "{'url': 'a.example'}|url",
        "{'url': 'https://'}|url",
        "{'url': 'https://user:secret@a.example'}|url",
        "{'url': 'https://a.example:70000'}|url",
        "{'url': 'https://a..example'}|url",
        "{'url': 'https://[1::2::3]/'}|url",
        "{'url': 'https://[fe80::1%25eth0]/'}|url",
        "{'url': 'https://1.2.3.4.5/'}|url",
        "{'url': 'https://a.example', 'method': 'BREW'}|method",
        "{'url': 'https://a.example', 'method': 'CONNECT'}|method",
        "{'url': 'https://a.example', 'body': 'x'}|body",
        "{'url': 'https://a.example', 'headers': {'Content-Length': '3'}}|headers.Content-Length",
        "{'url': 'https://a.example', 'headers': {'Transfer-Encoding': 'x'}}|headers.Transfer-Encoding",
        "{'url': 'https://a.example', 'headers': {'connection': 'x'}}|headers.connection",
        "{'url': 'https://a.example', 'headers': {'A b': 'x'}}|headers.A b",
        "{'url': 'https://a.example', 'headers': {'A': 'x\\r\\nB: y'}}|headers.A",
        "{'url': 'https://a.example', 'headers': {'A': 'ä'}}|headers.A",
        "{'url': 'https://a.example', 'headers': {'A': 1}}|headers.A",
        "{'url': 'https://a.example', 'headers': {'A': 'x', 'a': 'y'}}|headers.a",
        "{'url': 'https://a.example', 'headers': []}|headers",
        "{'url': 'https://a.example', 'auth': {}}|auth",
        "{'url': 'https://a.example', 'auth': {'bearer': 't', 'basic': {'user': 'u', 'password': 'p'}}}|auth",
        "{'url': 'https://a.example', 'auth': {'basic': {'user': 'a:b', 'password': 'p'}}}|auth.basic.user",
        "{'url': 'https://a.example', 'auth': {'bearer': 'a\\nb'}}|auth.bearer",
        "{'url': 'https://a.example', 'auth': {'bearer': 'a'}, 'headers': {'authorization': 'b'}}|headers",
        "{'url': 'https://a.example', 'expectedStatus': []}|expectedStatus",
        "{'url': 'https://a.example', 'expectedStatus': ['99']}|expectedStatus[0]",
        "{'url': 'https://a.example', 'expectedStatus': ['200', '300-200']}|expectedStatus[1]",
        "{'url': 'https://a.example', 'expectedStatus': ['200-600']}|expectedStatus[0]",
        "{'url': 'https://a.example', 'expectedStatus': '200'}|expectedStatus",
        "{'url': 'https://a.example', 'keyword': {}}|keyword.text",
        "{'url': 'https://a.example', 'keyword': {'text': 'a\\u0000'}}|keyword.text",
        "{'url': 'https://a.example', 'headers': {'A': 'x\\u0000'}}|headers.A",
        "{'url': 'https://a.example\\\\x'}|url",
        "{'url': 'https://a.example:80\\\\x'}|url",
        "{'url': 'https://a.example', 'jsonPath': {'path': 'status'}}|jsonPath.path",
        "{'url': 'https://a.example', 'jsonPath': {'path': '$.['}}|jsonPath.path",
        "{'url': 'https://a.example', 'jsonPath': {'path': '$[?]'}}|jsonPath.path",
        "{'url': 'https://a.example', 'jsonPath': {'path': '$[?(@.a =~ /(a+)+b/)]'}}|jsonPath.path",
        "{'url': 'https://a.example', 'degradedOver': '0s'}|degradedOver",
        "{'url': 'https://a.example', 'certificateWarnDays': -1}|certificateWarnDays",
        "{'url': 'https://a.example', 'certificateWarnDay': 1}|certificateWarnDay"
      })
  void namesTheFieldAtFault(String json, String field) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong ->
                assertThat(wrong.errors()).extracting(FieldError::field).containsExactly(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'keyword': {'text': ''}|It must have 1 to 1024 characters.",
        "'keyword': {}|It is missing; it must be a text of 1 to 1024 characters, or in its place a pattern.",
        "'expectedStatus': []|It must have at least one status, or be left out."
      })
  void doesNotCallMissingWhatIsEmpty(String field, String message) {
    assertThatThrownBy(
            () -> read(("{'url': 'https://a.example', " + field + "}").replace('\'', '"')))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong ->
                assertThat(wrong.errors())
                    .extracting(FieldError::message)
                    .containsExactly(message));
  }

  @Test
  void refusesABodyOfMoreThan64KiB() {
    String json = "{\"url\": \"https://a.example\", \"method\": \"PUT\", \"body\": \"%s\"}";
    assertThat(read(json.formatted("x".repeat(65_536))).request().body()).hasSize(65_536);
    assertThatThrownBy(() -> read(json.formatted("ä".repeat(40_000))))
        .hasMessageContaining("64 KiB");
  }

  @Test
  void writesEveryFieldAndNoSecret() {
    JsonNode written = kind.write(read(FULL));
    assertThat(written.toString()).doesNotContain("sesame").doesNotContain("key-of-mine");
    assertThat(written.at("/auth").toString()).isEqualTo("{\"basic\":{\"user\":\"watch\"}}");
    assertThat(written.at("/headers/X-Api-Key").textValue()).isEqualTo(HttpSecrets.HIDDEN);
    assertThat(written.at("/degradedOver").textValue()).isEqualTo("800ms");
    assertThat(
            kind.write(read("{\"url\": \"http://a\", \"auth\": {\"bearer\": \"abcdef\"}}"))
                .at("/auth"))
        .hasToString("{\"bearer\":true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FULL,
        "{\"url\": \"http://a\", \"auth\": {\"bearer\": \"abcdef\"}}",
        "{\"url\": \"http://a\", \"certificateWarnDays\": null, \"jsonPath\": {\"path\": \"$.a\", \"equals\": [1]}}"
      })
  void whatWasWrittenStandsForWhatIsStoredWhenItComesBack(String json) {
    HttpSpec before = read(json);
    HttpSpec after = read(kind.write(before).toString());
    assertThat(kind.keepSecrets(before, after)).isEqualTo(before);
    assertThat(kind.missingSecrets(kind.keepSecrets(before, after))).isEmpty();
  }

  @Test
  void asksForSecretsThatNothingFillsIn() {
    HttpSpec alone = read(kind.write(read(FULL)).toString());
    assertThat(kind.missingSecrets(alone))
        .extracting(FieldError::field)
        .containsExactly("http.auth.basic.password", "http.headers.X-Api-Key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example:8443/",
        "http://api.example:8443/",
        "https://api.example/",
        "https://api.example.evil.example:8443/"
      })
  void carriesNoSecretToAnotherOrigin(String url) {
    HttpSpec before = read(FULL);
    String moved = kind.write(before).put("url", url).toString();
    HttpSpec after = kind.keepSecrets(before, read(moved));
    assertThat(after.toString() + kind.missingSecrets(after)).contains("password", "X-Api-Key");
    assertThat(CheckSpecs.mapper().valueToTree(after).toString())
        .doesNotContain("sesame")
        .doesNotContain("key-of-mine");
  }

  @Test
  void carriesSecretsToAnotherPathOfTheSameOrigin() {
    HttpSpec before = read(FULL);
    String moved = kind.write(before).put("url", "https://API.example:8443/other").toString();
    HttpSpec after = kind.keepSecrets(before, read(moved));
    assertThat(after.request().basic()).isEqualTo(before.request().basic());
    assertThat(after.request().headers()).isEqualTo(before.request().headers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://0xA9FEA9FE/",
        "https://[fd00:ec2::254]:8443/",
        "http://[::ffff:169.254.169.254]/",
        "http://0.0.0.0/",
        "http://127.0.0.1:5432/",
        "http://127.1:5432/",
        "http://[::1]:5432/"
      })
  void neverTakesAnAddressThatNoSettingAllows(String url) {
    for (boolean privateTargets : new boolean[] {true, false}) {
      assertThat(refusal(url, privateTargets))
          .contains("ever connect")
          .endsWith(" to it. Enter another address.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/", "http://10.1.2.3:8080/", "https://[fc00::1]/"})
  void takesAPrivateAddressWhereTheSettingSaysSo(String url) {
    assertThat(refusal(url, true)).isEmpty();
    assertThat(refusal(url, false)).contains("PRIVATE allows others");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://metadata.google.internal/", "http://localhost:5432/"})
  void leavesANameToTheCheckThatResolvesIt(String url) {
    assertThat(refusal(url, false)).isEmpty();
  }

  private static String refusal(String url, boolean privateTargets) {
    var errors = new ArrayList<FieldError>();
    try {
      Input input = Input.of(JSON.createObjectNode().put("url", url));
      new HttpCheckKind((spec, timeout) -> null, policy(privateTargets)).read(input);
      input.finish();
    } catch (InvalidInputException wrong) {
      errors.addAll(wrong.errors());
    }
    assertThat(errors).extracting(FieldError::field).allMatch("url"::equals);
    return errors.stream().map(FieldError::message).collect(Collectors.joining());
  }

  private static AddressPolicy policy(boolean privateTargets) {
    return new AddressPolicy(
        () -> privateTargets, "PRIVATE", () -> List.of(new InetSocketAddress("127.0.0.1", 5432)));
  }

  @Test
  void showsNoSecretAsText() {
    HttpSpec spec = read(FULL.replace("full=1", "key=in-the-query"));
    assertThat(spec.toString() + spec.request().basic())
        .contains("watch", "api.example:8443/health")
        .doesNotContain("sesame")
        .doesNotContain("key-of-mine")
        .doesNotContain("in-the-query");
  }

  @Test
  void survivesStorageWithItsSecrets() throws Exception {
    ObjectMapper plain = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
    for (CheckSpec spec :
        List.of(read(FULL), read("{\"url\": \"http://my_service\"}"), new ManualSpec())) {
      for (ObjectMapper mapper : List.of(CheckSpecs.mapper(), plain)) {
        String stored = mapper.writeValueAsString(spec);
        assertThat(mapper.readValue(stored, CheckSpec.class)).isEqualTo(spec);
      }
    }
    assertThat(CheckSpecs.mapper().writeValueAsString(read(FULL)))
        .contains("\"type\":\"http\"", "PT0.8S", "open sesame");
  }

  @Test
  void keepsAPatternInPlaceOfAText() throws Exception {
    HttpSpec spec = read("{\"url\": \"http://a\", \"keyword\": {\"pattern\": \"a[0-9]+\"}}");
    assertThat(spec.keyword()).isEqualTo(new HttpSpec.Keyword(null, "a[0-9]+", false));
    assertThat(kind.write(spec).get("keyword"))
        .isEqualTo(JSON.readTree("{\"pattern\": \"a[0-9]+\", \"absent\": false}"));
    ObjectMapper stored = CheckSpecs.mapper();
    assertThat(stored.readValue(stored.writeValueAsString(spec), CheckSpec.class)).isEqualTo(spec);
    // as it was stored before there were patterns
    String before = stored.writeValueAsString(read(FULL)).replace("\"pattern\":null,", "");
    assertThat(before).doesNotContain("pattern");
    assertThat(stored.readValue(before, CheckSpec.class)).isEqualTo(read(FULL));
  }

  private HttpSpec read(String json) {
    try {
      Input input = Input.of(JSON.readTree(json));
      HttpSpec spec = kind.read(input);
      input.finish();
      return spec;
    } catch (com.fasterxml.jackson.core.JsonProcessingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
