package dev.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IncidentRecordTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Author ANN = Author.user(UserId.create());
  private static final Affected SHOP = affected(PageState.PARTIAL_OUTAGE);
  private static final Affected MAIL = affected(PageState.DEGRADED_PERFORMANCE);

  private IncidentRecord record =
      IncidentRecord.empty(new IncidentRef(OrganizationId.create(), IncidentId.create()));
  private int minute;

  private static Affected affected(PageState state) {
    return new Affected(ComponentId.create(), state);
  }

  private static Affected as(Affected of, PageState state) {
    return new Affected(of.component(), state);
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static Post post(int minute, Phase phase, Affected... affected) {
    return new Post(UUID.randomUUID(), at(minute), phase, "We look.", List.of(affected), null);
  }

  private Decision wants(IncidentChange change) {
    return record.decide(change, ANN, at(minute));
  }

  /** It is done, and the next is wanted a minute later. */
  private void does(IncidentChange change) {
    Decision decision = wants(change);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    ((Decision.Accepted) decision).events().forEach(event -> record = record.apply(event));
    assertThat(wants(change)).as("wanted again").isNotInstanceOf(Decision.Accepted.class);
    minute++;
  }

  private Post tells(Phase phase, Affected... affected) {
    Post post = post(minute, phase, affected);
    does(new IncidentChange.Tell(post));
    return post;
  }

  private void opens(Affected... affected) {
    does(
        new IncidentChange.Open(
            new Heading("The shop is slow", Impact.MINOR),
            Visibility.PUBLIC,
            NOON,
            new Origin.ByHand(),
            post(0, Phase.INVESTIGATING, affected),
            List.of()));
  }

  private void isRefused(IncidentChange change, String why) {
    assertThat(wants(change))
        .isInstanceOfSatisfying(
            Decision.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  @Test
  void goesThroughItsPhases() {
    opens(SHOP);
    assertThat(record.phase()).isEqualTo(Phase.INVESTIGATING);
    tells(Phase.IDENTIFIED);
    tells(Phase.MONITORING, as(SHOP, PageState.DEGRADED_PERFORMANCE));
    assertThat(record.affected()).containsExactly(as(SHOP, PageState.DEGRADED_PERFORMANCE));
    assertThat(record.endedAt()).isEmpty();
    tells(Phase.RESOLVED);
    assertThat(record.affected()).containsExactly(as(SHOP, PageState.OPERATIONAL));
    assertThat(record.endedAt()).contains(at(3));
    tells(Phase.POSTMORTEM);
    assertThat(record.endedAt()).contains(at(3));
    assertThat(record.sequence()).isEqualTo(5);
  }

  @Test
  void beginsAgainWhereItWasNotOver() {
    opens(SHOP);
    tells(Phase.RESOLVED);
    does(new IncidentChange.Amend(null, null, NOON, new IncidentChange.End(at(1))));
    tells(Phase.INVESTIGATING, SHOP);
    assertThat(record.endedAt()).isEmpty();
    assertThat(record.affected()).containsExactly(SHOP);
    tells(Phase.RESOLVED);
    assertThat(record.endedAt()).contains(at(4));
  }

  @Test
  void aPostmortemNeedsAnEnd() {
    opens(SHOP);
    isRefused(new IncidentChange.Tell(post(1, Phase.POSTMORTEM)), "when the incident is resolved");
  }

  @Test
  void growsByWhatIsWorseAlone() {
    opens(SHOP);
    does(new IncidentChange.Grow(List.of(SHOP, MAIL)));
    assertThat(record.history().getLast())
        .isEqualTo(new IncidentEvent.Grown(at(1), ANN, List.of(MAIL)));
    does(new IncidentChange.Grow(List.of(as(MAIL, PageState.MAJOR_OUTAGE))));
    assertThat(record.affected()).containsExactly(SHOP, as(MAIL, PageState.MAJOR_OUTAGE));
    assertThat(wants(new IncidentChange.Grow(List.of(MAIL)))).isInstanceOf(Decision.Known.class);
    tells(Phase.RESOLVED);
    isRefused(new IncidentChange.Grow(List.of(SHOP)), "resolved");
  }

  @Test
  void whatIsToldLaterOfAnEarlierTimeStandsInItsPlaceAndChangesNothingNow() {
    opens(SHOP);
    minute = 10;
    Post fixed = tells(Phase.RESOLVED);
    Post found = post(5, Phase.IDENTIFIED, MAIL);
    does(new IncidentChange.Tell(found));
    assertThat(record.posts()).extracting(Post::id).containsSubsequence(found.id(), fixed.id());
    assertThat(record.phase()).isEqualTo(Phase.RESOLVED);
    assertThat(record.affected())
        .containsExactly(as(SHOP, PageState.OPERATIONAL), as(MAIL, PageState.OPERATIONAL));
    assertThat(record.endedAt()).contains(at(10));
  }

  @Test
  void nothingIsToldOfTheFutureOrOfWhatWasBefore() {
    opens(SHOP);
    isRefused(new IncidentChange.Tell(post(2, Phase.IDENTIFIED)), "still to come");
    isRefused(new IncidentChange.Tell(post(-1, Phase.IDENTIFIED)), "before the incident began");
    does(new IncidentChange.Amend(null, null, at(-30), null));
    tells(Phase.IDENTIFIED);
  }

  @Test
  void saysWhenItBeganAndEnded() {
    opens(SHOP);
    isRefused(
        new IncidentChange.Amend(null, null, NOON, new IncidentChange.End(NOON)),
        "resolve it first");
    minute = 20;
    tells(Phase.RESOLVED);
    isRefused(
        new IncidentChange.Amend(null, null, at(5), new IncidentChange.End(at(4))),
        "cannot end before");
    isRefused(
        new IncidentChange.Amend(null, null, NOON, new IncidentChange.End(at(22))),
        "in the future");
    does(new IncidentChange.Amend(null, null, at(-10), new IncidentChange.End(at(12))));
    assertThat(record.standing().startedAt()).isEqualTo(at(-10));
    assertThat(record.endedAt()).contains(at(12));
  }

  @Test
  void itsWordsCanBeMendedAndTakenBackButNotTheLastOnes() {
    opens(SHOP);
    Post first = record.posts().getFirst();
    does(new IncidentChange.Correct(first.id(), "We look into it."));
    assertThat(record.posts().getFirst().message()).isEqualTo("We look into it.");
    assertThat(record.posts().getFirst().correctedAt()).isEqualTo(at(1));
    isRefused(new IncidentChange.Retract(first.id()), "only update");
    Post wrong = tells(Phase.RESOLVED);
    does(new IncidentChange.Retract(wrong.id()));
    assertThat(record.phase()).isEqualTo(Phase.INVESTIGATING);
    assertThat(record.affected()).containsExactly(SHOP);
    assertThat(wants(new IncidentChange.Tell(wrong))).isInstanceOf(Decision.Known.class);
    isRefused(new IncidentChange.Correct(wrong.id(), "Not so."), "no such update");
  }

  @Test
  void isKnownAsItWasAtEachTime() {
    opens(SHOP);
    minute = 10;
    tells(Phase.IDENTIFIED);
    does(new IncidentChange.Correct(record.posts().getFirst().id(), "Said otherwise later."));
    assertThat(record.asOf(at(-1)).isThere()).isFalse();
    assertThat(record.asOf(at(9)).posts()).hasSize(1);
    assertThat(record.asOf(at(10)).posts().getFirst().message()).isEqualTo("We look.");
    assertThat(record.asOf(at(11))).isEqualTo(record);
  }

  @Test
  void alertsNotesHeadingAndVisibilityChangeByThemselves() {
    opens(SHOP);
    AlertId alert = AlertId.create();
    does(new IncidentChange.Link(alert));
    does(new IncidentChange.Note(UUID.randomUUID(), "It is the database again."));
    does(new IncidentChange.Amend("The shop is down", Impact.CRITICAL, null, null));
    assertThat(record.alerts()).containsExactly(alert);
    assertThat(record.posts()).hasSize(1);
    assertThat(record.phase()).isEqualTo(Phase.INVESTIGATING);
    does(new IncidentChange.Unlink(alert));
    assertThat(record.alerts()).isEmpty();
    assertThat(wants(new IncidentChange.Publish())).isInstanceOf(Decision.Known.class);
  }

  @Test
  void whatIsRemovedIsGone() {
    opens(SHOP);
    does(new IncidentChange.Remove());
    assertThat(record.isThere()).isFalse();
    assertThat(wants(new IncidentChange.Tell(post(0, Phase.RESOLVED))))
        .isInstanceOf(Decision.Unknown.class);
  }

  @Test
  void whatAnotherNodesClockCallsNowIsNeitherFutureNorPast() {
    opens(SHOP);
    Instant now = at(minute);
    Post soon = post(minute, Phase.IDENTIFIED).at(now.plusMillis(3));
    does(new IncidentChange.Tell(soon));
    assertThat(record.posts().getLast().at()).isEqualTo(now);
    Post before = post(minute, Phase.MONITORING).at(NOON.minusMillis(3));
    does(new IncidentChange.Tell(before));
    assertThat(record.posts()).allMatch(post -> !post.at().isBefore(NOON));
  }

  @Test
  void aSaidEndStandsUntilItBeginsAgain() {
    opens(SHOP);
    minute = 20;
    Post resolved = tells(Phase.RESOLVED);
    does(new IncidentChange.Amend(null, null, null, new IncidentChange.End(at(12))));
    does(new IncidentChange.Tell(post(5, Phase.IDENTIFIED)));
    assertThat(record.endedAt()).contains(at(12));
    does(new IncidentChange.Retract(resolved.id()));
    assertThat(record.endedAt()).isEmpty();
    minute = 40;
    tells(Phase.RESOLVED);
    assertThat(record.endedAt()).contains(at(40));
  }

  @Test
  void cannotBeginAfterItsEndNorLearnBeforeIt() {
    opens(SHOP);
    minute = 20;
    tells(Phase.RESOLVED);
    isRefused(new IncidentChange.Amend(null, null, at(21), null), "cannot end before");
    isRefused(new IncidentChange.Tell(post(10, Phase.POSTMORTEM)), "follows when");
    assertThat(
            IncidentRecord.empty(record.ref())
                .decide(
                    new IncidentChange.Open(
                        new Heading("It was", Impact.MINOR),
                        Visibility.PUBLIC,
                        NOON,
                        new Origin.ByHand(),
                        post(0, Phase.POSTMORTEM),
                        List.of()),
                    ANN,
                    at(1)))
        .isInstanceOf(Decision.Refused.class);
  }

  @Test
  void canAlwaysBeEndedHoweverMuchWasSaid() {
    opens(SHOP);
    String text = "\u6771".repeat(3_000);
    while (wants(new IncidentChange.Note(UUID.randomUUID(), text)) instanceof Decision.Accepted) {
      does(new IncidentChange.Note(UUID.randomUUID(), text));
    }
    while (wants(new IncidentChange.Note(UUID.randomUUID(), "x")) instanceof Decision.Accepted) {
      does(new IncidentChange.Note(UUID.randomUUID(), "x"));
    }
    isRefused(new IncidentChange.Tell(post(minute, Phase.MONITORING)), "too much");
    tells(Phase.RESOLVED);
    assertThat(record.phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatIsRefusedInPartIsRefusedAsAWhole() {
    opens(SHOP);
    isRefused(
        new IncidentChange.Amend("Another name", null, null, new IncidentChange.End(at(0))),
        "resolve it first");
    assertThat(record.heading()).isNotNull();
    assertThat(record.heading().title()).isNotEqualTo("Another name");
  }
}
