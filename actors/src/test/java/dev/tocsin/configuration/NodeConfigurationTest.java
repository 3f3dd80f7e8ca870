package dev.tocsin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.escalation.Team;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Timing;
import dev.tocsin.notify.Channel;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class NodeConfigurationTest {
  private static final Author PERSON = Author.user(UserId.create());

  private final OrganizationId organization = OrganizationId.create();
  private final MemoryConfigurationStore tables = new MemoryConfigurationStore();
  private final NodeConfiguration here = new NodeConfiguration(tables, Runnable::run);
  private final ConfigurationWriter writer =
      new ConfigurationWriter(tables, here, Peers.NONE, Runnable::run);

  NodeConfigurationTest() {
    tables.createOrganization(organization);
  }

  private MonitorConfig monitor(String name) {
    return new MonitorConfig(
        new MonitorRef(organization, MonitorId.create()),
        name,
        new ManualSpec(),
        Timing.DEFAULT,
        List.of(),
        Instant.EPOCH,
        0);
  }

  private StatusPageConfig page(StatusPageId id, String slug, long revision) {
    return new StatusPageConfig(
        organization,
        id,
        slug,
        "Page",
        StatusPageConfig.Visibility.PUBLIC,
        List.of(),
        List.of(),
        Instant.EPOCH,
        revision);
  }

  @Test
  void doesNotSayThatThereIsNoneBeforeItHasReadEverything() {
    MonitorRef any = new MonitorRef(organization, MonitorId.create());
    assertThat(here.monitor(any)).isInstanceOf(Lookup.Incomplete.class);
    here.refresh().toCompletableFuture().join();
    assertThat(here.monitor(any)).isInstanceOf(Lookup.Unknown.class);
  }

  @Test
  void holdsAWriteWhenItsWriterIsAnswered() {
    MonitorConfig created = writer.createMonitor(monitor("a"), PERSON).toCompletableFuture().join();
    assertThat(here.monitor(created.ref())).isEqualTo(new Lookup.Found<>(created));
    assertThat(here.monitors(organization, null)).containsExactly(created);

    writer.deleteMonitor(created.ref(), PERSON, Instant.EPOCH).toCompletableFuture().join();
    assertThat(here.monitors(organization, null)).isEmpty();
    assertThat(here.isDeleted(created.ref())).isTrue();
  }

  @Test
  void holdsItemsByTheirKindUntilTheyAreDeleted() {
    Item<Team> team =
        writer
            .createItem(
                new Item<>(organization, Ids.create(), new Team("A", List.of()), Instant.EPOCH, 0),
                PERSON)
            .toCompletableFuture()
            .join();
    assertThat(here.items(organization, Team.KIND)).containsExactly(team);
    assertThat(here.item(organization, Team.KIND, team.id())).isEqualTo(new Lookup.Found<>(team));
    assertThat(here.items(organization, Channel.KIND)).isEmpty();
    assertThat(here.item(organization, Channel.KIND, team.id()))
        .isInstanceOf(Lookup.Incomplete.class);

    writer
        .deleteItem(organization, Team.KIND, team.id(), PERSON, Instant.EPOCH)
        .toCompletableFuture()
        .join();
    assertThat(here.items(organization, Team.KIND)).isEmpty();
  }

  @Test
  void knowsWhoHasJoinedWhenThatIsAnnounced() {
    User ann = new User(UserId.create(), new EmailAddress("a@example.com"), null, Instant.EPOCH);
    Member member = new Member(ann, Role.OWNER, Instant.EPOCH);
    tables.join(organization, member);
    assertThat(here.people(organization)).isEmpty();
    writer.announceNewest(organization).toCompletableFuture().join();
    assertThat(here.people(organization)).containsExactly(member);
    assertThat(here.person(organization, ann.id())).isEqualTo(new Lookup.Found<>(member));
    tables.setAway(true);
    writer.announceNewest(organization).toCompletableFuture().join();
  }

  @Test
  void keepsAnsweringWhileTheTablesAreAway() {
    MonitorConfig created = writer.createMonitor(monitor("a"), PERSON).toCompletableFuture().join();
    tables.setAway(true);
    CompletableFuture<Void> refresh = here.refresh().toCompletableFuture();
    assertThatThrownBy(refresh::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(here.monitor(created.ref())).isInstanceOf(Lookup.Found.class);
  }

  @Test
  void letsAWriteStandThatItCouldNotReadBack() {
    here.refresh().toCompletableFuture().join();
    ConfigurationWriter cutOff =
        new ConfigurationWriter(
            tables,
            here,
            Peers.NONE,
            task -> {
              task.run();
              tables.setAway(true);
            });
    MonitorConfig created = cutOff.createMonitor(monitor("a"), PERSON).toCompletableFuture().join();
    tables.setAway(false);
    assertThat(here.monitor(created.ref())).isInstanceOf(Lookup.Unknown.class);
    here.refresh().toCompletableFuture().join();
    assertThat(here.monitor(created.ref())).isInstanceOf(Lookup.Found.class);
  }

  @Test
  void listsInTheOrderOfIdsAndGoesOnAfterAnyOfThem() {
    for (int i = 0; i < 50; i++) {
      writer.createMonitor(monitor("m" + i), PERSON).toCompletableFuture().join();
    }
    List<MonitorConfig> all = new ArrayList<>(here.monitors(organization, null));
    assertThat(all).hasSize(50);
    assertThat(all).extracting(it -> it.ref().monitor().toString()).isSorted();
    assertThat(here.monitors(organization, all.get(19).ref().monitor()))
        .containsExactlyElementsOf(all.subList(20, 50));
  }

  @Test
  void findsAPageByItsSlugAndNoLongerByTheOldOne() {
    StatusPageId id = StatusPageId.create();
    tables.createPage(page(id, "old", 2), PERSON);
    here.refresh().toCompletableFuture().join();
    assertThat(here.pageBySlug("old")).isInstanceOf(Lookup.Found.class);
    tables.createPage(page(id, "new", 3), PERSON);
    here.refresh().toCompletableFuture().join();
    assertThat(here.pageBySlug("old")).isInstanceOf(Lookup.Unknown.class);
    assertThat(here.pageBySlug("new")).isInstanceOf(Lookup.Found.class);
    tables.deletePage(organization, id, PERSON, Instant.EPOCH);
    here.refresh().toCompletableFuture().join();
    assertThat(here.pageBySlug("new")).isInstanceOf(Lookup.Unknown.class);
  }

  @Test
  void saysWhatChangedOnceItIsVisible() {
    List<Boolean> visible = new ArrayList<>();
    here.onChange(
        changes ->
            changes
                .monitors()
                .forEach(
                    monitor -> visible.add(here.monitor(monitor.ref()) instanceof Lookup.Found)));
    writer.createMonitor(monitor("a"), PERSON).toCompletableFuture().join();
    assertThat(visible).containsExactly(true);
  }
}
