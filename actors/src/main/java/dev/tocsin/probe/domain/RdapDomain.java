package dev.tocsin.probe.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.probe.Evidence.Fact;
import dev.tocsin.probe.net.Hosts;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what RDAP says of a domain (RFC 9083, 5.3). Fields of a wrong type are as if left out. */
final class RdapDomain {
  private static final int MOST_STATUSES = 20;
  private static final int MOST_NAME_SERVERS = 12;
  private static final int MOST_ENTITIES = 50;

  private RdapDomain() {}

  /**
   * @param name that was asked for
   * @throws TargetFault with the end of a sentence that begins with whose answer it is
   */
  static Finding.Registered read(JsonNode root, String name) throws TargetFault {
    checkSubject(root, name);
    @Nullable Instant expires = expiration(root);
    List<String> statuses = statuses(root);
    List<Fact> facts = new ArrayList<>();
    if (expires != null) {
      facts.add(new Fact("expiration", expires.toString()));
    }
    event(root, "registration").ifPresent(date -> facts.add(new Fact("registration", date)));
    registrar(root).ifPresent(registrar -> facts.add(new Fact("registrar", registrar)));
    if (!statuses.isEmpty()) {
      facts.add(new Fact("status", String.join(", ", statuses)));
    }
    List<String> servers = nameServers(root);
    if (!servers.isEmpty()) {
      facts.add(new Fact("name servers", String.join(", ", servers)));
    }
    return new Finding.Registered(expires, statuses, facts);
  }

  private static void checkSubject(JsonNode root, String name) throws TargetFault {
    String said = root.path("ldhName").asText("");
    boolean isDomain =
        root.path("objectClassName").asText("").equalsIgnoreCase("domain")
            || !root.has("objectClassName") && (!said.isEmpty() || root.has("events"));
    if (!isDomain) {
      throw new TargetFault("says nothing of a domain");
    }
    if (!said.isEmpty() && !Hosts.withoutDot(said).equalsIgnoreCase(name)) {
      throw new TargetFault("is about " + Quotes.of(said) + ", not about " + name);
    }
  }

  /** The earliest where there are several. */
  private static @Nullable Instant expiration(JsonNode root) throws TargetFault {
    @Nullable Instant earliest = null;
    for (JsonNode event : root.path("events")) {
      if (isAction(event, "expiration") && event.path("eventDate").isTextual()) {
        String written = event.path("eventDate").textValue();
        Instant date =
            date(written)
                .orElseThrow(
                    () ->
                        new TargetFault(
                            "has an expiration date that cannot be read: \""
                                + Quotes.of(written, 40)
                                + "\""));
        earliest = earliest == null || date.isBefore(earliest) ? date : earliest;
      }
    }
    return earliest;
  }

  private static Optional<String> event(JsonNode root, String action) {
    for (JsonNode event : root.path("events")) {
      if (isAction(event, action) && event.path("eventDate").isTextual()) {
        String written = event.path("eventDate").textValue();
        return Optional.of(date(written).map(Instant::toString).orElse(Quotes.of(written, 40)));
      }
    }
    return Optional.empty();
  }

  private static boolean isAction(JsonNode event, String action) {
    return event.path("eventAction").asText("").strip().equalsIgnoreCase(action);
  }

  /** RFC 3339, and what some write in its place: without an offset, or the day alone. */
  private static Optional<Instant> date(String written) {
    String text = written.strip().replace(' ', 'T');
    try {
      if (text.indexOf('T') < 0 && text.indexOf('t') < 0) {
        return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      boolean hasOffset = text.matches("(?i).*(z|[+-]\\d\\d(:?\\d\\d)?)");
      return Optional.of(
          hasOffset
              ? OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant()
              : LocalDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static List<String> statuses(JsonNode root) {
    List<String> statuses = new ArrayList<>();
    for (JsonNode status : root.path("status")) {
      if (status.isTextual() && statuses.size() < MOST_STATUSES) {
        // some write the words of EPP: clientHold
        String words = status.textValue().strip().replaceAll("([a-z])([A-Z])", "$1 $2");
        statuses.add(Quotes.of(words.toLowerCase(Locale.ROOT), 60));
      }
    }
    return statuses;
  }

  private static List<String> nameServers(JsonNode root) {
    List<String> names = new ArrayList<>();
    for (JsonNode server : root.path("nameservers")) {
      JsonNode name = server.path("ldhName");
      if (name.isTextual() && names.size() < MOST_NAME_SERVERS) {
        names.add(Quotes.of(name.textValue().toLowerCase(Locale.ROOT), 253));
      }
    }
    return names;
  }

  private static Optional<String> registrar(JsonNode root) {
    int seen = 0;
    for (JsonNode entity : root.path("entities")) {
      if (seen++ == MOST_ENTITIES) {
        break;
      }
      for (JsonNode role : entity.path("roles")) {
        if (role.asText("").equalsIgnoreCase("registrar")) {
          return fullName(entity)
              .or(() -> Optional.of(entity.path("handle").asText("")))
              .filter(name -> !name.isBlank())
              .map(name -> Quotes.of(name));
        }
      }
    }
    return Optional.empty();
  }

  /** RFC 7095: {@code ["vcard", [["fn", {}, "text", "Example Registrar"], ...]]}. */
  private static Optional<String> fullName(JsonNode entity) {
    for (JsonNode property : entity.path("vcardArray").path(1)) {
      if (property.path(0).asText("").equalsIgnoreCase("fn") && property.path(3).isTextual()) {
        return Optional.of(property.path(3).textValue()).filter(name -> !name.isBlank());
      }
    }
    return Optional.empty();
  }
}
