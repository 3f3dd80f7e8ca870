package dev.tocsin.persistence.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentView;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.IncidentViews.Cursor;
import dev.tocsin.incident.IncidentViews.Question;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiIncidentViewsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.5Z");
  private static final Author ANN = Author.user(UserId.create());

  private final IncidentViews views;
  private final OrganizationId organization = OrganizationId.create();

  JdbiIncidentViewsTest(TestDatabase test) {
    this.views = new JdbiIncidentViews(test.database());
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static Post post(Phase phase, int minute, String message) {
    return new Post(
        UUID.randomUUID(),
        at(minute),
        phase,
        message,
        List.of(new Affected(ComponentId.create(), PageState.PARTIAL_OUTAGE)),
        null);
  }

  private static IncidentRecord with(IncidentRecord record, int minute, IncidentChange... changes) {
    IncidentRecord now = record;
    for (IncidentChange change : changes) {
      for (IncidentEvent event :
          ((Decision.Accepted) now.decide(change, ANN, at(minute))).events()) {
        now = now.apply(event);
      }
    }
    return now;
  }

  private IncidentRecord opened(String title, Visibility visibility, int minute) {
    IncidentRecord empty = IncidentRecord.empty(new IncidentRef(organization, IncidentId.create()));
    return with(
        empty,
        minute,
        new IncidentChange.Open(
            new Heading(title, Impact.MAJOR),
            visibility,
            at(minute),
            new Origin.ByHand(),
            post(Phase.INVESTIGATING, minute, "We look into it."),
            List.of(AlertId.create())));
  }

  private void store(IncidentRecord... records) {
    views.store(Stream.of(records).map(IncidentView::new).toList());
  }

  private List<IncidentRecord> list(Question question) {
    return views.list(organization, question);
  }

  private static Question asking(@Nullable Visibility visibility, @Nullable String text) {
    return new Question(List.of(), visibility, text, null, 50);
  }

  @Test
  void keepsAllThatAnIncidentIsMadeOf() {
    IncidentRecord incident =
        with(
            opened("Labels fail", Visibility.INTERNAL, 0),
            3,
            new IncidentChange.Tell(post(Phase.RESOLVED, 2, "It **works** again.")),
            new IncidentChange.Note(UUID.randomUUID(), "Disk 4."),
            new IncidentChange.Amend("Labels failed", Impact.CRITICAL, null, null),
            new IncidentChange.Publish(),
            new IncidentChange.Amend(null, null, at(-10), new IncidentChange.End(at(2))));
    store(incident);
    assertThat(views.find(incident.ref())).contains(incident);
  }

  @Test
  void neverGoesBackToAnOlderOne() {
    IncidentRecord old = opened("Labels fail", Visibility.PUBLIC, 0);
    IncidentRecord now = with(old, 1, new IncidentChange.Note(UUID.randomUUID(), "Disk 4."));
    store(now);
    store(old);
    store(old, now, old);
    assertThat(views.find(old.ref())).contains(now);
  }

  @Test
  void listsByPhaseVisibilityAndWordsTheNewestFirst() {
    IncidentRecord first = opened("Labels fail", Visibility.PUBLIC, 0);
    IncidentRecord second =
        with(
            opened("100%_sure", Visibility.INTERNAL, 60),
            61,
            new IncidentChange.Tell(post(Phase.RESOLVED, 61, "The STORAGE was full.")));
    IncidentRecord third = opened("Printers", Visibility.PUBLIC, 120);
    IncidentRecord gone =
        with(opened("A mistake", Visibility.PUBLIC, 5), 6, new IncidentChange.Remove());
    store(first, second, third, gone);

    assertThat(list(asking(null, null))).containsExactly(third, second, first);
    assertThat(list(asking(Visibility.INTERNAL, null))).containsExactly(second);
    assertThat(list(asking(null, "LABELS"))).containsExactly(first);
    assertThat(list(asking(null, "storage was"))).containsExactly(second);
    assertThat(list(asking(null, "100%_s"))).containsExactly(second);
    assertThat(list(asking(null, "1000_s"))).isEmpty();
    assertThat(list(new Question(List.of(Phase.RESOLVED, Phase.POSTMORTEM), null, null, null, 50)))
        .containsExactly(second);
    assertThat(views.list(OrganizationId.create(), asking(null, null))).isEmpty();
    assertThat(views.find(gone.ref())).isEmpty();
  }

  @Test
  void goesOnWhereThePageEndedAlsoAmongThoseOfTheSameMoment() {
    List<IncidentRecord> all =
        Stream.generate(() -> opened("Labels fail", Visibility.PUBLIC, 7)).limit(5).toList();
    all.forEach(this::store);
    List<IncidentRecord> page = list(new Question(List.of(), null, null, null, 3));
    Cursor end = new Cursor(at(7), page.getLast().ref().incident());
    List<IncidentRecord> rest = list(new Question(List.of(), null, null, end, 3));
    assertThat(page).hasSize(3);
    assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(page);
    assertThat(all).containsAll(page).containsAll(rest);
  }

  @Test
  void knowsThoseThatGoOnOrEndedLately() {
    IncidentRecord open = opened("Labels fail", Visibility.PUBLIC, -10_000);
    IncidentRecord over =
        with(
            opened("Printers", Visibility.PUBLIC, 0),
            10,
            new IncidentChange.Tell(post(Phase.RESOLVED, 10, "Done.")));
    store(open, over);
    assertThat(views.since(at(9))).contains(open, over);
    assertThat(views.since(at(11))).contains(open).doesNotContain(over);
  }

  @Test
  void knowsThoseThatChangedLatelyAlsoByBeingRemoved() {
    IncidentRecord old = opened("Labels fail", Visibility.PUBLIC, 500);
    IncidentRecord gone =
        with(opened("Printers", Visibility.PUBLIC, 500), 510, new IncidentChange.Remove());
    store(old, gone);
    assertThat(views.changed(at(499))).contains(old, gone);
    assertThat(views.changed(at(505))).contains(gone).doesNotContain(old);
    assertThat(views.since(at(0))).contains(old).doesNotContain(gone);
  }
}
