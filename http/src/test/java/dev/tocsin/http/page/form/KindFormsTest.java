package dev.tocsin.http.page.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.MonitorForm;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.form.FilledForm.Source;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckQueue;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.tenancy.OrganizationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KindFormsTest {
  private static final CheckQueue QUEUE =
      new CheckQueue(CheckQueue.Limits.DEFAULT, new SimpleMeterRegistry());
  private static final CheckKinds KINDS =
      new CheckKinds(TestServer.kinds(), QUEUE, new SimpleMeterRegistry());
  private static final MonitorReader READER = new MonitorReader(KINDS, "default");
  private static final MonitorForm WRITER = new MonitorForm(KINDS, "default");

  @AfterAll
  static void close() {
    QUEUE.close();
  }

  static Stream<String> types() {
    return TestServer.kinds().stream().map(CheckKind::type);
  }

  @Test
  void everyKindHasAForm() {
    assertThat(KindForms.all().stream().map(KindForm::type))
        .containsExactlyInAnyOrderElementsOf(types().toList());
  }

  @ParameterizedTest
  @MethodSource("types")
  void everySettingThatTheApiTakesHasAField(String type) throws IOException {
    List<String> fields =
        form(type).settings().map(Setting::path).filter(path -> path.startsWith(type)).toList();
    List<String> described = new ArrayList<>();
    String schema = type;
    api()
        .path("components")
        .path("schemas")
        .propertyStream()
        .filter(each -> each.getKey().equalsIgnoreCase(schema + "Input"))
        .forEach(
            each ->
                each.getValue().path("properties").fieldNames().forEachRemaining(described::add));

    if (!type.equals("manual")) {
      assertThat(described).isNotEmpty();
    }
    assertThat(described)
        .allSatisfy(
            name ->
                assertThat(fields)
                    .anyMatch(path -> (path + ".").startsWith(type + "." + name + ".")));
    leaves(Examples.full(type).path(type), type)
        .forEach(path -> assertThat(fields).anyMatch(field -> path.startsWith(field)));
  }

  private static JsonNode api() throws IOException {
    try (var in = Json.class.getResourceAsStream("/openapi/openapi.json")) {
      return Json.read(in.readAllBytes());
    }
  }

  private static Stream<String> leaves(JsonNode node, String path) {
    return node.isObject()
        ? node.propertyStream().flatMap(each -> leaves(each.getValue(), path + "." + each.getKey()))
        : Stream.of(path);
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatIsTypedIsWhatTheApiWouldTake(String type) {
    ObjectNode example = Examples.full(type);
    Map<String, String> typed = sent(type, example);
    form(type)
        .settings()
        .filter(setting -> setting.control() instanceof Control.Secret)
        .filter(setting -> FormJson.counts(setting, typed))
        .forEach(
            setting -> typed.put(setting.path(), FormJson.at(example, setting.path()).asText()));

    assertThat(withoutKeys(read(type, typed, Json.object(), null)))
        .isEqualTo(withoutKeys(READER.read(example, null)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void savingWhatIsShownChangesNothing(String type) {
    for (ObjectNode example : List.of(Examples.full(type), Examples.least(type))) {
      MonitorReader.Draft before = READER.read(example, null);
      ObjectNode base = written(before);

      assertThat(read(type, sent(type, base), base, before.spec())).isEqualTo(before);
      assertThat(read(type, Map.of(), base, before.spec())).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatAFormSaysIsUsualIsWhatHoldsElse(String type) {
    ObjectNode monitor = written(READER.read(Examples.least(type), null));
    Map<String, String> shown = new FormJson(form(type)).texts(monitor);

    form(type)
        .settings()
        .filter(setting -> !setting.usual().isEmpty() && FormJson.counts(setting, shown))
        .forEach(
            setting ->
                assertThat(shown.get(setting.path()))
                    .as(setting.path())
                    .isEqualTo(setting.usual()));
    assertThat(filled(type, monitor, Map.of(), List.of()).sections())
        .filteredOn(FilledForm.SectionView::isOpen)
        .allSatisfy(
            section ->
                assertThat(section.title())
                    .as("only a port that depends on another setting")
                    .startsWith("Port"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void noSecretIsInWhatAPageShows(String type) {
    ObjectNode example = Examples.full(type);
    Map<String, String> typed = sent(type, example);
    form(type)
        .settings()
        .filter(setting -> setting.control() instanceof Control.Secret)
        .forEach(setting -> typed.put(setting.path(), "typed-secret"));
    FilledForm again = filled(type, Json.object(), typed, List.of());

    all(again)
        .forEach(
            field -> {
              assertThat(field.value())
                  .doesNotContain("typed-secret", "with a colon", "Bearer x", "a=b\n");
              if (field.setting().control() instanceof Control.Secret) {
                assertThat(field.note()).contains("again");
              }
            });
  }

  private static Stream<FieldView> all(FilledForm form) {
    return Stream.concat(
            form.first().stream(),
            form.sections().stream().flatMap(section -> section.fields().stream()))
        .flatMap(field -> Stream.concat(Stream.of(field), field.cases().stream()));
  }

  @Test
  void aFaultStandsAtItsFieldAndOpensItsSection() {
    Map<String, String> typed =
        new HashMap<>(
            Map.of(
                "name", "Shop",
                "http.url", "nowhere",
                "http.expectedStatus", "200\r\n\r\n2xx",
                "http.headers", "X y: 1\r\nno colon\r\nHost: a\r\nHost: b",
                "http.keyword", "text",
                "http.keyword.text", "",
                "http.certificateWarnDays", "soon",
                "tags", "ok\r\n" + "x".repeat(51)));
    FilledForm form = refused("http", typed);

    assertThat(errors(form))
        .containsOnlyKeys(
            "http.url",
            "http.expectedStatus",
            "http.headers",
            "http.keyword.text",
            "http.certificateWarnDays",
            "tags");
    assertThat(errors(form).get("http.expectedStatus")).startsWith("2xx: It must be a status");
    assertThat(errors(form).get("http.headers"))
        .contains("X y: The name of a header", "a name, a colon and a value", "Host stands twice");
    assertThat(errors(form).get("tags")).startsWith("xxx");
    assertThat(form.problem()).isNull();
    assertThat(form.sections())
        .filteredOn(FilledForm.SectionView::isOpen)
        .extracting(FilledForm.SectionView::title)
        .containsExactly(
            "What is sent", "What the answer must be", "Redirects and certificate", "Tags");
  }

  @Test
  void aSecretHeaderIsLeftOutAlsoWhereItsColonIsForgotten() {
    Map<String, String> typed =
        Map.of(
            "http.headers",
            "Accept: text/html\r\nX-Api-Key=0123\r\nAuthorization Bearer 4567\r\n Cookie : 89\r\n\r\nToken:");
    FieldView headers =
        all(refused("http", typed))
            .filter(field -> field.setting().path().equals("http.headers"))
            .findFirst()
            .orElseThrow();

    assertThat(headers.value())
        .isEqualTo("Accept: text/html\nX-Api-Key: \nAuthorization: \nCookie: \n\nToken:");
    assertThat(headers.note()).contains("X-Api-Key, Authorization, Cookie");
  }

  @Test
  void whatIsNoFieldOfTheFormIsSaidAboveIt() {
    FilledForm form =
        filled("manual", Json.object(), Map.of(), List.of(new FieldError("regions", "Wrong.")));
    assertThat(form.problem()).isEqualTo("regions: Wrong.");
  }

  @Test
  void anExpectedTextThatIsEmptyIsAFaultAndNotNothing() {
    Map<String, String> typed =
        Map.of(
            "name",
            "a",
            "tcp.host",
            "a.example",
            "tcp.port",
            "1",
            "tcp.expect",
            "text",
            "tcp.expect.text",
            "",
            "tcp.expect.pattern",
            "left from before");
    assertThat(errors(refused("tcp", typed))).containsOnlyKeys("tcp.expect.text");
  }

  @Test
  void aSignInWithoutItsPasswordIsAFault() {
    for (String type : List.of("redis", "smtp")) {
      Map<String, String> typed =
          Map.of(
              "name",
              "a",
              type + ".host",
              "a.example",
              type + ".login",
              "password",
              type + ".user",
              "u",
              type + ".password",
              "");
      assertThat(errors(refused(type, typed))).containsOnlyKeys(type + ".password");
    }
    Map<String, String> bearer =
        Map.of(
            "name",
            "a",
            "http.url",
            "https://a.example/",
            "http.auth",
            "bearer",
            "http.auth.bearer",
            "",
            "http.auth.basic.user",
            "",
            "http.auth.basic.password",
            "");
    assertThat(errors(refused("http", bearer))).containsOnlyKeys("http.auth.bearer");
  }

  @Test
  void anEmptySecretKeepsTheStoredOneForTheSameTargetOnly() {
    MonitorReader.Draft before = READER.read(Examples.full("http"), null);
    ObjectNode base = written(before);
    Map<String, String> typed = sent("http", base);
    typed.put("http.url", "https://shop.example/other");
    typed.put("http.headers", "X-Api-Key:\r\nAccept: text/plain");
    var kept = (dev.tocsin.probe.http.HttpSpec) read("http", typed, base, before.spec()).spec();

    assertThat(kept.request().basic().password()).isEqualTo("p w ");
    assertThat(kept.request().headers())
        .isEqualTo(Map.of("X-Api-Key", "key: with a colon", "Accept", "text/plain"));

    typed.put("http.url", "https://elsewhere.example/");
    assertThatThrownBy(() -> read("http", typed, base, before.spec()))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong ->
                assertThat(wrong.errors().stream().map(FieldError::field))
                    .containsExactlyInAnyOrder(
                        "http.auth.basic.password", "http.headers.X-Api-Key"));
  }

  @Test
  void aSignInThatIsTakenAwayIsGone() {
    for (String type : List.of("redis", "smtp", "sql")) {
      MonitorReader.Draft before = READER.read(Examples.full(type), null);
      ObjectNode base = written(before);
      Map<String, String> typed = sent(type, base);
      typed.put(type + ".login", "none");

      ObjectNode after = written(read(type, typed, base, before.spec()));
      assertThat(after.path(type).path("password").isNull()).as(type).isTrue();
    }
  }

  @Test
  void aSwitchDecidesWhatCounts() {
    MonitorReader.Draft before = READER.read(Examples.full("heartbeat"), null);
    ObjectNode base = written(before);
    Map<String, String> typed = sent("heartbeat", base);
    typed.put("heartbeat.schedule", "period");
    typed.put("heartbeat.period", "2h");
    ObjectNode after = written(read("heartbeat", typed, base, before.spec()));

    assertThat(after.path("heartbeat").path("period").asText()).isEqualTo("2h");
    assertThat(after.path("heartbeat").path("cron").isNull()).isTrue();
    assertThat(after.path("heartbeat").path("timeZone").isNull()).isTrue();
  }

  @Test
  void everyCaseOfASwitchHasItsRuleInTheStyleSheet() throws IOException {
    String css;
    try (var in = Json.class.getResourceAsStream("/assets/forms.css")) {
      css = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    KindForms.all().stream()
        .flatMap(KindForm::settings)
        .filter(setting -> setting.control() instanceof Control.Switch)
        .flatMap(setting -> ((Control.Switch) setting.control()).options().stream())
        .map(Control.Option::value)
        .distinct()
        .forEach(
            value ->
                assertThat(css)
                    .contains(
                        "option[value=\"%s\"]:checked) > [data-when]:not([data-when~=\"%s\"])"
                            .formatted(value, value)));
  }

  private static KindForm form(String type) {
    return KindForms.of(type).orElseThrow();
  }

  /** What a browser sends of a form that shows this monitor. */
  private static Map<String, String> sent(String type, ObjectNode monitor) {
    Map<String, String> sent = new HashMap<>();
    Map<String, String> shown = new FormJson(form(type)).texts(monitor);
    form(type)
        .settings()
        .forEach(
            setting -> {
              String text = shown.get(setting.path());
              switch (setting.control()) {
                case Control.Tick tick -> {
                  sent.put(FormJson.ASKED + setting.path(), "yes");
                  if (!text.isEmpty()) {
                    sent.put(setting.path(), text);
                  }
                }
                case Control.Line line -> sent.put(setting.path(), text.replaceAll("[\r\n]", ""));
                case Control.Choice(List<Control.Option> options) ->
                    sent.put(
                        setting.path(),
                        options.stream().anyMatch(option -> option.value().equals(text))
                            ? text
                            : options.getFirst().value());
                default ->
                    sent.put(setting.path(), text.replace("\r\n", "\n").replace("\n", "\r\n"));
              }
            });
    return sent;
  }

  private static MonitorReader.Draft read(
      String type, Map<String, String> typed, ObjectNode base, CheckSpec before) {
    List<FieldError> faults = new ArrayList<>();
    ObjectNode json = new FormJson(form(type)).json(typed, base, faults);
    assertThat(faults).isEmpty();
    return READER.read(json, before);
  }

  private static FilledForm refused(String type, Map<String, String> typed) {
    List<FieldError> faults = new ArrayList<>();
    ObjectNode json = new FormJson(form(type)).json(typed, Json.object(), faults);
    try {
      READER.read(json, null);
    } catch (InvalidInputException wrong) {
      faults.addAll(wrong.errors());
    }
    return filled(type, Json.object(), typed, faults);
  }

  private static FilledForm filled(
      String type, ObjectNode base, Map<String, String> typed, List<FieldError> errors) {
    Source source = base.isEmpty() ? Source.NOTHING : Source.ITSELF;
    return FilledForm.of(form(type), base, source, typed, errors);
  }

  private static Map<String, String> errors(FilledForm form) {
    return all(form)
        .filter(field -> field.error() != null)
        .collect(Collectors.toMap(field -> field.setting().path(), FieldView::error));
  }

  private static ObjectNode written(MonitorReader.Draft draft) {
    return WRITER.of(
        draft.monitor(new MonitorRef(OrganizationId.create(), MonitorId.create()), Instant.EPOCH));
  }

  /** Those of a heartbeat are new each time. */
  private static Object withoutKeys(MonitorReader.Draft draft) {
    return draft.spec() instanceof HeartbeatSpec ? written(draft) : draft;
  }
}
