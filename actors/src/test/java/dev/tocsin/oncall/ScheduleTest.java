package dev.tocsin.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schedule as it is stored and as it is sent. */
class ScheduleTest {
  /** As the store writes it. */
  private static final JsonMapper STORED =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final UUID TEAM = new UUID(7, 7);
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Schedule SCHEDULE =
      new Schedule(
          "Platform",
          TEAM,
          Zones.BERLIN,
          List.of(
              new Layer(
                  "Primary",
                  new Rotation(
                      2,
                      Rotation.Unit.WEEKS,
                      LocalDateTime.parse("2026-01-05T09:00"),
                      LocalDateTime.parse("2027-01-05T09:00"),
                      List.of(People.ANN, People.BOB)),
                  List.of(
                      new Window.Daily(
                          List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                          LocalTime.of(22, 0),
                          LocalTime.of(6, 0)),
                      new Window.Weekly(
                          DayOfWeek.FRIDAY,
                          LocalTime.of(17, 0),
                          DayOfWeek.MONDAY,
                          LocalTime.of(9, 0)))),
              new Layer(
                  "Vacations",
                  new FixedTurns(List.of(new Turn(NOON, NOON.plusSeconds(3600), People.CARL))),
                  List.of())),
          List.of(
              new ScheduleOverride(
                  new OverrideId(new UUID(8, 8)),
                  People.DORA,
                  NOON,
                  NOON.plusSeconds(60),
                  null,
                  People.AUTHOR)));

  private static final String BODY =
      """
      {"name": "Platform", "teamId": "%s", "timeZone": "Europe/Berlin", "layers": [
        {"name": "Primary", "people": ["%s", "%s"], "rotation": {"every": 2, "unit": "weeks"},
         "start": "2026-01-05T09:00", "end": "2027-01-05T09:00", "restrictions": [
           {"days": ["sunday", "monday"], "from": "22:00", "until": "06:00"},
           {"fromDay": "friday", "from": "17:00", "untilDay": "monday", "until": "09:00"}]},
        {"name": "Vacations", "shifts": [
          {"from": "2026-06-01T14:00:00+02:00", "until": "2026-06-01T13:00:00Z", "userId": "%s"}]}
      ]}"""
          .formatted(TEAM, People.ANN, People.BOB, People.CARL);

  private static final String LAYER =
      """
      {"name": "L", "people": ["%s"], "rotation": {"unit": "days"}, "start": "2026-01-05T09:00"}"""
          .formatted(People.ANN);

  private static Schedule read(String body) throws JsonProcessingException {
    Input input = Input.of(STORED.readTree(body));
    Schedule schedule = Schedule.read(input);
    input.finish();
    return schedule;
  }

  private static List<FieldError> faults(String body) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(body));
    assertThat(refused).describedAs(body).isNotNull();
    return refused.errors();
  }

  private static String withLayer(String layer) {
    return "{\"name\": \"S\", \"timeZone\": \"UTC\", \"layers\": [" + layer + "]}";
  }

  @Test
  void isStoredAndReadAgain() throws JsonProcessingException {
    String text = STORED.writeValueAsString(SCHEDULE);
    assertThat(STORED.readValue(text, Schedule.KIND.type())).isEqualTo(SCHEDULE);
  }

  @Test
  void whatIsStoredTodayCanBeReadForGood() throws JsonProcessingException {
    String stored =
        """
        {"name":"Platform","team":"00000000-0000-0007-0000-000000000007",\
        "timeZone":"Europe/Berlin","layers":[{"name":"Primary","turns":{"kind":"rotation",\
        "every":2,"unit":"WEEKS","start":"2026-01-05T09:00:00","end":"2027-01-05T09:00:00",\
        "people":["00000000-0000-0001-0000-000000000001","00000000-0000-0001-0000-000000000002"]},\
        "restrictions":[{"kind":"daily","days":["MONDAY","SUNDAY"],"from":"22:00:00",\
        "until":"06:00:00"},{"kind":"weekly","firstDay":"FRIDAY","from":"17:00:00",\
        "lastDay":"MONDAY","until":"09:00:00"}]},{"name":"Vacations","turns":{"kind":"fixed",\
        "turns":[{"from":"2026-06-01T12:00:00Z","until":"2026-06-01T13:00:00Z",\
        "user":"00000000-0000-0001-0000-000000000003"}]},"restrictions":[]}],\
        "overrides":[{"id":"00000000-0000-0008-0000-000000000008",\
        "user":"00000000-0000-0001-0000-000000000004","from":"2026-06-01T12:00:00Z",\
        "until":"2026-06-01T12:01:00Z","insteadOf":null,"author":{"kind":"USER",\
        "id":"00000000-0000-0001-0000-000000000004"}}]}""";
    assertThat(STORED.readValue(stored, Schedule.class)).isEqualTo(SCHEDULE);
    assertThat(STORED.readTree(STORED.writeValueAsString(SCHEDULE)))
        .isEqualTo(STORED.readTree(stored));
  }

  @Test
  void isReadFromWhatSomebodySent() throws JsonProcessingException {
    assertThat(read(BODY)).isEqualTo(SCHEDULE.withOverrides(List.of()));
  }

  @Test
  void aRotationOfOneIsTheUsual() throws JsonProcessingException {
    assertThat(read(withLayer(LAYER)).layers().getFirst().turns())
        .isEqualTo(
            new Rotation(
                1,
                Rotation.Unit.DAYS,
                LocalDateTime.parse("2026-01-05T09:00"),
                null,
                List.of(People.ANN)));
  }

  @Test
  void saysAllThatIsMissing() {
    assertThat(faults("{\"layers\": [{}]}"))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "name",
            "timeZone",
            "layers[0].name",
            "layers[0].people",
            "layers[0].rotation",
            "layers[0].start");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "unit": "days"          | "unit": "days", "every": 0   | layers[0].rotation.every
          "unit": "days"          | "unit": "days", "every": 366 | layers[0].rotation.every
          "unit": "days"          | "unit": "weeks", "every": 53 | layers[0].rotation.every
          "unit": "days"          | "unit": "months"             | layers[0].rotation.unit
          "unit": "days"          | "every": 1                   | layers[0].rotation.unit
          "unit": "days"          | "unit": "days", "at": 1      | layers[0].rotation.at
          "2026-01-05T09:00"      | "2026-01-05"                 | layers[0].start
          "2026-01-05T09:00"      | "1999-12-31T09:00"           | layers[0].start
          "2026-01-05T09:00"      | "2026-01-05T09:00Z"          | layers[0].start
          "people": [             | "people": ["x",              | layers[0].people[0]
          "name": "L"             | "name": 1                    | layers[0].name
          "name": "L"             | "name": "L", "end": "2026-01-05T09:00" | layers[0].end
          "name": "L"             | "name": "L", "restrictions": [1] | layers[0].restrictions[0]
          "name": "L"             | "name": "L", "shifts": []    | layers[0].shifts
          """)
  void saysWhatIsWrongWithALayer(String right, String wrong, String field) {
    assertThat(faults(withLayer(LAYER.replace(right, wrong))))
        .extracting(FieldError::field)
        .contains(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"from": "9:00", "until": "17:00"}                    | from
          {"from": "09:00"}                                     | until
          {"from": "09:00", "until": "24:00"}                   | until
          {"days": [], "from": "09:00", "until": "17:00"}       | days
          {"days": ["Mon"], "from": "09:00", "until": "17:00"}  | days[0]
          {"fromDay": "friday", "from": "09:00", "until": "17:00"} | untilDay
          {"fromDay": "fri", "untilDay": "monday", "from": "09:00", "until": "17:00"} | fromDay
          """)
  void saysWhatIsWrongWithARestriction(String restriction, String field) {
    String layer = LAYER.replace("\"name\"", "\"restrictions\": [" + restriction + "], \"name\"");
    assertThat(faults(withLayer(layer)))
        .extracting(FieldError::field)
        .contains("layers[0].restrictions[0]." + field);
  }

  @Test
  void refusesTooManyLayersAndPeople() {
    String layers = IntStream.range(0, 21).mapToObj(i -> LAYER).collect(Collectors.joining(","));
    assertThat(faults(withLayer(layers)))
        .containsExactly(new FieldError("layers", "It must have at most 20 entries."));
    String people =
        IntStream.range(0, 101)
            .mapToObj(i -> "\"" + People.ANN + "\"")
            .collect(Collectors.joining(","));
    assertThat(faults(withLayer(LAYER.replace("\"" + People.ANN + "\"", people))))
        .containsExactly(new FieldError("layers[0].people", "It must have at most 100 entries."));
  }

  @Test
  void anOverrideIsReadFromWhatSomebodySent() throws JsonProcessingException {
    Input input =
        Input.of(
            STORED.readTree(
                """
                {"userId": "%s", "from": "2026-06-01T12:00:00Z", "until": "2026-06-01T13:00:00Z",
                 "insteadOfUserId": "%s"}"""
                    .formatted(People.DORA, People.ANN)));
    ScheduleOverride override = ScheduleOverride.read(input, People.AUTHOR);
    input.finish();
    assertThat(override)
        .isEqualTo(
            new ScheduleOverride(
                override.id(),
                People.DORA,
                NOON,
                NOON.plusSeconds(3600),
                People.ANN,
                People.AUTHOR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "from": "2026-06-01T12:00:00Z", "until": "2026-06-01T12:00:00Z" | until
          "from": "2026-06-01T12:00:00Z", "until": "2027-07-01T12:00:00Z" | until
          "from": "2026-06-01T12:00", "until": "2026-06-02T12:00:00Z"     | from
          "until": "2026-06-02T12:00:00Z"                                 | from
          """)
  void saysWhatIsWrongWithAnOverride(String times, String field) throws JsonProcessingException {
    Input input = Input.of(STORED.readTree("{\"userId\": \"" + People.ANN + "\", " + times + "}"));
    ScheduleOverride.read(input, People.AUTHOR);
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, input::finish);
    assertThat(refused.errors()).extracting(FieldError::field).contains(field);
  }

  @Test
  void nobodyTakesTheirOwnShift() throws JsonProcessingException {
    Input input =
        Input.of(
            STORED.readTree(
                """
                {"userId": "%1$s", "from": "2026-06-01T12:00:00Z", "until": "2026-06-01T13:00:00Z",
                 "insteadOfUserId": "%1$s"}"""
                    .formatted(People.ANN)));
    ScheduleOverride.read(input, People.AUTHOR);
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, input::finish);
    assertThat(refused.errors()).extracting(FieldError::field).containsExactly("insteadOfUserId");
  }
}
