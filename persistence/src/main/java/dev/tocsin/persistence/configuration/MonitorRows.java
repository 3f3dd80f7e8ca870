package dev.tocsin.persistence.configuration;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Quorum;
import dev.tocsin.monitor.Timing;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.item.Tombstones;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table of monitors. What is asked of a target may hold passwords, so it is sealed. */
final class MonitorRows {
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final Tombstones DELETED = new Tombstones("monitor");
  private static final int FETCH = 2_000;

  private static final String SELECT =
      """
      select id, name, spec, check_interval_ms, timeout_ms, confirmations,
        recovery_confirmations, quorum, tags, escalation_policy_id, team_id, depends_on,
        created_at, revision
      from monitor
      where organization_id = :organization
      """;

  private final Secrets secrets;

  MonitorRows(Secrets secrets) {
    this.secrets = secrets;
  }

  Optional<MonitorConfig> find(Handle handle, MonitorRef ref) {
    return handle
        .createQuery(SELECT + " and id = :id and deleted_at is null")
        .bind("organization", ref.organization().value())
        .bind("id", ref.monitor().value())
        .map((row, context) -> read(row, ref.organization()))
        .findOne();
  }

  boolean wasDeleted(Handle handle, MonitorRef ref) {
    return DELETED.has(handle, ref.organization(), ref.monitor().value());
  }

  List<MonitorConfig> changedSince(Handle handle, OrganizationId organization, long revision) {
    try (Stream<MonitorConfig> rows =
        handle
            .createQuery(SELECT + " and revision > :revision and deleted_at is null")
            .bind("organization", organization.value())
            .bind("revision", revision)
            .setFetchSize(FETCH)
            .map((row, context) -> read(row, organization))
            .stream()) {
      return rows.toList();
    }
  }

  List<MonitorId> deletedSince(Handle handle, OrganizationId organization, long revision) {
    return DELETED.since(handle, organization, revision).stream().map(MonitorId::new).toList();
  }

  static boolean isDeleted(Handle handle, MonitorRef ref) {
    return handle
            .createQuery(
                """
                select count(*) from monitor
            where organization_id = :organization and id = :id and deleted_at is not null
            """)
            .bind("organization", ref.organization().value())
            .bind("id", ref.monitor().value())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** The names of the monitors that a policy or a team looks after. */
  static List<String> namesCaredFor(Handle handle, OrganizationId organization, UUID by) {
    return handle
        .createQuery(
            """
            select name from monitor
            where organization_id = :organization and deleted_at is null
              and (escalation_policy_id = :by or team_id = :by)
            order by name
            """)
        .bind("organization", organization.value())
        .bind("by", by)
        .mapTo(String.class)
        .list();
  }

  void insert(Handle handle, MonitorConfig monitor) {
    bind(
            handle.createUpdate(
                """
                insert into monitor (organization_id, id, name, spec, check_interval_ms, timeout_ms,
                  confirmations, recovery_confirmations, quorum, tags, escalation_policy_id, team_id,
                  depends_on, created_at, revision)
                values (:organization, :id, :name, :spec, :interval, :timeout,
                  :confirmations, :recoveryConfirmations, :quorum, :tags, :policy, :team,
                  :parents, :createdAt, :revision)
                """),
            monitor)
        .bind("createdAt", monitor.createdAt())
        .execute();
  }

  void update(Handle handle, MonitorConfig monitor) {
    bind(
            handle.createUpdate(
                """
                update monitor set name = :name, spec = :spec, check_interval_ms = :interval,
                  timeout_ms = :timeout, confirmations = :confirmations,
                  recovery_confirmations = :recoveryConfirmations, quorum = :quorum,
                  tags = :tags, escalation_policy_id = :policy, team_id = :team,
                  depends_on = :parents, revision = :revision
                where organization_id = :organization and id = :id
                """),
            monitor)
        .execute();
  }

  void delete(Handle handle, MonitorRef ref, Instant at, long revision) {
    handle
        .createUpdate(
            """
            update monitor
            set name = '', spec = '', tags = '[]', escalation_policy_id = null, team_id = null,
              depends_on = null, deleted_at = :at, revision = :revision
            where organization_id = :organization and id = :id
            """)
        .bind("organization", ref.organization().value())
        .bind("id", ref.monitor().value())
        .bind("at", at)
        .bind("revision", revision)
        .execute();
    handle
        .createUpdate(
            "delete from last_ping where organization_id = :organization and monitor_id = :id")
        .bind("organization", ref.organization().value())
        .bind("id", ref.monitor().value())
        .execute();
  }

  private <S extends SqlStatement<S>> S bind(S statement, MonitorConfig monitor) {
    Timing timing = monitor.timing();
    return statement
        .bind("organization", monitor.ref().organization().value())
        .bind("id", monitor.ref().monitor().value())
        .bind("name", monitor.name())
        .bind("spec", secrets.seal(StoredJson.write(monitor.spec()), place(monitor.ref())))
        .bind("interval", timing.interval().toMillis())
        .bind("timeout", timing.timeout().toMillis())
        .bind("confirmations", timing.confirmations())
        .bind("recoveryConfirmations", timing.recoveryConfirmations())
        .bind("quorum", timing.quorum().text())
        .bind("tags", StoredJson.write(monitor.tags()))
        .bindByType("policy", monitor.care().policy(), UUID.class)
        .bindByType("team", monitor.care().team(), UUID.class)
        .bindByType("parents", parents(monitor.care()), String.class)
        .bind("revision", monitor.revision());
  }

  /** All of an organization hold one copy of its id. */
  private MonitorConfig read(ResultSet row, OrganizationId organization) throws SQLException {
    MonitorRef ref = new MonitorRef(organization, new MonitorId(row.getObject("id", UUID.class)));
    return new MonitorConfig(
        ref,
        row.getString("name"),
        StoredJson.read(secrets.open(row.getString("spec"), place(ref)), CheckSpec.class),
        new Timing(
            Duration.ofMillis(row.getLong("check_interval_ms")),
            Duration.ofMillis(row.getLong("timeout_ms")),
            row.getInt("confirmations"),
            row.getInt("recovery_confirmations"),
            quorum(row.getString("quorum"))),
        StoredJson.read(row.getString("tags"), TEXTS),
        new Care(
            row.getObject("escalation_policy_id", UUID.class),
            row.getObject("team_id", UUID.class),
            parents(row.getString("depends_on"))),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getLong("revision"));
  }

  private static @Nullable String parents(Care care) {
    return care.parents().isEmpty()
        ? null
        : StoredJson.write(care.parents().stream().map(MonitorId::toString).toList());
  }

  private static List<MonitorId> parents(@Nullable String stored) {
    return stored == null
        ? List.of()
        : StoredJson.read(stored, TEXTS).stream()
            .map(id -> new MonitorId(UUID.fromString(id)))
            .toList();
  }

  private static Quorum quorum(String text) {
    return Quorum.parse(text)
        .orElseThrow(() -> new IllegalStateException("There is no quorum " + text));
  }

  private static Secrets.Place place(MonitorRef ref) {
    return new Secrets.Place(ref.organization().value(), ref.monitor().value(), "monitor.spec");
  }
}
