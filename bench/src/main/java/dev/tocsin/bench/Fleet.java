package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.input.Input;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.http.HttpCheckKind;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Many HTTP monitors with configurations as people write them: nineteen of twenty in one
 * organization, the others in organizations of fifty. Their rows are those that the API writes; the
 * lines in the audit log, which nothing reads at a start, are left out.
 */
record Fleet(List<MonitorRef> monitors) {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int SMALL = 50;
  private static final int ROWS = 1_000;
  private static final String[] PRODUCTS = {
    "Checkout",
    "Catalogue",
    "Payments",
    "Search",
    "Accounts",
    "Invoicing",
    "Shipping",
    "Reports",
    "Messaging",
    "Recommendations",
    "Identity",
    "Warehouse"
  };
  private static final String[] PARTS = {
    "API",
    "web shop",
    "worker",
    "webhook receiver",
    "admin console",
    "public site",
    "GraphQL",
    "export job",
    "image proxy"
  };
  private static final String[] PLACES = {
    "eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1", "sa-east-1"
  };
  private static final String[] PATHS = {
    "/api/v2/health?deep=true",
    "/healthz",
    "/status/live",
    "/internal/monitoring/readiness",
    "/login?returnTo=%2Fdashboard",
    "/v1/ping",
    "/.well-known/health-check.json"
  };

  MonitorRef ref(int number) {
    return monitors.get(number);
  }

  int size() {
    return monitors.size();
  }

  /**
   * Inserts the rows.
   *
   * @param shaky the first so many go down with the target
   */
  static Fleet insert(
      Database database,
      Secrets secrets,
      FleetTarget target,
      Duration interval,
      int monitors,
      int shaky) {
    OrganizationId main =
        database.read(
            handle ->
                new OrganizationId(
                    handle.createQuery("select id from organization").mapTo(UUID.class).one()));
    HttpCheckKind kind =
        new HttpCheckKind(
            (spec, timeout) -> CompletableFuture.failedFuture(new IllegalStateException()),
            new AddressPolicy(() -> true, "bench", List::of));
    List<MonitorRef> refs = new ArrayList<>(monitors);
    OrganizationId small = main;
    for (int begin = 0; begin < monitors; begin += ROWS) {
      List<MonitorRef> chunk = new ArrayList<>(ROWS);
      for (int number = begin; number < Math.min(monitors, begin + ROWS); number++) {
        // the small organizations' monitors stand together, one group in each thousand
        boolean inSmall = number % ROWS >= ROWS - SMALL;
        if (number % ROWS == ROWS - SMALL) {
          small = new OrganizationId(Ids.create());
          insertOrganization(database, small, number);
        }
        chunk.add(new MonitorRef(inSmall ? small : main, MonitorId.create()));
      }
      int first = begin;
      database.write(
          handle -> {
            insert(handle, secrets, kind, target, interval, chunk, first, shaky);
            return true;
          });
      refs.addAll(chunk);
    }
    return new Fleet(refs);
  }

  private static void insertOrganization(Database database, OrganizationId id, int number) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into organization (id, name, created_at, revision)
                    values (:id, :name, :at, 0)
                    """)
                .bind("id", id.value())
                .bind("name", "Small Business No. " + number)
                .bind("at", Instant.now())
                .execute());
  }

  private static void insert(
      Handle handle,
      Secrets secrets,
      HttpCheckKind kind,
      FleetTarget target,
      Duration interval,
      List<MonitorRef> chunk,
      int first,
      int shaky) {
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into monitor (organization_id, id, name, spec, check_interval_ms, timeout_ms,
              confirmations, recovery_confirmations, quorum, tags, created_at, revision)
            values (:organization, :id, :name, :spec, :interval, :timeout, 2, 1, 'any', :tags,
              :createdAt, :revision)
            """)) {
      for (int i = 0; i < chunk.size(); i++) {
        int number = first + i;
        MonitorRef ref = chunk.get(i);
        HttpSpec spec = spec(kind, number, target, number < shaky);
        UUID organization = ref.organization().value();
        UUID id = ref.monitor().value();
        batch
            .bind("organization", organization)
            .bind("id", id)
            .bind("name", name(number))
            .bind(
                "spec",
                secrets.seal(
                    StoredJson.write(spec), new Secrets.Place(organization, id, "monitor.spec")))
            .bind("interval", interval.toMillis())
            .bind("timeout", TIMEOUT.toMillis())
            .bind("tags", StoredJson.write(tags(number)))
            .bind("createdAt", Instant.now())
            .bind("revision", number + 1)
            .add();
      }
      batch.execute();
    }
    try (PreparedBatch raise =
        handle.prepareBatch(
            "update organization set revision = :revision"
                + " where id = :id and revision < :revision")) {
      chunk.stream()
          .map(MonitorRef::organization)
          .distinct()
          .forEach(id -> raise.bind("id", id.value()).bind("revision", first + chunk.size()).add());
      raise.execute();
    }
  }

  /** As a person calls a monitor. */
  static String name(int number) {
    return PRODUCTS[number % PRODUCTS.length]
        + " "
        + PARTS[number / 7 % PARTS.length]
        + " ("
        + PLACES[number / 11 % PLACES.length]
        + ", tenant "
        + number
        + ")";
  }

  private static List<String> tags(int number) {
    return List.of(
        "env:" + (number % 5 == 0 ? "staging" : "production"),
        "team:" + PRODUCTS[number % PRODUCTS.length].toLowerCase(java.util.Locale.ROOT),
        "tier:" + number % 4);
  }

  private static HttpSpec spec(HttpCheckKind kind, int number, FleetTarget target, boolean shaky) {
    String path = PATHS[number % PATHS.length];
    ObjectNode json =
        Api.JSON
            .createObjectNode()
            .put("url", target.url(number, shaky, "/tenants/" + number % 997 + path));
    boolean head = number % 20 == 7;
    json.put("method", head ? "HEAD" : number % 20 == 13 ? "POST" : "GET");
    if (number % 20 == 13) {
      json.put("body", "{\"query\":\"{ health { status } }\",\"tenant\":" + number + "}");
    }
    if (number % 3 != 0) {
      ObjectNode headers = json.putObject("headers");
      headers.put("Accept", "application/json");
      if (number % 3 == 1) {
        headers.put("X-Api-Key", UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString());
      }
    }
    if (number % 4 == 2) {
      json.putArray("expectedStatus").add("200-299").add("304");
    }
    if (!head && number % 2 == 0) {
      json.putObject("keyword").put("text", "\"database\":\"ok\"");
    } else if (!head && number % 10 == 1) {
      json.putObject("jsonPath").put("path", "$.status").put("equals", "ok");
    }
    if (number % 5 < 2) {
      json.put("degradedOver", "5s");
    }
    Input input = Input.of(json);
    HttpSpec spec = kind.read(input);
    input.finish();
    return spec;
  }

  void write(Path file) throws IOException {
    Files.write(file, monitors.stream().map(MonitorRef::entityId).toList());
  }

  static Fleet read(Path file) throws IOException {
    return new Fleet(
        Files.readAllLines(file).stream().map(id -> MonitorRef.parse(id).orElseThrow()).toList());
  }
}
