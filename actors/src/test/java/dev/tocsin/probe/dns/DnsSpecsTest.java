package dev.tocsin.probe.dns;

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
import dev.tocsin.probe.dns.DnsSpec.Match;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsSpecsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FULL =
      """
      {"name": "Example.COM.", "recordType": "mx", "resolver": "[2001:db8::53]:5353",
       "expected": ["010 Mail.example.", "20 mail2.example"], "match": "any",
       "degradedOver": "200ms"}
      """;

  private boolean privateTargets = true;
  private final DnsCheckKind kind =
      new DnsCheckKind(
          (spec, timeout) -> null,
          new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of));

  @Test
  void readsEveryFieldInOneForm() throws Exception {
    DnsSpec spec = read(FULL);
    assertThat(spec.name()).isEqualTo("example.com");
    assertThat(spec.recordType()).isEqualTo(RecordType.MX);
    assertThat(spec.resolver()).hasToString("[2001:db8::53]:5353");
    assertThat(spec.expected()).containsExactly("10 mail.example", "20 mail2.example");
    assertThat(spec.match()).isEqualTo(Match.ANY);
    assertThat(spec.target()).isEqualTo("example.com");
  }

  @Test
  void hasDefaultsForAllButTheName() throws Exception {
    assertThat(kind.write(read("{\"name\": \"münchen.example\"}")))
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "xn--mnchen-3ya.example", "recordType": "A", "resolver": null,
                 "expected": [], "match": "all", "degradedOver": null}
                """));
  }

  @Test
  void survivesStorageAndTheApi() throws Exception {
    DnsSpec spec = read(FULL);
    assertThat(read(kind.write(spec).toString())).isEqualTo(spec);
    String stored = CheckSpecs.mapper().writeValueAsString(spec);
    assertThat(CheckSpecs.mapper().readValue(stored, CheckSpec.class)).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "192.0.2.53           | 192.0.2.53",
        "192.0.2.53:53        | 192.0.2.53",
        "dns.Example:5353     | dns.example:5353",
        "2001:DB8::53         | 2001:db8::53",
        "[2001:db8::53]       | 2001:db8::53",
      })
  void takesAResolverWithAndWithoutItsPort(String written, String shown) throws Exception {
    assertThat(read("{\"name\": \"a\", \"resolver\": \"" + written + "\"}").resolver())
        .hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'recordType': 'A'}                              | name        | It is missing; it must be a name such as example.com.",
        "{'name': 'a b'}                                  | name        | It must be a name such as example.com.",
        "{'name': 'a..b'}                                 | name        | It must be a name such as example.com.",
        "{'name': 'example.com', 'recordType': 'PTR'}     | name        | It must be an address such as 192.0.2.1.",
        "{'name': 'a', 'recordType': 'SPF'}               | recordType  | It must be one of [A, AAAA, CNAME, MX, NS, TXT, SOA, PTR, CAA, SRV].",
        "{'name': 'a', 'resolver': 'a:b'}                 | resolver    | It must be a host such as 192.0.2.53, or a host and a port such as 192.0.2.53:5353.",
        "{'name': 'a', 'resolver': 'a:0'}                 | resolver    | The port must be from 1 to 65535.",
        "{'name': 'a', 'resolver': 'a b'}                 | resolver    | The host is not a valid name or address.",
        "{'name': 'a', 'expected': ['::1']}               | expected[0] | It must be an IPv4 address such as ~192.0.2.1~.",
        "{'name': 'a', 'recordType': 'AAAA', 'expected': ['1.2.3.4']} | expected[0] | It must be an IPv6 address such as ~2001:db8::1~.",
        "{'name': 'a', 'recordType': 'MX', 'expected': ['m.b']}       | expected[0] | It must be a preference and a name, such as ~10 mail.example~.",
        "{'name': 'a', 'recordType': 'MX', 'expected': ['70000 m.b']} | expected[0] | It must be a preference and a name, such as ~10 mail.example~.",
        "{'name': 'a', 'recordType': 'SRV', 'expected': ['1 2 m.b']}  | expected[0] | It must be priority, weight, port and a name, such as ~10 5 5060 sip.example~.",
        "{'name': 'a', 'recordType': 'CAA', 'expected': ['issue x']}  | expected[0] | It must be flags, a tag and a value, such as ~0 issue \\~ca.example\\~~.",
        "{'name': 'a', 'recordType': 'NS', 'expected': [7]}           | expected[0] | It must be a name such as ~ns1.example~.",
        "{'name': 'a', 'match': 'some'}                   | match       | It must be one of [any, all].",
        "{'name': 'a', 'port': 53}                        | port        | There is no such field here; remove it or correct its name.",
      })
  void namesTheFaultAndTheRemedy(String json, String field, String message) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            wrong ->
                assertThat(wrong.errors())
                    .containsExactly(new FieldError(field, message.replace('~', '"'))));
  }

  @Test
  void refusesAResolverThatNoCheckMayAsk() {
    privateTargets = false;
    assertThatThrownBy(() -> read("{\"name\": \"a\", \"resolver\": \"10.0.0.1\"}"))
        .hasMessageContaining("TOCSIN_PRIVATE allows others");
    privateTargets = true;
    assertThatThrownBy(() -> read("{\"name\": \"a\", \"resolver\": \"169.254.169.253\"}"))
        .hasMessageContaining("never connects to it. Enter another address.");
  }

  private DnsSpec read(String json) throws JsonProcessingException {
    Input input = Input.of(JSON.readTree(json));
    DnsSpec spec = kind.read(input);
    input.finish();
    return spec;
  }
}
