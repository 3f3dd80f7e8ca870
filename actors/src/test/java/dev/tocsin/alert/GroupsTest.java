package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Grouping;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static final OrganizationId ORGANIZATION = OrganizationId.create();
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final UUID POLICY = UUID.randomUUID();

  private final AlertBoard board = new AlertBoard();
  private Grouping grouping = new Grouping(Grouping.By.SOURCE, WINDOW);
  private final Groups groups = new Groups(new Policy(), board);

  private final class Policy implements Responders {
    @Override
    public Plan plan(OrganizationId organization, @Nullable UUID policy) {
      return new Plan(
          POLICY,
          new EscalationPolicy(
              "All", null, 0, Duration.ofMinutes(5), true, null, grouping, List.of()));
    }

    @Override
    public Reached reach(
        OrganizationId organization,
        Target target,
        Urgency urgency,
        Instant at,
        Function<UserId, Instant> lastTold) {
      return new Reached(List.of(), List.of());
    }

    @Override
    public Plan ofPlace(OrganizationId organization, UUID place) {
      return plan(organization, null);
    }

    @Override
    public boolean isSameAccount(OrganizationId organization, UUID one, UUID other) {
      return false;
    }

    @Override
    public Reached owners(OrganizationId organization, Urgency urgency) {
      return new Reached(List.of(), List.of());
    }
  }

  private static AlertRecord raised(AlertSource source, Instant at) {
    AlertSubject subject =
        new AlertSubject(source, "Backup", "", Severity.ERROR, Urgency.HIGH, POLICY);
    return AlertRecord.empty(new AlertRef(ORGANIZATION, AlertId.create()))
        .apply(new AlertEvent.Raised(at, null, subject, at));
  }

  private static AlertRecord by(@Nullable String source, Instant at) {
    return raised(new AlertSource.ByHand(source), at);
  }

  private AlertRecord leading(AlertRecord first) {
    assertThat(groups.leader(first)).isEmpty();
    board.publish(new AlertSight(first, 1));
    return first;
  }

  @Test
  void tellsOfTheFirstAlertOfASourceForTheOthersWithinTheWindow() {
    AlertRecord first = leading(by("backup", NOON));
    assertThat(groups.leader(by("backup", NOON.plus(WINDOW)))).contains(first.ref().alert());
    assertThat(groups.leader(by("backup", NOON.plus(WINDOW).plusSeconds(1)))).isEmpty();
  }

  @Test
  void keepsSourcesApart() {
    leading(by("backup", NOON));
    assertThat(groups.leader(by("billing", NOON))).isEmpty();
    assertThat(groups.leader(by(null, NOON))).isEmpty();
    assertThat(groups.leader(by(null, NOON))).isEmpty();
    MonitorId monitor = MonitorId.create();
    leading(raised(new AlertSource.OfMonitor(monitor), NOON));
    assertThat(groups.leader(raised(new AlertSource.OfMonitor(monitor), NOON))).isEmpty();
  }

  @Test
  void tellsOfAllOfAPolicyAsOneWhereThatSaysSo() {
    grouping = new Grouping(Grouping.By.POLICY, WINDOW);
    AlertRecord first = leading(raised(new AlertSource.OfMonitor(MonitorId.create()), NOON));
    assertThat(groups.leader(raised(new AlertSource.OfMonitor(MonitorId.create()), NOON)))
        .contains(first.ref().alert());
    assertThat(groups.leader(by("backup", NOON))).contains(first.ref().alert());
  }

  @Test
  void groupsNothingWhereTheWindowIsZero() {
    grouping = new Grouping(Grouping.By.SOURCE, Duration.ZERO);
    leading(by("backup", NOON));
    assertThat(groups.leader(by("backup", NOON))).isEmpty();
  }

  @Test
  void tellsOfTheNextOneWhenTheFirstIsResolved() {
    AlertRecord first = leading(by("backup", NOON));
    AlertRecord second = by("backup", NOON.plusSeconds(1));
    AlertRecord third = by("backup", NOON.plusSeconds(2));
    AlertRecord held =
        second.apply(new AlertEvent.Held(NOON, new Hold.ForGroup(first.ref().alert()), 0));
    assertThat(groups.leader(held)).contains(first.ref().alert());
    board.publish(
        new AlertSight(first.apply(new AlertEvent.Resolved(NOON, null, null, null, List.of())), 2));
    assertThat(groups.leader(held)).isEmpty();
    board.publish(new AlertSight(held.apply(new AlertEvent.Released(NOON, NOON, 0)), 3));
    assertThat(groups.leader(third)).contains(second.ref().alert());
  }

  @Test
  void speaksForNobodyWhereItIsHeldItself() {
    AlertRecord first = leading(by("backup", NOON));
    board.publish(
        new AlertSight(
            first.apply(new AlertEvent.Held(NOON, new Hold.ForParent(MonitorId.create()), 0)), 2));
    assertThat(groups.leader(by("backup", NOON))).isEmpty();
  }

  @Test
  void aLoudAlertIsNotToldOfByASoftOne() {
    AlertSubject soft =
        new AlertSubject(
            new AlertSource.ByHand("backup"), "Disk", "", Severity.INFO, Urgency.LOW, POLICY);
    leading(
        AlertRecord.empty(new AlertRef(ORGANIZATION, AlertId.create()))
            .apply(new AlertEvent.Raised(NOON, null, soft, NOON)));
    AlertRecord loud = leading(by("backup", NOON.plusSeconds(1)));
    assertThat(groups.leader(by("backup", NOON.plusSeconds(2)))).contains(loud.ref().alert());
  }

  @Test
  void knowsTheFirstAlertFromTheBoardAfterARestart() {
    AlertRecord first =
        by("backup", NOON)
            .apply(
                new AlertEvent.Climbed(
                    NOON,
                    null,
                    new AlertEvent.Rung(1, 0, 0, POLICY),
                    List.of(),
                    List.of(),
                    new Climb(1, 0, 1, NOON, null)));
    board.publish(new AlertSight(first, 2));
    assertThat(groups.leader(by("backup", NOON))).contains(first.ref().alert());
  }

  @Test
  void holdsNothingThatWasToldOfAlready() {
    AlertRecord first = leading(by("backup", NOON));
    AlertRecord told =
        by("backup", NOON)
            .apply(
                new AlertEvent.Climbed(
                    NOON,
                    null,
                    new AlertEvent.Rung(1, 0, 0, POLICY),
                    List.of(),
                    List.of(),
                    new Climb(1, 0, 1, NOON, null)));
    assertThat(first.ref()).isNotEqualTo(told.ref());
    assertThat(groups.leader(told)).isEmpty();
  }
}
