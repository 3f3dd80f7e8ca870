package dev.tocsin.probe.dns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.dns.DnsSpec.Match;
import dev.tocsin.probe.dns.DnsSpec.Resolver;
import dev.tocsin.probe.net.Hosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code dns} of the API. */
final class DnsSpecs {
  private static final Duration SLOWEST = Duration.ofMinutes(5);
  private static final int MOST_EXPECTED = 20;
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(\\d{1,5}))?");

  private DnsSpecs() {}

  static DnsSpec read(Input input) {
    RecordType type = readType(input);
    return new DnsSpec(
        readName(input, type),
        type,
        readResolver(input),
        readExpected(input, type),
        input.choice("match", Match.class).orElse(Match.ALL),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(DnsSpec spec) {
    ObjectNode dns = JsonNodeFactory.instance.objectNode();
    dns.put("name", spec.name());
    dns.put("recordType", spec.recordType().name());
    @Nullable Resolver resolver = spec.resolver();
    dns.put("resolver", resolver == null ? null : resolver.toString());
    ArrayNode expected = dns.putArray("expected");
    spec.expected().forEach(expected::add);
    dns.put("match", spec.match().name().toLowerCase(Locale.ROOT));
    @Nullable Duration degradedOver = spec.degradedOver();
    dns.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return dns;
  }

  private static RecordType readType(Input input) {
    Optional<String> written = input.optionalText("recordType", 10);
    for (RecordType type : RecordType.values()) {
      if (written.isPresent() && type.name().equalsIgnoreCase(written.get())) {
        return type;
      }
    }
    if (written.isPresent()) {
      input.fault("recordType", "It must be one of " + Arrays.toString(RecordType.values()) + ".");
    }
    return RecordType.A;
  }

  private static String readName(Input input, RecordType type) {
    Optional<String> written = input.optionalText("name", 253);
    String form =
        type == RecordType.PTR ? "an address such as 192.0.2.1" : "a name such as example.com";
    if (written.isEmpty()) {
      input.missing("name", form);
      return "invalid";
    }
    Optional<String> name = Questions.name(type, written.get());
    if (name.isEmpty()) {
      input.fault("name", "It must be " + form + ".");
    }
    return name.orElse("invalid");
  }

  private static @Nullable Resolver readResolver(Input input) {
    Optional<String> written = input.optionalText("resolver", 300);
    if (written.isEmpty()) {
      return null;
    }
    try {
      return resolver(written.get());
    } catch (IllegalArgumentException wrong) {
      input.fault("resolver", String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  private static Resolver resolver(String written) {
    long colons = written.chars().filter(c -> c == ':').count();
    if (colons > 1 && !written.startsWith("[")) {
      return new Resolver(Hosts.parse(written), Resolver.USUAL_PORT);
    }
    Matcher parts = WITH_PORT.matcher(written);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "It must be a host such as 192.0.2.53, or a host and a port such as 192.0.2.53:5353.");
    }
    int port = parts.group(2) == null ? Resolver.USUAL_PORT : Integer.parseInt(parts.group(2));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The port must be from 1 to 65535.");
    }
    return new Resolver(Hosts.parse(parts.group(1)), port);
  }

  private static List<String> readExpected(Input input, RecordType type) {
    List<String> values =
        input.list("expected", MOST_EXPECTED, type.form(), node -> value(type, node));
    Set<String> each = new LinkedHashSet<>(values);
    return new ArrayList<>(each);
  }

  private static @Nullable String value(RecordType type, JsonNode node) {
    return node.isTextual() ? RecordValues.of(type, node.textValue()).orElse(null) : null;
  }
}
