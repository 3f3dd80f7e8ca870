package dev.tocsin.persistence.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AlertView;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.Climb;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Via;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiAlertViewsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.5Z");
  private static final Author ANN = Author.user(UserId.create());

  private final AlertViews views;
  private final OrganizationId organization = OrganizationId.create();
  private final MonitorId monitor = MonitorId.create();

  JdbiAlertViewsTest(TestDatabase test) {
    this.views = new JdbiAlertViews(test.database());
  }

  @Test
  void keepsAllThatAnAlertIsMadeOf() {
    AlertRecord alert = everything();
    views.store(List.of(new AlertView(alert)));
    assertThat(views.find(alert.ref())).contains(alert);
  }

  @Test
  void neverGoesBackToAnOlderOne() {
    AlertRecord old = raised("labels-api is down", 0);
    AlertRecord now =
        old.apply(new AlertEvent.Acknowledged(NOON.plusSeconds(9), ANN, Via.LINK, List.of()));
    views.store(List.of(new AlertView(now)));
    views.store(List.of(new AlertView(old)));
    assertThat(views.find(old.ref())).contains(now);
    views.store(List.of(new AlertView(old), new AlertView(now), new AlertView(old)));
    assertThat(views.find(old.ref())).contains(now);
  }

  @Test
  void findsThoseThatAreOpen() {
    AlertRecord open = raised("labels-api is down", 0);
    AlertRecord over = resolved(raised("printer is down", 1));
    views.store(List.of(new AlertView(open), new AlertView(over)));
    assertThat(views.open()).contains(open).doesNotContain(over);
  }

  @Test
  void listsByStateSeverityMonitorAndWordsTheNewestFirst() {
    AlertRecord first = raised("labels-api is down", 0);
    AlertRecord second = resolved(raised("100%_sure is down", 60));
    AlertRecord third = raised("printer is down", 120);
    views.store(List.of(new AlertView(first), new AlertView(second), new AlertView(third)));

    assertThat(list(question(null, null))).containsExactly(third, second, first);
    assertThat(list(question("LABELS", null))).containsExactly(first);
    assertThat(list(question("100%_s", null))).containsExactly(second);
    assertThat(list(question("1000_s", null))).isEmpty();
    assertThat(
            list(
                new AlertViews.Question(
                    List.of(AlertState.TRIGGERED),
                    List.of(Severity.ERROR),
                    monitor,
                    null,
                    null,
                    9)))
        .containsExactly(third, first);
    assertThat(
            list(new AlertViews.Question(List.of(), List.of(), MonitorId.create(), null, null, 9)))
        .isEmpty();
    assertThat(list(question(null, new AlertViews.Cursor(third.raisedAt(), third.ref().alert()))))
        .containsExactly(second, first);
    assertThat(views.list(OrganizationId.create(), question(null, null))).isEmpty();
  }

  private List<AlertRecord> list(AlertViews.Question question) {
    return views.list(organization, question);
  }

  private static AlertViews.Question question(
      @Nullable String text, AlertViews.@Nullable Cursor before) {
    return new AlertViews.Question(List.of(), List.of(), null, text, before, 10);
  }

  private AlertRecord raised(String title, long second) {
    Instant at = NOON.plusSeconds(second);
    AlertSubject subject =
        new AlertSubject(
            new AlertSource.OfMonitor(monitor),
            title,
            "No answer",
            Severity.ERROR,
            Urgency.HIGH,
            null);
    return AlertRecord.empty(new AlertRef(organization, AlertId.create()))
        .apply(new AlertEvent.Raised(at, null, subject, at));
  }

  private static AlertRecord resolved(AlertRecord alert) {
    return alert.apply(new AlertEvent.Resolved(NOON.plusSeconds(500), null, null, null, List.of()));
  }

  /** One event of each kind, and each kind of outcome. */
  private AlertRecord everything() {
    AlertRecord raised = raised("labels-api is down", 0);
    Instant at = NOON.plusSeconds(1);
    UUID place = UUID.randomUUID();
    Intended first = intended(raised, "1", place, UserId.create());
    Intended second = intended(raised, "2", place, null);
    Intended third = intended(raised, "3", place, null);
    AlertEvent.Climbed climbed =
        new AlertEvent.Climbed(
            at,
            null,
            new AlertEvent.Rung(1, 0, 0, UUID.randomUUID()),
            List.of(first, second, third),
            List.of(new Missed(Target.Type.SCHEDULE, place, Missed.Why.NOBODY)),
            new Climb(1, 0, 1, at.plusSeconds(300), null));
    List<AlertEvent> events =
        List.of(
            climbed,
            new AlertEvent.Tried(at, first.id(), 1, new Outcome.Delivered("m-1"), null, List.of()),
            new AlertEvent.Tried(
                at, second.id(), 1, new Outcome.Retry("503", Duration.ofSeconds(9)), at, List.of()),
            new AlertEvent.Tried(at, third.id(), 1, new Outcome.Permanent("gone"), null, List.of()),
            new AlertEvent.Noted(at, ANN, UUID.randomUUID(), "restarted the printer"),
            new AlertEvent.Reassigned(at, ANN, UserId.create()),
            new AlertEvent.Snoozed(at, ANN, at.plusSeconds(60)),
            new AlertEvent.Returned(at, null, at),
            new AlertEvent.Acknowledged(at, ANN, Via.LINK, List.of()),
            new AlertEvent.Resolved(at, ANN, Via.API, at.plusSeconds(600), List.of()),
            new AlertEvent.Ended(at));
    AlertRecord alert = raised;
    for (AlertEvent event : events) {
      assertThat(alert.isNews(event)).as("%s", event).isTrue();
      alert = alert.apply(event);
    }
    return alert;
  }

  private static Intended intended(
      AlertRecord alert, String occasion, UUID place, @Nullable UserId person) {
    return Intended.of(
        alert.ref(), Message.Kind.TRIGGERED, occasion, place, person, NOON.plusSeconds(1), true);
  }
}
