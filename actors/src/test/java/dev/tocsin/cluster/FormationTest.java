package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.Formation.Answer;
import dev.tocsin.cluster.Formation.Asked;
import dev.tocsin.cluster.Formation.Decision;
import dev.tocsin.cluster.Formation.Why;
import dev.tocsin.conf.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormationTest {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(14_999);
  private static final Duration LIVE = Duration.ofMillis(14_999);
  private static final Duration STALE = Duration.ofSeconds(15);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private static final UUID PRESENT = new UUID(0, 1);
  private static final UUID FORMER = new UUID(0, 2);
  private static final UUID PROPOSED = new UUID(0, 3);
  private static final HostPort A = new HostPort("10.0.0.1", 7625);
  private static final HostPort B = new HostPort("10.0.0.2", 7625);

  private static final Answer REFUSED = new Answer.Refused();
  private static final Answer SILENT = new Answer.Silent();
  private static final Answer SAYS_PRESENT = new Answer.Present(Optional.of(PRESENT));
  private static final Answer SAYS_FORMER = new Answer.Present(Optional.of(FORMER));
  private static final Answer SAYS_NONE = new Answer.Present(Optional.empty());

  /** One line of the table below. A null answer stands for a row that was not asked. */
  private record Case(
      String name, @Nullable UUID present, List<Row> rows, Duration reachable, Object expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Row(
      HostPort address, @Nullable UUID incarnation, Duration age, @Nullable Answer answer) {}

  private static final Decision FORM = new Decision.Form(PROPOSED);

  static List<Case> table() {
    return List.of(
        new Case("an empty table: form at once", null, List.of(), Duration.ZERO, FORM),
        new Case("alone, formerly a member: form at once", PRESENT, List.of(), SHORT, FORM),
        new Case("a live member: join it", PRESENT, of(A, PRESENT, LIVE, null), SHORT, join(A)),
        new Case(
            "two live members: join through either",
            PRESENT,
            List.of(new Row(A, PRESENT, LIVE, null), new Row(B, PRESENT, LIVE, null)),
            SHORT,
            join(A, B)),
        new Case(
            "a live and a stale member: join the live one",
            PRESENT,
            List.of(new Row(A, PRESENT, STALE, null), new Row(B, PRESENT, LIVE, null)),
            SHORT,
            join(B)),
        new Case("a joining node: ask it", null, of(A, null, LIVE, null), LONG, Why.ASK),
        new Case("a stale member: ask it", PRESENT, of(A, PRESENT, STALE, null), LONG, Why.ASK),
        new Case(
            "a live member of a former cluster: ask it",
            PRESENT,
            of(A, FORMER, LIVE, null),
            LONG,
            Why.ASK),
        new Case(
            "a joining node that is in no cluster: form",
            null,
            of(A, null, LIVE, SAYS_NONE),
            LONG,
            FORM),
        new Case(
            "the same, but the store is just back: wait",
            null,
            of(A, null, LIVE, SAYS_NONE),
            SHORT,
            Why.STORE_JUST_BACK),
        new Case(
            "a stale member that refuses: form",
            PRESENT,
            of(A, PRESENT, STALE, REFUSED),
            LONG,
            FORM),
        new Case(
            "a stale member that refuses, the store just back: wait",
            PRESENT,
            of(A, PRESENT, STALE, REFUSED),
            SHORT,
            Why.STORE_JUST_BACK),
        new Case(
            "a stale row whose node says it is in the present cluster: join it",
            PRESENT,
            of(A, PRESENT, STALE, SAYS_PRESENT),
            SHORT,
            join(A)),
        new Case(
            "a row as joining whose node says it is in the present cluster: join it",
            PRESENT,
            of(A, null, LIVE, SAYS_PRESENT),
            SHORT,
            join(A)),
        new Case(
            "a node in a former cluster: form",
            PRESENT,
            of(A, FORMER, LIVE, SAYS_FORMER),
            LONG,
            FORM),
        new Case(
            "a stale row that does not answer: wait for it to be forgotten",
            PRESENT,
            of(A, PRESENT, STALE, SILENT),
            LONG,
            Why.SILENT_NODE),
        new Case(
            "a stale row that does not answer, almost forgotten: wait",
            PRESENT,
            of(A, FORMER, FORGOTTEN.minusMillis(1), SILENT),
            LONG,
            Why.SILENT_NODE),
        new Case(
            "a forgotten row that does not answer: form",
            PRESENT,
            of(A, PRESENT, FORGOTTEN, SILENT),
            LONG,
            FORM),
        new Case(
            "a forgotten row that was not asked: ask it all the same",
            PRESENT,
            of(A, PRESENT, FORGOTTEN, null),
            LONG,
            Why.ASK),
        new Case(
            "one refuses, the other is silent: wait",
            PRESENT,
            List.of(new Row(A, PRESENT, STALE, REFUSED), new Row(B, PRESENT, STALE, SILENT)),
            LONG,
            Why.SILENT_NODE),
        new Case(
            "one refuses, the other is in the present cluster: join the other",
            PRESENT,
            List.of(new Row(A, PRESENT, STALE, REFUSED), new Row(B, PRESENT, STALE, SAYS_PRESENT)),
            LONG,
            join(B)),
        new Case(
            "one refuses, the other was not asked: ask",
            PRESENT,
            List.of(new Row(A, PRESENT, STALE, REFUSED), new Row(B, null, STALE, null)),
            LONG,
            Why.ASK));
  }

  @ParameterizedTest
  @MethodSource("table")
  void decides(Case line) {
    var decision = Formation.decide(view(line));

    if (line.expected() instanceof Why why) {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Wait.class, wait -> assertThat(wait.why()).isEqualTo(why));
    } else {
      assertThat(decision).isEqualTo(line.expected());
    }
  }

  @Test
  void anAnswerForAnotherLifeOfANodeDoesNotCount() {
    var asked = row(new Row(A, PRESENT, STALE, null), new UUID(9, 1));
    var now = row(new Row(A, PRESENT, STALE, null), new UUID(9, 2));

    assertThat(decide(List.of(now), new Asked(asked, REFUSED)))
        .isInstanceOfSatisfying(
            Decision.Wait.class, wait -> assertThat(wait.why()).isEqualTo(Why.ASK));
  }

  @Test
  void anAnswerFromBeforeANodeBecameAMemberDoesNotCount() {
    var process = new UUID(9, 1);
    var asked = row(new Row(A, null, LIVE, null), process);
    var now = row(new Row(A, FORMER, LIVE, null), process);

    assertThat(decide(List.of(now), new Asked(asked, SAYS_NONE)))
        .isInstanceOfSatisfying(
            Decision.Wait.class, wait -> assertThat(wait.why()).isEqualTo(Why.ASK));
  }

  @Test
  void aSilentNodeIsNamedWithTheRemedy() {
    var line = new Case("", PRESENT, of(A, PRESENT, STALE, SILENT), LONG, Why.SILENT_NODE);

    assertThat(Formation.decide(view(line)))
        .isInstanceOfSatisfying(
            Decision.Wait.class,
            wait ->
                assertThat(wait.explanation())
                    .contains("10.0.0.1:7625", "remove its row from the table node", "10 min"));
  }

  private static Decision decide(List<NodeRow> rows, Asked asked) {
    return Formation.decide(
        new Formation.View(
            new NodeTable.Content(Optional.of(PRESENT), rows),
            List.of(asked),
            LONG,
            TIME_TO_LIVE,
            FORGET_AFTER,
            PROPOSED));
  }

  private static Formation.View view(Case line) {
    var rows = line.rows().stream().map(row -> row(row, new UUID(7, 7))).toList();
    var asked =
        line.rows().stream()
            .filter(row -> row.answer() != null)
            .map(row -> new Asked(row(row, new UUID(7, 7)), row.answer()))
            .toList();
    return new Formation.View(
        new NodeTable.Content(Optional.ofNullable(line.present()), rows),
        asked,
        line.reachable(),
        TIME_TO_LIVE,
        FORGET_AFTER,
        PROPOSED);
  }

  private static NodeRow row(Row row, UUID process) {
    return new NodeRow(
        row.address(),
        process,
        Optional.ofNullable(row.incarnation()),
        Optional.of(new HostPort(row.address().host(), 7626)),
        "default",
        row.age());
  }

  private static List<Row> of(
      HostPort address, @Nullable UUID incarnation, Duration age, @Nullable Answer answer) {
    return List.of(new Row(address, incarnation, age, answer));
  }

  private static Decision join(HostPort... addresses) {
    return new Decision.Join(PRESENT, List.of(addresses));
  }
}
