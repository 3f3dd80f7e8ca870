package dev.tocsin.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.OpenApi.Described;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Who may do what: every operation of the description, asked for by everybody, of any installation
 * whose sign-up is open. An operation without a row fails. Every exchange is held against the
 * description.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AccessTable {
  private static final String HOME = "home";

  /** What would end the sessions that others of these tests go on in. */
  private static final Set<String> ENDS_SESSIONS =
      Set.of("signOut", "endOtherSessions", "changePassword");

  private final Map<Asker, ApiClient> askers = new EnumMap<>(Asker.class);
  private final Map<String, String> untouched = new HashMap<>();
  private People people;
  private ApiClient owner;
  private Things things;
  private ApiClient stranger;

  /** Starts what is asked; the test that extends this ends it. */
  protected abstract URI start() throws Exception;

  @BeforeAll
  void begin() throws Exception {
    people = new People(start());
    owner = people.found(HOME);
    things = new Things(people, owner, HOME);
    for (Asker asker : Asker.values()) {
      askers.put(asker, client(asker, owner));
    }
    stranger = people.found("away");
  }

  private ApiClient client(Asker asker, ApiClient owner) {
    if (asker.isNobody()) {
      return people.nobody();
    }
    return asker.isToken() ? people.token(owner, asker.role()) : people.signIn(asker.role(), HOME);
  }

  @Test
  void theDescriptionSaysWhoMay() {
    Map<String, String> said =
        OpenApi.DESCRIPTION.operations().stream()
            .collect(Collectors.toMap(Described::id, Described::role));
    assertThat(said)
        .isEqualTo(Grant.TABLE.stream().collect(Collectors.toMap(Grant::operation, Grant::needs)));
    assertThat(
            OpenApi.DESCRIPTION.operations().stream().filter(Described::isOpen).map(Described::id))
        .containsExactlyInAnyOrderElementsOf(
            Grant.TABLE.stream()
                .filter(it -> it.needs().equals(Grant.OPEN))
                .map(Grant::operation)
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> everyOperationIsAllowedToWhomItIsAndToNobodyElse() {
    return OpenApi.DESCRIPTION.operations().stream()
        .flatMap(
            operation ->
                Arrays.stream(Asker.values())
                    .map(
                        asker ->
                            DynamicTest.dynamicTest(
                                operation.id() + " by " + asker, () -> check(operation, asker))));
  }

  private void check(Described operation, Asker asker) {
    Grant grant = Grant.of(operation);
    ApiClient client =
        ENDS_SESSIONS.contains(operation.id()) && asker.isPerson()
            ? people.join(owner, "once" + people.number() + "@example.com", asker.role())
            : askers.get(asker);
    if (operation.id().equals("streamEvents")) {
      assertThat(client.statusOf(operation.path())).isEqualTo(grant.expected(asker));
      return;
    }
    Answer answer =
        client.send(
            operation.method(),
            path(operation, asker, grant.expected(asker) == grant.done()),
            things.body(operation, asker),
            Things.type(operation));
    assertThat(answer.status())
        .describedAs("%s by %s: %s", operation.id(), asker, answer.body())
        .isEqualTo(grant.expected(asker));
  }

  /** Whoever is refused leaves what they asked for to the next. */
  private String path(Described operation, Asker asker, boolean allowed) {
    return allowed
        ? things.path(operation, asker)
        : untouched.computeIfAbsent(operation.id(), id -> things.path(operation, asker));
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnotherOrganizationsIsAsIfItNeverWas() {
    return OpenApi.DESCRIPTION.operations().stream()
        .filter(operation -> operation.path().contains("{"))
        .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> foreign(operation)));
  }

  private void foreign(Described operation) {
    String path = things.path(operation, Asker.OWNER);
    Object body = things.body(operation, Asker.OWNER);
    String type = Things.type(operation);
    Answer foreign = stranger.send(operation.method(), path, body, type);
    Answer never =
        stranger.send(operation.method(), Things.pathThatNeverWas(operation), body, type);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(never.body());
    assertThat(withoutDate(foreign)).isEqualTo(withoutDate(never));
    Answer own = askers.get(Asker.OWNER).send(operation.method(), path, body, type);
    assertThat(own.status())
        .describedAs("it was there, and is as it was: %s", own.body())
        .isEqualTo(Grant.of(operation).done());
  }

  @TestFactory
  Stream<DynamicTest> aPartOfAnotherPageIsNotFoundUnderOnesOwn() {
    return OpenApi.DESCRIPTION.operations().stream()
        .filter(it -> it.path().contains("{componentId}") || it.path().contains("{groupId}"))
        .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> misplaced(operation)));
  }

  private void misplaced(Described operation) {
    String other = things.page();
    String path = things.pagePart(operation.path(), other).replace(other, things.page());
    Answer answer =
        askers
            .get(Asker.OWNER)
            .send(
                operation.method(),
                path,
                things.body(operation, Asker.OWNER),
                Things.type(operation));
    assertThat(answer.status()).isEqualTo(404);
  }

  private static Map<String, List<String>> withoutDate(Answer answer) {
    return answer.raw().headers().map().entrySet().stream()
        .filter(header -> !header.getKey().equals("date"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
