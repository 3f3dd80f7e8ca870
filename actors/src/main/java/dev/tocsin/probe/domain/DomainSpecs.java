package dev.tocsin.probe.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.domain.DomainSpec.Days;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.net.Hosts;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code domain} of the API. */
final class DomainSpecs {
  private static final String FORM = "a domain name such as example.com";
  private static final String ANY_NAME = "invalid.invalid";
  private static final int USUAL_WARN_DAYS = 30;
  private static final int USUAL_CRITICAL_DAYS = 7;

  /** Ten years, the longest time for which names are registered. */
  private static final int MOST_DAYS = 3_650;

  private DomainSpecs() {}

  static DomainSpec read(Input input) {
    return new DomainSpec(readName(input), readDays(input), readServer(input));
  }

  static ObjectNode write(DomainSpec spec) {
    ObjectNode domain = JsonNodeFactory.instance.objectNode();
    domain.put("name", spec.name());
    domain.put("warnDays", spec.days().warn());
    domain.put("criticalDays", spec.days().critical());
    domain.put("server", spec.server() == null ? null : spec.server().toString());
    return domain;
  }

  private static String readName(Input input) {
    Optional<String> written = input.optionalText("name", 253);
    if (written.isEmpty()) {
      input.missing("name", FORM);
      return ANY_NAME;
    }
    Optional<String> name = written.flatMap(DomainSpecs::name);
    input.check(name.isPresent(), "name", "It must be " + FORM + ".");
    return name.orElse(ANY_NAME);
  }

  private static Optional<String> name(String written) {
    try {
      String name = Hosts.withoutDot(Hosts.nameOrIpv4(written));
      return Optional.of(name)
          .filter(it -> it.indexOf('.') > 0 && AddressPolicy.literal(it).isEmpty());
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  private static Days readDays(Input input) {
    int warn = input.integer("warnDays", 0, MOST_DAYS).orElse(USUAL_WARN_DAYS);
    int critical =
        input.integer("criticalDays", 0, MOST_DAYS).orElse(Math.min(warn, USUAL_CRITICAL_DAYS));
    input.check(
        critical <= warn, "criticalDays", "It must be at most warnDays, which is " + warn + ".");
    return new Days(warn, critical);
  }

  private static @Nullable URI readServer(Input input) {
    Optional<String> written = input.optionalText("server", 1_024);
    if (written.isEmpty()) {
      return null;
    }
    try {
      URI base = HttpUrl.parse(written.get());
      if (base.getRawQuery() != null) {
        input.fault("server", "It must have no query: domain/ and the name are added to its path.");
        return null;
      }
      return withSlash(base);
    } catch (IllegalArgumentException wrong) {
      input.fault("server", String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  /** So that a path can be added. */
  static URI withSlash(URI base) {
    String text = base.toString();
    return text.endsWith("/") ? base : URI.create(text + "/");
  }
}
