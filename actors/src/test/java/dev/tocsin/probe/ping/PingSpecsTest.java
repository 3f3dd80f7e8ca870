package dev.tocsin.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.CheckSpecs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingSpecsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private boolean privateTargets = true;
  private final PingCheckKind kind =
      new PingCheckKind(
          (spec, timeout) -> null,
          new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of));

  @Test
  void hasDefaultsForAllButTheHost() throws Exception {
    assertThat(kind.write(read("{\"host\": \"Shop.Example\"}")))
        .isEqualTo(
            JSON.readTree(
                """
                {"host": "shop.example", "packets": 3, "packetSize": 56, "maxLoss": 50,
                 "degradedOver": null}
                """));
  }

  @Test
  void survivesStorageAndTheApi() throws Exception {
    PingSpec spec =
        read(
            """
            {"host": "[2001:db8::1]", "packets": 5, "packetSize": 1000, "maxLoss": 20,
             "degradedOver": "80ms"}
            """);
    assertThat(read(kind.write(spec).toString())).isEqualTo(spec);
    String stored = CheckSpecs.mapper().writeValueAsString(spec);
    assertThat(CheckSpecs.mapper().readValue(stored, CheckSpec.class)).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                               | host       | It is missing; it must be a name such as shop.example or an address.",
        "{\"host\":\"a b\"}               | host       | The host is not a valid name or address.",
        "{\"host\":\"a\",\"packets\":0}   | packets    | It must be from 1 to 5.",
        "{\"host\":\"a\",\"packetSize\":8}| packetSize | It must be from 16 to 1452.",
        "{\"host\":\"a\",\"maxLoss\":100} | maxLoss    | It must be from 0 to 99.",
      })
  void namesTheFaultAndTheRemedy(String json, String field, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong -> assertThat(wrong.errors()).containsExactly(new FieldError(field, message)));
  }

  @Test
  void refusesAnAddressThatNoCheckMayPing() {
    assertThatThrownBy(() -> read("{\"host\": \"169.254.169.254\"}"))
        .hasMessageContaining("never connects to it. Enter another address.");
    privateTargets = false;
    assertThatThrownBy(() -> read("{\"host\": \"127.1\"}"))
        .hasMessageContaining("TOCSIN_PRIVATE allows others");
  }

  private PingSpec read(String json) throws JsonProcessingException {
    Input input = Input.of(JSON.readTree(json));
    PingSpec spec = kind.read(input);
    input.finish();
    return spec;
  }
}
