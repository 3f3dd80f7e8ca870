package dev.tocsin.probe.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.Fetch.Fetched;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.net.Hosts;
import dev.tocsin.probe.net.Spans;
import dev.tocsin.probe.net.TargetFault;
import java.net.IDN;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which RDAP server answers for a name, by the list of RFC 9224. It is fetched when first needed
 * and again after a day, by one request at a time; while that fails, the last one goes on being
 * used.
 */
final class RdapServers {
  private static final Logger log = LoggerFactory.getLogger(RdapServers.class);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration PAUSE_WITHOUT_LIST = Duration.ofMinutes(1);
  private static final Duration PAUSE_WITH_LIST = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  sealed interface Lookup {}

  /**
   * @param base ends with a slash
   */
  record Found(URI base) implements Lookup {}

  /** The list has no server for the name's ending. */
  record None() implements Lookup {}

  /**
   * @param why there is no list, one sentence
   */
  record Failed(String why) implements Lookup {}

  private final Fetch fetch;
  private final URI list;
  private final InstantSource clock;

  private @Nullable Map<String, URI> servers;
  private @Nullable String fault;
  private Instant nextReading = Instant.MIN;
  private @Nullable CompletableFuture<Lookups> reading;

  /** What the list says once it is there. */
  private interface Lookups {
    Lookup of(String name);
  }

  RdapServers(Fetch fetch, URI list, InstantSource clock) {
    this.fetch = fetch;
    this.list = list;
    this.clock = clock;
  }

  /**
   * @param name in the letters of DNS
   * @return fails only for a defect of Tocsin itself
   */
  CompletableFuture<Lookup> find(String name) {
    CompletableFuture<Lookups> pending;
    synchronized (this) {
      if (reading == null && !clock.instant().isBefore(nextReading)) {
        begin();
      }
      if (servers != null || reading == null) {
        return CompletableFuture.completedFuture(known().of(name));
      }
      pending = reading;
    }
    return pending.thenApply(lookups -> lookups.of(name));
  }

  /** What is said while the list does not come. */
  Lookup late(Duration after) {
    return new Failed(failure("it is not there after " + Spans.text(after)));
  }

  private Lookups known() {
    @Nullable Map<String, URI> all = servers;
    if (all != null) {
      return name -> find(all, name);
    }
    String why = failure(fault == null ? "it was not read" : fault);
    return name -> new Failed(why);
  }

  private void begin() {
    CompletableFuture<Lookups> begun = new CompletableFuture<>();
    reading = begun;
    fetch
        .get(list, Map.of("Accept", "application/json"), TIMEOUT)
        .whenComplete((fetched, defect) -> end(begun, fetched, defect));
  }

  private void end(
      CompletableFuture<Lookups> begun, @Nullable Fetched fetched, @Nullable Throwable defect) {
    if (fetched == null) {
      Throwable thrown = defect == null ? new IllegalStateException("No result") : defect;
      log.error("Reading the list of RDAP servers failed", thrown);
      synchronized (this) {
        reading = null;
        nextReading = clock.instant().plus(PAUSE_WITHOUT_LIST);
      }
      begun.completeExceptionally(thrown);
      return;
    }
    Lookups lookups;
    synchronized (this) {
      reading = null;
      take(fetched);
      lookups = known();
    }
    begun.complete(lookups);
  }

  private void take(Fetched fetched) {
    Instant now = clock.instant();
    try {
      servers = read(fetched);
      fault = null;
      nextReading = now.plus(KEPT);
    } catch (TargetFault wrong) {
      fault = wrong.sentence();
      nextReading = now.plus(servers == null ? PAUSE_WITHOUT_LIST : PAUSE_WITH_LIST);
      log.warn("{}", failure(wrong.sentence()));
    }
  }

  private String failure(String why) {
    return "The list of RDAP servers, "
        + HttpUrl.withoutQuery(list)
        + ", cannot be read: "
        + why
        + "; give the server itself as server, or another list by tocsin.checks.rdap-bootstrap";
  }

  private static Map<String, URI> read(Fetched fetched) throws TargetFault {
    Fetch.@Nullable Answer answer = fetched.answer();
    if (answer == null) {
      throw new TargetFault(String.valueOf(fetched.result().error()));
    }
    if (answer.status() != 200) {
      throw new TargetFault("it is answered with status " + answer.status());
    }
    JsonNode root;
    try {
      root = RdapJson.read(answer);
    } catch (TargetFault malformed) {
      throw new TargetFault("it " + malformed.sentence());
    }
    Map<String, URI> servers = new HashMap<>();
    for (JsonNode service : root.path("services")) {
      add(service, servers);
    }
    if (servers.isEmpty()) {
      throw new TargetFault("it names no servers");
    }
    return Map.copyOf(servers);
  }

  /** {@code [["com", "net"], ["https://rdap.example/"]]}; an entry that is broken is left out. */
  private static void add(JsonNode service, Map<String, URI> servers) {
    @Nullable URI best = null;
    for (JsonNode address : service.path(1)) {
      try {
        URI base = HttpUrl.parse(address.asText(""));
        boolean better = best == null || HttpUrl.isTls(base) && !HttpUrl.isTls(best);
        best = better && base.getRawQuery() == null ? DomainSpecs.withSlash(base) : best;
      } catch (IllegalArgumentException notAnAddress) {
        // RFC 9224, 3: there may be others, of schemes that are not HTTP
      }
    }
    if (best == null) {
      return;
    }
    for (JsonNode ending : service.path(0)) {
      try {
        String ascii = IDN.toASCII(ending.asText(""), IDN.ALLOW_UNASSIGNED);
        servers.putIfAbsent(Hosts.withoutDot(ascii).toLowerCase(Locale.ROOT), best);
      } catch (IllegalArgumentException notAName) {
        // nobody can have a name that ends so
      }
    }
  }

  /** RFC 9224, 4: the longest ending, label by label. */
  private static Lookup find(Map<String, URI> servers, String name) {
    String ending = name;
    while (true) {
      @Nullable URI base = servers.get(ending);
      if (base != null) {
        return new Found(base);
      }
      int dot = ending.indexOf('.');
      if (dot < 0) {
        return new None();
      }
      ending = ending.substring(dot + 1);
    }
  }
}
