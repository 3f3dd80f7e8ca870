package dev.tocsin.persistence.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.monitor.LastPing;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Timing;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.Installation;
import dev.tocsin.persistence.configuration.JdbiConfigurationStore;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiTenancyStore;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiLastPingsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456Z");
  private static final Author ANN = Author.user(UserId.create());
  private static final HeartbeatSpec SPEC =
      new HeartbeatSpec(
          new Schedule.Cron("0 3 * * *", ZoneId.of("Europe/Berlin")),
          Duration.ofMinutes(5),
          null,
          "backup",
          new HeartbeatSpec.Keys(UUID.randomUUID(), "push", "hb_key"));

  private final Database database;
  private final JdbiConfigurationStore configuration;
  private final JdbiLastPings lastPings;
  private OrganizationId organization;

  JdbiLastPingsTest(TestDatabase test) {
    this.database = test.database();
    this.configuration =
        new JdbiConfigurationStore(
            database,
            new Secrets(new byte[32]),
            new ContentKinds(List.of()),
            InstantSource.system());
    this.lastPings = new JdbiLastPings(database);
  }

  @BeforeEach
  void found() {
    organization = OrganizationId.create();
    database.write(
        handle ->
            handle
                .createUpdate(
                    "insert into organization (id, name, created_at) values (:id, 'x', :at)")
                .bind("id", organization.value())
                .bind("at", NOON)
                .execute());
  }

  private MonitorRef monitor() {
    MonitorRef ref = new MonitorRef(organization, MonitorId.create());
    configuration.createMonitor(
        new MonitorConfig(ref, "backup", SPEC, Timing.DEFAULT, List.of(), NOON, 0), ANN);
    return ref;
  }

  private static LastPing row(MonitorRef ref, int second, String body) {
    Ping ping =
        new Ping(
            Ping.Kind.FAIL,
            NOON.plusSeconds(second),
            UUID.fromString("0198c0de-0000-7000-8000-00000000cccc"),
            3,
            Duration.ofMillis(1_500),
            "it failed",
            body,
            new Ping.Source("POST", "192.0.2.1", "curl"));
    return new LastPing(ref, ping, Beats.NONE.received(ping));
  }

  @Test
  void keepsTheNewestOfEachMonitor() {
    MonitorRef one = monitor();
    MonitorRef two = monitor();
    lastPings.store(List.of(row(one, 1, "a"), row(two, 1, "b")));
    lastPings.store(List.of(row(two, 3, "c"), row(one, 2, null)));
    lastPings.store(List.of(row(one, 1, "late")));
    assertThat(lastPings.find(List.of(one, two)))
        .containsExactlyInAnyOrder(row(one, 2, null), row(two, 3, "c"));
    assertThat(lastPings.find(List.of(two))).containsExactly(row(two, 3, "c"));
    assertThat(lastPings.find(List.of())).isEmpty();
  }

  @Test
  void forgetsThemWithTheirMonitor() {
    MonitorRef ref = monitor();
    lastPings.store(List.of(row(ref, 1, "a")));
    configuration.deleteMonitor(ref, ANN, NOON);
    assertThat(lastPings.find(List.of(ref))).isEmpty();
    lastPings.store(List.of(row(ref, 2, "comes too late")));
    assertThat(lastPings.find(List.of(ref))).isEmpty();
  }

  @Test
  void takesAThousandAtOnce() {
    List<MonitorRef> refs = Stream.generate(this::monitor).limit(300).toList();
    for (int second = 0; second < 3; second++) {
      int at = second;
      lastPings.store(refs.stream().map(ref -> row(ref, at, "body")).toList());
    }
    assertThat(lastPings.find(refs))
        .hasSize(300)
        .allSatisfy(row -> assertThat(row.ping().at()).isEqualTo(NOON.plusSeconds(2)));
  }

  @Test
  void keepsTheKeysOfAHeartbeatSealed() {
    MonitorRef ref = monitor();
    String stored =
        database.read(
            handle ->
                handle
                    .createQuery("select spec from monitor where id = :id")
                    .bind("id", ref.monitor().value())
                    .mapTo(String.class)
                    .one());
    assertThat(stored).doesNotContain("hb_key", "push");
    assertThat(configuration.changesSince(organization, 0).monitors().getFirst().spec())
        .isEqualTo(SPEC);
  }

  @Test
  void countsTheKeysOfAnOrganization() {
    JdbiTenancyStore.in(database, new Secrets(new byte[32]))
        .members()
        .renewPingKey(organization, ANN, NOON);
    assertThat(configuration.changesSince(organization, 0).organization().pingKeyVersion())
        .isEqualTo(2);
  }

  @Test
  void remembersWhenItWasLastAlive() {
    Installation.of(database, new Secrets(new byte[32]));
    Instant before = Installation.lastAlive(database).orElse(Instant.EPOCH);
    Instant later = NOON.isAfter(before) ? NOON : before.plusSeconds(1);
    Installation.alive(database, later);
    Installation.alive(database, later.minusSeconds(5));
    assertThat(Installation.lastAlive(database)).contains(later);
  }
}
