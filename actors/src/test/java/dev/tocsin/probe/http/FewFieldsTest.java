package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FewFieldsTest {
  @Test
  void isTheSameMapInTheSameOrder() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : List.of("Zulu", "Accept", "Mike")) {
      fields.put(name, name + "'s value");
    }
    Map<String, String> few = FewFields.copyOf(fields);
    assertThat(few).isEqualTo(fields).hasSameHashCodeAs(fields).hasToString(fields.toString());
    assertThat(few.keySet()).containsExactly("Zulu", "Accept", "Mike");
    assertThat(few.get("Mike")).isEqualTo("Mike's value");
    assertThat(few.get("November")).isNull();
  }

  @Test
  void cannotBeChanged() {
    Map<String, String> few = FewFields.copyOf(Map.of("Accept", "*/*"));
    assertThatThrownBy(() -> few.put("Accept", "text/html"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> few.remove("Accept"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void doesNotFollowTheMapItCameFrom() {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("Accept", "*/*"));
    Map<String, String> few = FewFields.copyOf(fields);
    fields.clear();
    assertThat(few).containsExactly(Map.entry("Accept", "*/*"));
  }
}
