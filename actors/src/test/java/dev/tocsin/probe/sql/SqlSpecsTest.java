package dev.tocsin.probe.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.CheckSpecs;
import dev.tocsin.probe.net.Notes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlSpecsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FULL =
      """
      {"driver": "mysql", "host": "db.example", "port": 3307, "database": "shop", "user": "watcher",
       "password": "open sesame", "tls": "require", "query": "SELECT count(*) FROM orders",
       "expect": {"value": "1"}, "degradedOver": "500ms"}
      """;

  private final SqlCheckKind kind =
      new SqlCheckKind(
          (spec, timeout) -> null, new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void hasDefaultsForMost() throws Exception {
    assertThat(
            kind.write(
                read(
                    """
                    {"driver": "sqlserver", "host": "db.example", "user": "watcher",
                     "password": null}
                    """)))
        .isEqualTo(
            JSON.readTree(
                """
                {"driver": "sqlserver", "host": "db.example", "port": 1433, "database": null,
                 "user": "watcher", "password": null, "tls": "verify", "query": "SELECT 1",
                 "expect": null, "degradedOver": null}
                """));
  }

  @Test
  void showsNoPasswordAndKeepsIt() throws Exception {
    SqlSpec before = read(FULL);
    assertThat(before.toString() + before.login()).doesNotContain("sesame");
    ObjectNode shown = kind.write(before);
    assertThat(shown.toString()).doesNotContain("sesame");
    SqlSpec after = kind.keepSecrets(before, read(shown.toString()));
    assertThat(after).isEqualTo(before);
    assertThat(kind.missingSecrets(after)).isEmpty();
    shown.remove("password");
    assertThat(kind.keepSecrets(before, read(shown.toString()))).isEqualTo(before);
    String stored = CheckSpecs.mapper().writeValueAsString(before);
    assertThat(stored).contains("open sesame");
    assertThat(CheckSpecs.mapper().readValue(stored, CheckSpec.class)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"host,evil.example", "port,3308", "tls,off"})
  void carriesNoPasswordElsewhereAndToNothingWeaker(String field, String value) throws Exception {
    SqlSpec before = read(FULL);
    ObjectNode moved = kind.write(before);
    if (field.equals("port")) {
      moved.put(field, Integer.parseInt(value));
    } else {
      moved.put(field, value);
    }
    SqlSpec after = kind.keepSecrets(before, read(moved.toString()));
    assertThat(after.login().password()).isEqualTo(Notes.HIDDEN);
    assertThat(kind.missingSecrets(after))
        .extracting(FieldError::field)
        .containsExactly("sql.password");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "driver   | \"oracle\"           | It must be one of [postgresql, mysql, sqlserver].",
        "host     | \"a b\"              | The host is not a valid name or address.",
        "database | \"a?b=c\"            | It must be of letters, digits, blanks and _ $ . - only.",
        "tls      | \"maybe\"            | It must be one of [off, require, verify].",
        "url      | \"jdbc:postgresql:\" | There is no such field here; remove it or correct its name.",
      })
  void namesTheFaultAndTheRemedy(String field, String value, String message) throws Exception {
    ObjectNode sql = (ObjectNode) JSON.readTree(FULL);
    sql.set(field, JSON.readTree(value));
    assertThatThrownBy(() -> read(sql.toString()))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong -> assertThat(wrong.errors()).contains(new FieldError(field, message)));
  }

  private SqlSpec read(String json) throws JsonProcessingException {
    Input input = Input.of(JSON.readTree(json));
    SqlSpec spec = kind.read(input);
    input.finish();
    return spec;
  }
}
