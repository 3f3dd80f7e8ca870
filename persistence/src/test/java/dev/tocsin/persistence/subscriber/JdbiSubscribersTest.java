package dev.tocsin.persistence.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.incident.JdbiIncidentViews;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Bulletin;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Destination.Kind;
import dev.tocsin.subscriber.Outgoing;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberOutbox.Spread;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiSubscribersTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.5Z");
  private static final Author ANN = Author.user(UserId.create());
  private static final Set<Kind> MAIL = Set.of(Kind.EMAIL);

  private final Database database;
  private final JdbiSubscriberStore store;
  private final JdbiSubscriberOutbox outbox;
  private final JdbiIncidentViews incidents;
  private final List<String> hints = new ArrayList<>();
  private final OrganizationId organization = OrganizationId.create();
  private final ComponentId api = ComponentId.create();
  private final ComponentId web = ComponentId.create();
  private final StatusPageId page = StatusPageId.create();

  JdbiSubscribersTest(TestDatabase test) {
    this.database = test.database();
    Secrets secrets = new Secrets(new byte[32]);
    DerivedKeys keys = new DerivedKeys(new byte[32]);
    this.store = new JdbiSubscriberStore(database, secrets, keys);
    this.outbox = new JdbiSubscriberOutbox(database, secrets, keys);
    this.incidents =
        new JdbiIncidentViews(database, () -> hints.add("news"), InstantSource.fixed(NOON));
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into organization (id, name, time_zone, created_at, revision)
                    values (:id, 'Acme', 'UTC', :now, 0)
                    """)
                .bind("id", organization.value())
                .bind("now", NOON)
                .execute());
    add(page, "acme", StatusPageConfig.Visibility.PUBLIC);
  }

  @AfterEach
  void empty() {
    for (String table :
        List.of("subscriber_letter", "announcement", "incident_news", "incident", "subscriber")) {
      database.write(handle -> handle.execute("delete from " + table));
    }
  }

  private void add(StatusPageId id, String slug, StatusPageConfig.Visibility visibility) {
    String content =
        """
        {"groups":[],"components":[
          {"id":"%s","name":"API","description":"","group":null,"monitors":[]},
          {"id":"%s","name":"Web","description":"","group":null,"monitors":[]}]}
        """
            .formatted(api, web);
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into status_page
                      (organization_id, id, slug, name, visibility, content, created_at, revision)
                    values (:organization, :id, :slug, :name, :visibility, :content, :now, 1)
                    """)
                .bind("organization", organization.value())
                .bind("id", id.value())
                .bind("slug", slug + organization)
                .bind("name", slug)
                .bind("visibility", visibility.name().toLowerCase(Locale.ROOT))
                .bind("content", content)
                .bind("now", NOON)
                .execute());
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private Subscriber mail(String address, ComponentId... components) {
    return subscriber(page, new Destination(Kind.EMAIL, address), components);
  }

  private Subscriber subscriber(StatusPageId of, Destination to, ComponentId... components) {
    return new Subscriber(
        organization, of, SubscriberId.create(), to, List.of(components), NOON, null);
  }

  private Subscriber confirmed(String address, ComponentId... components) {
    Subscriber wanted = mail(address, components);
    store.ask(wanted, null, at(0));
    assertThat(store.confirm(wanted.id(), at(0))).isTrue();
    outbox.claim(MAIL, UUID.randomUUID(), at(0), at(1), 100);
    return wanted;
  }

  private IncidentRecord opened(Visibility visibility, int minute, @Nullable ComponentId affected) {
    return with(
        IncidentRecord.empty(new IncidentRef(organization, IncidentId.create())),
        minute,
        new IncidentChange.Open(
            new Heading("Labels fail", Impact.MAJOR),
            visibility,
            at(minute),
            new Origin.ByHand(),
            post(Phase.INVESTIGATING, minute, affected),
            List.of()));
  }

  private static Post post(Phase phase, int minute, @Nullable ComponentId affected) {
    return new Post(
        UUID.randomUUID(),
        at(minute),
        phase,
        "We are *on* it: " + phase,
        affected == null ? List.of() : List.of(new Affected(affected, PageState.PARTIAL_OUTAGE)),
        null);
  }

  private static IncidentRecord with(IncidentRecord record, int minute, IncidentChange change) {
    IncidentRecord now = record;
    for (IncidentEvent event : ((Decision.Accepted) now.decide(change, ANN, at(minute))).events()) {
      now = now.apply(event);
    }
    return now;
  }

  private void stored(IncidentRecord record) {
    incidents.store(List.of(new IncidentView(record)));
  }

  private List<Outgoing> claim(int minute) {
    return outbox.claim(MAIL, UUID.randomUUID(), at(minute), at(minute + 1), 1_000);
  }

  private static List<String> addresses(List<Outgoing> letters) {
    return letters.stream().map(letter -> letter.to().to().address()).sorted().toList();
  }

  @Test
  void asksFirstAndTellsWhoHasSaidYes() {
    Subscriber ann = mail("Ann@Example.com", api);
    store.ask(ann, null, at(0));
    List<Outgoing> asked = claim(0);
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().matter()).isInstanceOf(Outgoing.Matter.Confirm.class);
    assertThat(asked.getFirst().to().to().address()).isEqualTo("Ann@Example.com");
    outbox.sent(asked.getFirst(), at(0));

    stored(opened(Visibility.PUBLIC, 1, api));
    outbox.spread(at(1));
    assertThat(claim(1)).isEmpty();

    assertThat(store.confirm(ann.id(), at(2))).isTrue();
    assertThat(store.find(ann.id()).orElseThrow().components()).containsExactly(api);
    stored(opened(Visibility.PUBLIC, 3, api));
    assertThat(hints).hasSize(2);
    assertThat(outbox.spread(at(3))).isEqualTo(new Spread(1, 0));
    Outgoing told = claim(3).getFirst();
    Bulletin bulletin = told.bulletin();
    assertThat(bulletin.title()).isEqualTo("Labels fail");
    assertThat(bulletin.stage()).isEqualTo("Investigating");
    assertThat(bulletin.parts())
        .containsExactly(new Bulletin.Part("API", PageState.PARTIAL_OUTAGE));
    assertThat(told.page().name()).isEqualTo("acme");
    assertThat(store.counts(organization, page)).isEqualTo(Map.of(Kind.EMAIL, 1));
  }

  @Test
  void keepsNoAddressThatCanBeRead() {
    confirmed("secret.name@example.com");
    database.read(
        handle -> {
          List<Map<String, Object>> rows =
              new ArrayList<>(handle.createQuery("select * from subscriber").mapToMap().list());
          rows.addAll(handle.createQuery("select * from subscriber_letter").mapToMap().list());
          assertThat(rows.toString()).doesNotContain("secret.name").doesNotContain("example.com");
          return true;
        });
  }

  @Test
  void isOneSubscriberHoweverOftenItsAddressIsEnteredAndIsLeftInPeace() {
    Subscriber first = mail("ann@example.com");
    store.ask(first, null, at(0));
    for (int i = 1; i <= 20; i++) {
      store.ask(mail(i % 2 == 0 ? "ANN@example.com" : "ann+" + i + "@example.com"), null, at(i));
      claim(i).forEach(letter -> outbox.sent(letter, NOON));
    }
    int letters =
        database.read(
            handle ->
                handle
                    .createQuery("select count(*) from subscriber_letter")
                    .mapTo(Integer.class)
                    .one());
    assertThat(letters).isLessThanOrEqualTo(JdbiSubscriberStore.ASKS_OF_BOX);
    // the next day they may ask once more
    store.ask(mail("ann@example.com"), null, at(25 * 60));
    assertThat(addresses(claim(25 * 60))).containsExactly("ann@example.com");
  }

  @Test
  void tellsWhoIsToldAlreadyWithoutSayingSoToAnybodyElse() {
    Subscriber ann = confirmed("ann@example.com");
    store.ask(mail("ann@example.com", web), null, at(5));
    List<Outgoing> letters = claim(5);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().matter()).isInstanceOf(Outgoing.Matter.Known.class);
    assertThat(store.find(ann.id()).orElseThrow().components()).isEmpty();
  }

  @Test
  void takesOnlySoManyAddressesForAPageInAnHour() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= JdbiSubscriberStore.OF_PAGE; i++) {
                store.ask(mail("a" + i + "@example.com"), null, at(0));
              }
            })
        .isInstanceOf(ThrottledException.class);
    store.ask(mail("later@example.com"), null, at(61));
  }

  @Test
  void tellsThoseOfTheComponentsThatItAffectsAndThoseOfAll() {
    confirmed("all@example.com");
    confirmed("api@example.com", api);
    confirmed("web@example.com", web);
    stored(opened(Visibility.PUBLIC, 1, api));
    outbox.spread(at(1));
    assertThat(addresses(claim(1))).containsExactly("all@example.com", "api@example.com");
    stored(opened(Visibility.PUBLIC, 5, null));
    outbox.spread(at(5));
    assertThat(addresses(claim(5)))
        .contains("all@example.com", "api@example.com", "web@example.com");
  }

  @Test
  void tellsOfEachPublicUpdateOnceHoweverOftenItIsStored() {
    confirmed("ann@example.com");
    IncidentRecord incident = opened(Visibility.INTERNAL, 1, api);
    incident = with(incident, 2, new IncidentChange.Tell(post(Phase.IDENTIFIED, 2, null)));
    stored(incident);
    assertThat(outbox.spread(at(2))).isEqualTo(new Spread(0, 0));
    incident = with(incident, 3, new IncidentChange.Publish());
    stored(incident);
    stored(incident);
    assertThat(outbox.spread(at(3))).isEqualTo(new Spread(1, 0));
    assertThat(outbox.spread(at(3))).isEqualTo(new Spread(0, 0));
    List<Outgoing> told = claim(3);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().bulletin().stage()).isEqualTo("Identified");
    outbox.sent(told.getFirst(), at(3));

    UUID post = incident.posts().getFirst().id();
    incident = with(incident, 4, new IncidentChange.Correct(post, "Better words."));
    stored(incident);
    assertThat(outbox.spread(at(4))).isEqualTo(new Spread(0, 0));
    incident = with(incident, 5, new IncidentChange.Tell(post(Phase.RESOLVED, 5, null)));
    incident = with(incident, 6, new IncidentChange.Tell(post(Phase.POSTMORTEM, 6, null)));
    stored(incident);
    assertThat(outbox.spread(at(6))).isEqualTo(new Spread(2, 0));
    assertThat(claim(6))
        .extracting(letter -> letter.bulletin().stage())
        .containsExactlyInAnyOrder("Resolved", "Postmortem");
    assertThat(store.progress(organization, incident.ref().incident().value()))
        .extracting(each -> each.sent() + "/" + each.waiting())
        .containsExactly("0/1", "0/1", "1/0");
  }

  @Test
  void tellsNothingOfWhatWasTakenBackOrIsOlderThanADay() {
    confirmed("ann@example.com");
    IncidentRecord removed = opened(Visibility.PUBLIC, 1, api);
    stored(removed);
    outbox.spread(at(1));
    stored(with(removed, 2, new IncidentChange.Remove()));
    assertThat(claim(2)).isEmpty();

    IncidentRecord retracted = opened(Visibility.PUBLIC, 3, api);
    Post second = post(Phase.IDENTIFIED, 4, null);
    retracted = with(retracted, 4, new IncidentChange.Tell(second));
    stored(retracted);
    outbox.spread(at(4));
    stored(with(retracted, 5, new IncidentChange.Retract(second.id())));
    assertThat(claim(5))
        .extracting(letter -> letter.bulletin().stage())
        .containsExactly("Investigating");

    stored(opened(Visibility.PUBLIC, 10, api));
    assertThat(outbox.spread(at(10 + 25 * 60))).isEqualTo(new Spread(0, 1));
    assertThat(claim(10 + 25 * 60))
        .extracting(letter -> letter.bulletin().at())
        .doesNotContain(at(10));
  }

  @Test
  void tellsNobodyOfAPrivatePageOrOneThatIsGone() {
    StatusPageId inner = StatusPageId.create();
    add(inner, "inner", StatusPageConfig.Visibility.PUBLIC);
    Subscriber ann = subscriber(inner, new Destination(Kind.EMAIL, "ann@example.com"));
    store.ask(ann, null, at(0));
    claim(0).forEach(letter -> outbox.sent(letter, at(0)));
    store.confirm(ann.id(), at(0));
    stored(opened(Visibility.PUBLIC, 1, api));
    outbox.spread(at(1));
    page(inner, "visibility = 'private'");
    assertThat(claim(1)).isEmpty();
    stored(opened(Visibility.PUBLIC, 2, api));
    assertThat(outbox.spread(at(2)).late()).isZero();
    assertThat(claim(2)).isEmpty();

    page(inner, "slug = null, name = '', content = '{}', deleted_at = created_at");
    outbox.sweep(at(3));
    assertThat(store.find(ann.id())).isEmpty();
  }

  private void page(StatusPageId id, String change) {
    database.write(
        handle ->
            handle
                .createUpdate("update status_page set " + change + " where id = :id")
                .bind("id", id.value())
                .execute());
  }

  @Test
  void givesALetterToOneNodeAndToAnotherWhenItsClaimRunsOut() {
    for (int i = 0; i < 30; i++) {
      confirmed("a" + i + "@example.com");
    }
    stored(opened(Visibility.PUBLIC, 1, api));
    outbox.spread(at(1));
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    List<Outgoing> first = outbox.claim(MAIL, one, at(2), at(3), 10);
    List<Outgoing> second = outbox.claim(MAIL, other, at(2), at(3), 100);
    assertThat(first).hasSize(10);
    assertThat(second).hasSize(20);
    assertThat(outbox.claim(MAIL, UUID.randomUUID(), at(2), at(3), 100)).isEmpty();
    outbox.sent(first.getFirst(), at(2));
    outbox.renew(List.of(other), at(10));
    List<Outgoing> again = outbox.claim(MAIL, UUID.randomUUID(), at(4), at(5), 100);
    assertThat(again).hasSize(9).allMatch(letter -> letter.attempt() == 2);
    assertThat(again)
        .extracting(Outgoing::id)
        .containsExactlyInAnyOrderElementsOf(first.stream().skip(1).map(Outgoing::id).toList());
    // it went out after all, whoever holds it now
    outbox.sent(first.get(1), at(4));
    // what is late says nothing of another's attempt
    outbox.later(first.get(2), at(60), "slow");
    assertThat(outbox.claim(MAIL, UUID.randomUUID(), at(6), at(7), 100)).hasSize(8);
  }

  @Test
  void triesAgainWhenItSaysAndRecordsWhatFailed() {
    confirmed("ann@example.com");
    IncidentRecord incident = opened(Visibility.PUBLIC, 1, api);
    stored(incident);
    outbox.spread(at(1));
    outbox.later(claim(1).getFirst(), at(5), "greylisted");
    assertThat(outbox.nextDue(MAIL)).contains(at(5));
    assertThat(claim(4)).isEmpty();
    outbox.failed(claim(5).getFirst(), at(5), "550 no such user");
    assertThat(claim(60)).isEmpty();
    assertThat(store.progress(organization, incident.ref().incident().value()).getFirst().failed())
        .isEqualTo(1);
  }

  @Test
  void givesUpWhatCouldNotBeSentForADay() {
    confirmed("ann@example.com");
    confirmed("bob@example.com");
    IncidentRecord incident = opened(Visibility.PUBLIC, 1, api);
    stored(incident);
    outbox.spread(at(1));
    outbox.later(claim(1).getFirst(), at(30 * 60), "away");
    assertThat(claim(30 * 60)).isEmpty();
    outbox.sweep(at(30 * 60));
    assertThat(store.progress(organization, incident.ref().incident().value()).getFirst().failed())
        .isEqualTo(2);
  }

  @Test
  void forgetsWhoLeavesAndWhoNeverAnswered() {
    Subscriber ann = confirmed("ann@example.com");
    stored(opened(Visibility.PUBLIC, 1, api));
    outbox.spread(at(1));
    assertThat(store.leave(ann.id())).isTrue();
    assertThat(store.leave(ann.id())).isFalse();
    assertThat(store.find(ann.id())).isEmpty();
    assertThat(claim(2)).isEmpty();

    Subscriber silent = mail("silent@example.com");
    store.ask(silent, null, at(3));
    outbox.sweep(at(4));
    assertThat(store.find(silent.id())).isPresent();
    assertThat(store.confirm(silent.id(), at(3 + 25 * 60))).isFalse();
    outbox.sweep(at(3 + 25 * 60));
    assertThat(store.find(silent.id())).isEmpty();
  }

  @Test
  void listsThoseOfAPageForItsOrganizationAlone() {
    Subscriber first = confirmed("a@example.com", api);
    Subscriber second = mail("b@example.com");
    store.ask(second, ANN, at(1));
    assertThat(store.list(organization, page, null, 10))
        .extracting(Subscriber::id)
        .containsExactly(second.id(), first.id());
    assertThat(store.list(organization, page, second.id(), 10).getFirst().components())
        .containsExactly(api);
    assertThat(store.list(OrganizationId.create(), page, null, 10)).isEmpty();
    assertThat(store.remove(OrganizationId.create(), page, first.id(), ANN, NOON)).isFalse();
    assertThat(store.remove(organization, page, first.id(), ANN, NOON)).isTrue();
    assertThat(store.choose(first.id(), List.of(web))).isFalse();
    assertThat(store.choose(second.id(), List.of(web))).isTrue();
    assertThat(store.find(second.id()).orElseThrow().components()).containsExactly(web);
  }

  @Test
  void updatesThatCannotBeSpreadHoldUpNoOther() {
    confirmed("ann@example.com");
    for (int i = 0; i < 25; i++) {
      stored(opened(Visibility.PUBLIC, 1, api));
    }
    database.write(handle -> handle.execute("update incident set record = 'broken'"));
    IncidentRecord good = opened(Visibility.PUBLIC, 2, api);
    stored(good);
    int told = 0;
    for (int i = 0; i < 3; i++) {
      told += outbox.spread(at(2)).told();
    }
    assertThat(told).isOne();
    assertThat(claim(2))
        .extracting(letter -> letter.bulletin().subject())
        .containsExactly(good.ref().incident().value());
    assertThat(outbox.spread(at(2 + 25 * 60)).late()).isEqualTo(25);
  }

  @Test
  void aWriteOfAnIncidentDoesNotWaitForWhatIsSpread() {
    IncidentRecord first = opened(Visibility.PUBLIC, 1, api);
    stored(first);
    IncidentRecord second =
        with(first, 2, new IncidentChange.Tell(post(Phase.IDENTIFIED, 2, null)));
    boolean isStored =
        database.write(
            handle -> {
              handle.execute("update incident_news set spread = true");
              return CompletableFuture.runAsync(() -> stored(second))
                  .handle((done, failure) -> failure == null)
                  .completeOnTimeout(false, 20, TimeUnit.SECONDS)
                  .join();
            });
    assertThat(isStored).isTrue();
  }

  @Test
  void takesBackNoMoreThanTheNewestRecordDoesAndTellsNothingThatItTookBack() {
    confirmed("ann@example.com");
    Post wrong = post(Phase.IDENTIFIED, 2, null);
    IncidentRecord told =
        with(opened(Visibility.PUBLIC, 1, api), 2, new IncidentChange.Tell(wrong));
    IncidentRecord older = with(told, 3, new IncidentChange.Retract(wrong.id()));
    IncidentRecord newer = with(older, 4, new IncidentChange.Tell(post(Phase.MONITORING, 4, null)));
    stored(told);
    outbox.spread(at(2));
    stored(newer);
    outbox.spread(at(4));
    stored(older);
    // as where it was spread while it was taken back
    database.write(
        handle ->
            handle
                .createUpdate("update announcement set withdrawn = false where post_id = :post")
                .bind("post", wrong.id())
                .execute());
    assertThat(claim(5))
        .extracting(letter -> letter.bulletin().stage())
        .containsExactlyInAnyOrder("Investigating", "Monitoring");
  }

  @Test
  void asksOneHostOnlySoOftenAndAgainAfterWhatIsTold() {
    Set<Kind> posts = Set.of(Kind.WEBHOOK);
    for (int i = 0; i < 8; i++) {
      Subscriber program =
          subscriber(page, new Destination(Kind.WEBHOOK, "https://example.com/" + i));
      store.ask(program, null, at(0));
    }
    List<Outgoing> asked = outbox.claim(posts, UUID.randomUUID(), at(0), at(1), 100);
    assertThat(asked).hasSize(JdbiSubscriberStore.ASKS_OF_BOX);
    Outgoing away = asked.getFirst();
    Outgoing told = asked.getLast();
    asked.stream().filter(each -> each != away).forEach(each -> outbox.sent(each, at(0)));
    outbox.later(away, at(1), "503");
    store.confirm(told.to().id(), at(1));
    stored(opened(Visibility.PUBLIC, 2, api));
    outbox.spread(at(2));
    assertThat(outbox.claim(posts, UUID.randomUUID(), at(3), at(4), 1).getFirst().to().id())
        .isEqualTo(told.to().id());
    assertThat(outbox.claim(posts, UUID.randomUUID(), at(3), at(4), 1).getFirst().id())
        .isEqualTo(away.id());
  }

  @Test
  void whatIsReleasedIsClaimedAgainAtOnceAndWasNoAttempt() {
    store.ask(mail("ann@example.com"), null, at(0));
    outbox.release(claim(0));
    assertThat(claim(0)).hasSize(1).allMatch(letter -> letter.attempt() == 1);
  }

  @Test
  void anOldIncidentThatIsWrittenAgainIsNoNews() {
    stored(opened(Visibility.PUBLIC, -4 * 24 * 60, api));
    assertThat(hints).isEmpty();
    assertThat(outbox.spread(at(0))).isEqualTo(new Spread(0, 0));
  }
}
