package dev.tocsin.incident.rule;

import static dev.tocsin.incident.rule.RuleWorld.ANN;
import static dev.tocsin.incident.rule.RuleWorld.START;
import static dev.tocsin.incident.rule.RuleWorld.affected;
import static dev.tocsin.incident.rule.RuleWorld.component;
import static dev.tocsin.incident.rule.RuleWorld.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.incident.rule.IncidentRule.Folding;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rules make of troubles, as time passes. */
class StepsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RuleWorld world = new RuleWorld();
  private final MonitorRef first = world.monitor();
  private final MonitorRef second = world.monitor();
  private final StatusPageConfig page = page("acme", StatusPageConfig.Visibility.PUBLIC);

  private StatusPageConfig page(String slug, StatusPageConfig.Visibility visibility) {
    Map<String, MonitorRef> components = new LinkedHashMap<>();
    components.put("Labels", first);
    components.put("Rates", second);
    return world.page(slug, visibility, components);
  }

  private void isDown(MonitorRef... monitors) {
    for (MonitorRef monitor : monitors) {
      world.is(monitor, Status.DOWN);
    }
  }

  private void isUp(MonitorRef... monitors) {
    for (MonitorRef monitor : monitors) {
      world.is(monitor, Status.UP);
    }
  }

  private IncidentRecord only() {
    return world.table.only();
  }

  private int count() {
    return world.table.records.size();
  }

  private static String title(IncidentRecord incident) {
    Heading heading = incident.heading();
    return heading == null ? "" : heading.title();
  }

  private static List<String> messages(IncidentRecord incident) {
    return incident.posts().stream().map(Post::message).toList();
  }

  @Test
  void opensWhenItsTimeHasComeAndResolvesWithTheDurationWithoutAHand() {
    var rule = world.rule(page).save("Labels");
    isDown(first);
    world.after(Duration.ofSeconds(119));
    assertThat(count()).isZero();
    world.after(SECOND);

    IncidentRecord opened = only();
    assertThat(title(opened)).isEqualTo("Labels: major outage");
    assertThat(messages(opened)).containsExactly("Since 1 May, 12:00 UTC on Page acme.");
    assertThat(opened.standing().visibility()).isEqualTo(Visibility.PUBLIC);
    assertThat(opened.standing().startedAt()).isEqualTo(START);
    assertThat(opened.heading().impact()).isEqualTo(Impact.CRITICAL);
    assertThat(opened.history().getFirst().by()).isEqualTo(Author.rule(rule.id()));
    assertThat(((Origin.ByRule) opened.origin()).rule()).isEqualTo(rule.id());

    world.after(Duration.ofMinutes(43));
    isUp(first);
    world.after(Duration.ofSeconds(119));
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
    assertThat(affected(only(), page)).containsEntry("Labels", PageState.OPERATIONAL);
    world.after(SECOND);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
    assertThat(messages(only())).last().isEqualTo("Over after 45 min.");
    assertThat(only().endedAt()).contains(START.plus(Duration.ofMinutes(45)));
    world.minutes(20);
    assertThat(only().posts()).hasSize(2);
  }

  @Test
  void countsFromWhenTheTroubleBeganHoweverLateItLooks() {
    world.rule(page).save("Labels");
    isDown(first);
    world.clock.advance(Duration.ofMinutes(2));
    RuleWorld.Node restarted = world.node();
    world.is(restarted, first, Status.DOWN, START);
    restarted.run();
    assertThat(only().standing().startedAt()).isEqualTo(START);
  }

  @Test
  void atOnceIsAtOnce() {
    var rule = world.rule(page);
    rule.after = Duration.ZERO;
    rule.quietFor = Duration.ZERO;
    rule.save("Labels");
    isDown(first);
    world.node.run();
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
    world.after(Duration.ofSeconds(90));
    isUp(first);
    world.node.run();
    assertThat(messages(only())).last().isEqualTo("Over after 1 min.");
  }

  @Test
  void whatRecoversInTimeIsNobodysBusiness() {
    world.rule(page).save("Labels");
    for (int i = 0; i < 20; i++) {
      isDown(first);
      world.minutes(1);
      isUp(first);
      world.minutes(1);
    }
    assertThat(count()).isZero();
  }

  @Test
  void tenComponentsAreOneIncidentThatGrows() {
    List<MonitorRef> ten = new ArrayList<>();
    Map<String, MonitorRef> components = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      ten.add(world.monitor());
      components.put("Part " + i, ten.get(i));
    }
    StatusPageConfig large = world.page("large", StatusPageConfig.Visibility.PUBLIC, components);
    world.rule(large).save("Everything");
    isDown(ten.get(0), ten.get(1), ten.get(2));
    world.after(Duration.ofSeconds(30));
    isDown(ten.get(3));
    world.after(Duration.ofSeconds(90));
    assertThat(title(only())).isEqualTo("Part 0, Part 1, Part 2 and Part 3: major outage");
    for (MonitorRef each : ten.subList(4, 10)) {
      isDown(each);
      world.after(Duration.ofSeconds(5));
    }
    world.minutes(4);
    assertThat(affected(only(), large)).hasSize(10);
    assertThat(messages(only()))
        .containsExactly(
            "Since 1 May, 12:00 UTC on Page large.",
            "Also: Part 4.",
            "Also: Part 5, Part 6, Part 7, Part 8 and Part 9.");
    ten.forEach(each -> world.is(each, Status.UP));
    world.minutes(3);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
    assertThat(count()).isOne();
  }

  @Test
  void goesOnUntilAllOfItHasRecovered() {
    world.rule(page).save("Labels");
    isDown(first, second);
    world.minutes(3);
    isUp(first);
    world.minutes(10);
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
    assertThat(affected(only(), page))
        .containsEntry("Labels", PageState.OPERATIONAL)
        .containsEntry("Rates", PageState.MAJOR_OUTAGE);
    world.is(second, Status.DEGRADED);
    world.minutes(10);
    assertThat(affected(only(), page)).containsEntry("Rates", PageState.DEGRADED_PERFORMANCE);
    isUp(second);
    isDown(first);
    world.minutes(1);
    isUp(first);
    world.minutes(1);
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
    world.minutes(1);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatFlapsTellsLittleAndIsWatchedForLongerEachTime() {
    world.rule(page).save("Labels");
    isDown(second);
    for (int i = 0; i < 600; i++) {
      isDown(first);
      world.after(Duration.ofSeconds(20));
      isUp(first);
      world.after(Duration.ofSeconds(20));
    }
    assertThat(only().posts()).hasSize(1);
    assertThat(only().sequence()).isLessThan(120);
    isUp(second);
    world.minutes(3);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
    world.minutes(700);
    for (int i = 0; i < 60; i++) {
      isDown(first);
      world.minutes(3);
      isUp(first);
      world.minutes(3);
    }
    assertThat(count()).isLessThan(8);
  }

  @Test
  void aDraftIsForMembersUntilItIsPublishedAndIsResolvedAllTheSame() {
    var rule = world.rule(page);
    rule.opens = Opens.DRAFT;
    rule.save("Labels");
    isDown(first);
    world.minutes(2);
    assertThat(only().standing().visibility()).isEqualTo(Visibility.INTERNAL);
    world.does(only().ref(), new IncidentChange.Publish());
    isDown(second);
    world.minutes(2);
    assertThat(affected(only(), page)).hasSize(2);
    assertThat(only().standing().visibility()).isEqualTo(Visibility.PUBLIC);
    isUp(first, second);
    world.minutes(2);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whoeverTellsSomethingTakesItOver() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), new IncidentChange.Note(UUID.randomUUID(), "Disk 4."));
    world.does(only().ref(), tell(Phase.IDENTIFIED, world.clock.instant()));
    isDown(second);
    world.minutes(5);
    assertThat(affected(only(), page)).hasSize(2);
    assertThat(messages(only())).last().isEqualTo("By hand.");
    assertThat(only().phase()).isEqualTo(Phase.IDENTIFIED);
    isUp(first, second);
    world.minutes(30);
    assertThat(only().phase()).isEqualTo(Phase.IDENTIFIED);
    assertThat(affected(only(), page)).containsEntry("Rates", PageState.OPERATIONAL);
    world.does(only().ref(), tell(Phase.RESOLVED, world.clock.instant()));
    world.minutes(5);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatSomebodyTookBackIsTheRulesAgainAndANoteTakesNothingOver() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), new IncidentChange.Note(UUID.randomUUID(), "Disk 4."));
    world.does(only().ref(), tell(Phase.IDENTIFIED, world.clock.instant()));
    world.does(only().ref(), new IncidentChange.Retract(only().posts().getLast().id()));
    isUp(first);
    world.minutes(3);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatAPersonSaysOfAComponentStands() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(
        only().ref(),
        tell(
            Phase.MONITORING,
            world.clock.instant(),
            new Affected(component(page, "Labels"), PageState.DEGRADED_PERFORMANCE)));
    world.minutes(5);
    assertThat(affected(only(), page)).containsEntry("Labels", PageState.DEGRADED_PERFORMANCE);
  }

  @Test
  void whatIsResolvedByHandIsNotOpenedAgainForTheSameOutage() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), tell(Phase.RESOLVED, world.clock.instant()));
    world.minutes(60);
    assertThat(count()).isOne();
    isUp(first);
    world.minutes(1);
    isDown(first);
    world.minutes(3);
    assertThat(count()).isEqualTo(2);
    assertThat(world.table.all().getLast().phase()).isEqualTo(Phase.INVESTIGATING);
  }

  @Test
  void anotherOutageIsAnotherProblemAlsoWhereTheOldOneGoesOn() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), tell(Phase.RESOLVED, world.clock.instant()));
    isDown(second);
    world.minutes(2);
    assertThat(count()).isEqualTo(2);
    assertThat(affected(world.table.all().getLast(), page)).containsOnlyKeys("Rates");
    isUp(second);
    world.minutes(3);
    assertThat(world.table.all().getLast().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void anOutageThatWasNotKnownWhenSomebodyResolvedIsOpened() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    isUp(first);
    world.minutes(1);
    Instant failed = world.clock.instant();
    world.clock.advance(Duration.ofSeconds(20));
    world.does(only().ref(), tell(Phase.RESOLVED, world.clock.instant()));
    world.is(world.node, first, Status.DOWN, failed);
    world.minutes(2);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void whatIsRemovedIsNotOpenedAgainForTheSameOutage() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), new IncidentChange.Remove());
    world.minutes(30);
    assertThat(count()).isOne();
    isUp(first);
    world.minutes(1);
    isDown(first);
    world.minutes(2);
    assertThat(count()).isEqualTo(2);
  }

  private void openedByHand(Visibility visibility, PageState state) {
    IncidentRef ref = new IncidentRef(world.organization, IncidentId.create());
    world.does(
        ref,
        new IncidentChange.Open(
            new Heading("By hand", Impact.MAJOR),
            visibility,
            world.clock.instant(),
            new Origin.ByHand(),
            new Post(
                UUID.randomUUID(),
                world.clock.instant(),
                Phase.INVESTIGATING,
                "",
                List.of(new Affected(component(page, "Labels"), state)),
                null),
            List.of()));
  }

  @Test
  void whatPeopleTellCustomersOfAlreadyIsLeftToThem() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(1);
    openedByHand(Visibility.PUBLIC, PageState.PARTIAL_OUTAGE);
    world.minutes(30);
    assertThat(count()).isOne();
  }

  @Test
  void whatMembersAloneReadIsNotWhatCustomersAreToBeTold() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(1);
    openedByHand(Visibility.INTERNAL, PageState.PARTIAL_OUTAGE);
    world.minutes(1);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void twoRulesOfTwoPagesMakeOneIncidentOfOneProblem() {
    StatusPageConfig other = page("other", StatusPageConfig.Visibility.PUBLIC);
    world.rule(page).save("One");
    world.rule(other).save("Two");
    isDown(first);
    world.minutes(3);
    assertThat(affected(only(), page)).containsOnlyKeys("Labels");
    assertThat(affected(only(), other)).containsOnlyKeys("Labels");
    assertThat(title(only())).isEqualTo("Labels: major outage");
  }

  @Test
  void pagesForMembersShareNoWordsWithPagesForAll() {
    StatusPageConfig inside =
        world.page("inside", StatusPageConfig.Visibility.PRIVATE, Map.of("Secret", first));
    world.rule(page).save("One");
    world.rule(inside).save("Two");
    isDown(first);
    world.minutes(3);
    assertThat(count()).isEqualTo(2);
    assertThat(world.table.all())
        .filteredOn(each -> title(each).contains("Labels"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(affected(each, inside)).isEmpty();
              assertThat(messages(each)).noneMatch(text -> text.contains("Secret"));
            });
  }

  @Test
  void aPageByItselfWhereARuleFoldsByPage() {
    StatusPageConfig other = page("other", StatusPageConfig.Visibility.PUBLIC);
    for (StatusPageConfig each : List.of(page, other)) {
      var rule = world.rule(each);
      rule.folding = Folding.PAGE;
      rule.save("Of " + each.slug());
    }
    isDown(first);
    world.minutes(3);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aDraftIsNotOpenedOfWhatCustomersAreTold() {
    world.rule(page).save("Public");
    var rule = world.rule(component(page, "Labels"));
    rule.opens = Opens.DRAFT;
    rule.save("Draft");
    isDown(first);
    world.minutes(10);
    assertThat(only().standing().visibility()).isEqualTo(Visibility.PUBLIC);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "PAUSED", "DEGRADED"})
  void whatIsNotDownOpensNothing(Status status) {
    world.rule(page).save("Labels");
    world.is(first, status);
    world.minutes(10);
    assertThat(count()).isZero();
  }

  @Test
  void whatIsDegradedOpensOneWhereTheRuleSaysSo() {
    var rule = world.rule(page);
    rule.from = PageState.DEGRADED_PERFORMANCE;
    rule.save("Labels");
    world.is(first, Status.DEGRADED);
    world.minutes(2);
    assertThat(only().heading().impact()).isEqualTo(Impact.MINOR);
    world.is(first, Status.DOWN);
    world.after(SECOND);
    assertThat(affected(only(), page)).containsEntry("Labels", PageState.MAJOR_OUTAGE);
    assertThat(only().heading().impact()).isEqualTo(Impact.CRITICAL);
  }

  @Test
  void nothingIsOpenedDuringMaintenanceAndWhatIsStillDownAfterItIs() {
    world.rule(page).save("Labels");
    world.item(
        new Maintenance(
            "New switches",
            "",
            new Timetable(START.minusSeconds(60), START.plusSeconds(1_200), ZoneId.of("UTC"), null),
            new Maintenance.Scope(false, List.of(first.monitor()), List.of(), List.of()),
            true,
            false,
            false));
    isDown(first);
    world.minutes(19);
    assertThat(count()).isZero();
    world.minutes(2);
    assertThat(affected(only(), page)).containsOnlyKeys("Labels");
  }

  @Test
  void whatIsPausedMeanwhileHasNotRecovered() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.is(first, Status.PAUSED);
    world.minutes(30);
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
  }

  @Test
  void theAlertsOfItsMonitorsAreLinkedAlsoThoseThatComeLater() {
    world.rule(page).save("Labels");
    isDown(first);
    AlertId early = world.alert(first);
    world.alert(second);
    world.minutes(2);
    assertThat(only().alerts()).containsExactly(early);
    isDown(second);
    world.minutes(3);
    assertThat(only().alerts()).hasSize(2);
    world.does(only().ref(), new IncidentChange.Unlink(early));
    AlertId late = world.alert(first);
    world.minutes(1);
    assertThat(only().alerts()).hasSize(2).contains(late).doesNotContain(early);
  }

  @Test
  void peopleResolveWhatTheRuleDoesNot() {
    var rule = world.rule(page);
    rule.resolves = false;
    rule.save("Labels");
    isDown(first);
    world.minutes(2);
    isUp(first);
    world.minutes(60);
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
    assertThat(affected(only(), page)).containsEntry("Labels", PageState.OPERATIONAL);
  }

  @Test
  void whatARuleOpenedThatIsGoneIsForPeople() {
    var rule = world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.remove(rule);
    isUp(first);
    world.minutes(30);
    assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING);
  }

  @Test
  void aPersonsJudgementOfHowBadItIsStands() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    world.does(only().ref(), new IncidentChange.Amend(null, Impact.MINOR, null, null));
    world.minutes(5);
    assertThat(only().heading().impact()).isEqualTo(Impact.MINOR);
    isUp(first);
    world.minutes(2);
    assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void twoThatDecideAtOnceOpenOne() {
    world.rule(page).save("Labels");
    RuleWorld.Node other = world.node();
    isDown(second);
    isUp(first);
    world.clock.advance(SECOND);
    // one has heard of another outage than the other
    world.is(world.node, first, Status.DOWN, START);
    world.is(other, second, Status.DOWN, START.plusSeconds(1));
    world.clock.advance(Duration.ofMinutes(3));
    Step one = world.node.next().orElseThrow();
    Step same = other.next().orElseThrow();
    assertThat(one.change()).isNotEqualTo(same.change());
    world.table.change(one.incident(), one.change(), one.by());
    world.table.change(same.incident(), same.change(), same.by());
    assertThat(count()).isOne();
    world.is(other, first, Status.DOWN, START);
    other.run();
    world.node.run();
    assertThat(only().posts()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void whoKnowsAnOldIncidentChangesNothingByIt() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    RuleWorld.Node late = world.node();
    late.incidents.publish(only());
    world.is(late, first, Status.UP, world.clock.instant());
    world.is(late, second, Status.UP, world.clock.instant());
    world.table.change(only().ref(), tell(Phase.IDENTIFIED, world.clock.instant()), ANN);
    world.clock.advance(Duration.ofMinutes(5));
    Step resolves = late.next().orElseThrow();
    world.table.change(resolves.incident(), resolves.change(), resolves.by());
    assertThat(only().phase()).isEqualTo(Phase.IDENTIFIED);
    late.run();
    assertThat(only().phase()).isEqualTo(Phase.IDENTIFIED);
  }

  @Test
  void whoKnowsNoneOfTheOldOnesFindsThemAndOpensTheNext() {
    var rule = world.rule(page);
    rule.quietFor = Duration.ZERO;
    rule.save("Labels");
    for (int i = 0; i < 3; i++) {
      isDown(first);
      world.minutes(2);
      isUp(first);
      world.minutes(61);
    }
    assertThat(count()).isEqualTo(3);
    isDown(first);
    RuleWorld.Node fresh = world.node();
    world.is(fresh, first, Status.DOWN, world.clock.instant());
    world.clock.advance(Duration.ofMinutes(2));
    fresh.run();
    assertThat(count()).isEqualTo(4);
    assertThat(world.table.all().getLast().phase()).isEqualTo(Phase.INVESTIGATING);
    assertThat(world.table.all())
        .filteredOn(each -> each.phase() == Phase.INVESTIGATING)
        .hasSize(1);
  }

  @Test
  void namesAreNoMarkupAndTitlesAreOneLine() {
    StatusPageConfig odd =
        world.page("odd", StatusPageConfig.Visibility.PUBLIC, Map.of("*[a](b)*", first));
    var rule = world.rule(odd);
    rule.title = "{{component}} " + "x".repeat(190);
    rule.message = "{{components}}";
    rule.save("Odd");
    isDown(first);
    world.minutes(2);
    assertThat(title(only())).startsWith("*[a](b)* x").hasSizeLessThanOrEqualTo(200);
    assertThat(messages(only())).containsExactly("\\*\\[a\\](b)\\*");
  }

  @Test
  void nothingIsToldOfFollowing() {
    world.rule(page).save("Labels");
    isDown(first);
    world.minutes(2);
    isUp(first);
    world.after(SECOND);
    assertThat(only().history().getLast()).isInstanceOf(IncidentEvent.Followed.class);
    assertThat(only().posts()).hasSize(1);
  }
}
