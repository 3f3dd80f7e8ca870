package dev.tocsin.http.testing;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AlertView;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.Climb;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.Response;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that go from state to state as the real ones do, and climb and send nothing by themselves.
 * While the store is away they go on, and are not stored.
 */
public final class MemoryAlerts implements Alerts {
  private static final Comparator<AlertRecord> NEWEST_FIRST =
      Comparator.comparing(AlertRecord::raisedAt)
          .thenComparing(alert -> alert.ref().alert().toString())
          .reversed();

  public final AlertBoard board = new AlertBoard();

  /** The entities that were started. */
  public final Set<AlertRef> started = ConcurrentHashMap.newKeySet();

  private final Map<AlertRef, AlertSight> entities = new ConcurrentHashMap<>();
  private final Map<AlertRef, AlertRecord> table = new ConcurrentHashMap<>();
  private final Map<UUID, List<DeliveryLog.Delivery>> trials = new ConcurrentHashMap<>();
  private final Store store;
  private final InstantSource time;

  public MemoryAlerts(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What happens to it, by whomever. */
  public AlertSight happens(AlertRef alert, AlertEvent event) {
    AlertSight sight =
        entities.compute(
            alert,
            (ref, before) -> {
              AlertRecord record = before == null ? AlertRecord.empty(ref) : before.record();
              return stored(
                  record.isNews(event) ? record.apply(event) : record,
                  before == null ? 0 : before.stored());
            });
    board.publish(sight);
    return sight;
  }

  private AlertSight stored(AlertRecord record, long before) {
    try {
      return store.run(
          () -> {
            table.put(record.ref(), record);
            return new AlertSight(record, record.sequence());
          });
    } catch (StoreUnavailableException away) {
      return new AlertSight(record, before);
    }
  }

  /** Runs the next step, which tells these. */
  public AlertSight climbs(AlertRef alert, List<Intended> messages, Duration next) {
    Climb now = entities.get(alert).record().climb();
    return happens(alert, climbed(now, null, messages, next, null));
  }

  private AlertEvent climbed(
      Climb now, Author by, List<Intended> messages, Duration next, @Nullable Answer answer) {
    int number = now.number() + 1;
    return new AlertEvent.Climbed(
        now(),
        by,
        new AlertEvent.Rung(number, now.round(), now.step(), null),
        messages,
        List.of(),
        new Climb(number, now.round(), now.step() + 1, now().plus(next), now.assignee()),
        answer);
  }

  /** Nobody speaks of it any more, as after a restart long after its end. */
  public void forget() {
    board.forget(Instant.MAX);
    entities.clear();
  }

  @Override
  public CompletionStage<AlertSight> open(AlertRef alert, AlertSubject subject, Author by) {
    started.add(alert);
    AlertSight known = entities.get(alert);
    return CompletableFuture.completedStage(
        known != null ? known : happens(alert, new AlertEvent.Raised(now(), by, subject, now())));
  }

  @Override
  public CompletionStage<AlertSight> report(
      AlertRef alert, UUID notification, Arrival arrival, String reason) {
    AlertSight known = known(alert);
    return known == null || known.record().notification(notification) == null
        ? refused("There is no such alert.")
        : CompletableFuture.completedStage(
            happens(alert, new AlertEvent.Reported(now(), notification, arrival, reason)));
  }

  @Override
  public CompletionStage<AlertSight> respond(AlertRef alert, Response response) {
    started.add(alert);
    AlertSight known = known(alert);
    if (known == null) {
      return refused("There is no such alert.");
    }
    if (known.record().answered(response.answer()) != null) {
      return CompletableFuture.completedStage(known);
    }
    AlertState state = known.record().state();
    if (state == AlertState.RESOLVED && !(response instanceof Response.Note)) {
      return refused("The alert is resolved.");
    }
    if (state == AlertState.ACKNOWLEDGED && response instanceof Response.Acknowledge) {
      return refused("The alert is acknowledged already.");
    }
    return CompletableFuture.completedStage(
        happens(
            alert,
            switch (response) {
              case Response.Acknowledge it ->
                  new AlertEvent.Acknowledged(now(), it.by(), it.via(), List.of(), it.answer());
              case Response.Resolve it ->
                  new AlertEvent.Resolved(now(), it.by(), it.via(), null, List.of(), it.answer());
              case Response.Escalate it ->
                  climbed(
                      known.record().climb(),
                      it.by(),
                      List.of(),
                      Duration.ofMinutes(5),
                      it.answer());
              case Response.Snooze it -> new AlertEvent.Snoozed(now(), it.by(), it.until());
              case Response.Reassign it -> new AlertEvent.Reassigned(now(), it.by(), it.to());
              case Response.Note it -> new AlertEvent.Noted(now(), it.by(), it.id(), it.text());
            }));
  }

  private AlertSight known(AlertRef alert) {
    AlertSight here = entities.get(alert);
    if (here != null || !table.containsKey(alert)) {
      return here;
    }
    AlertRecord read = table.get(alert);
    AlertSight sight = new AlertSight(read, read.sequence());
    entities.put(alert, sight);
    return sight;
  }

  private static CompletionStage<AlertSight> refused(String why) {
    return CompletableFuture.failedStage(new ConflictException(why));
  }

  @Override
  public CompletionStage<AlertSight> find(AlertRef alert) {
    started.add(alert);
    AlertSight known = known(alert);
    return known == null
        ? refused("There is no such alert.")
        : CompletableFuture.completedStage(known);
  }

  /** What is stored, to be read. */
  public AlertViews views() {
    return new Table();
  }

  public DeliveryLog log() {
    return new Log();
  }

  private final class Log implements DeliveryLog {
    @Override
    public List<Delivery> list(OrganizationId organization, UUID place, Question question) {
      return store.run(
          () ->
              Stream.concat(
                      ofAlerts(organization, place), trials.getOrDefault(place, List.of()).stream())
                  .filter(
                      each ->
                          question.states().isEmpty()
                              || question.states().contains(each.result().state()))
                  .filter(each -> follows(each, question.before()))
                  .sorted(
                      Comparator.comparing(Delivery::due)
                          .thenComparing(each -> each.id().toString())
                          .reversed())
                  .limit(question.limit())
                  .toList());
    }

    private Stream<Delivery> ofAlerts(OrganizationId organization, UUID place) {
      return table.values().stream()
          .filter(alert -> alert.ref().organization().equals(organization))
          .flatMap(
              alert ->
                  alert.notifications().stream()
                      .filter(each -> each.intended().endpoint().equals(place))
                      .map(each -> delivery(alert, each)));
    }

    @Override
    public void add(OrganizationId organization, UUID place, Delivery delivery) {
      store.run(
          () -> trials.computeIfAbsent(place, first -> new CopyOnWriteArrayList<>()).add(delivery));
    }

    private static boolean follows(Delivery each, @Nullable Cursor before) {
      return before == null
          || each.due().isBefore(before.due())
          || each.due().equals(before.due())
              && each.id().toString().compareTo(before.message().toString()) < 0;
    }

    private static Delivery delivery(AlertRecord alert, Notification each) {
      AlertSubject subject = alert.subject();
      return new Delivery(
          each.intended().id(),
          new Of(alert.ref().alert(), subject == null ? "" : subject.title()),
          each.intended().kind(),
          each.intended().due(),
          new Result(each.progress(), each.attempts(), each.at(), each.reason(), each.reference()));
    }

    @Override
    public List<Last> last() {
      return List.of();
    }

    @Override
    public void forget(Instant before) {
      throw new UnsupportedOperationException("nothing is cleaned here");
    }
  }

  private final class Table implements AlertViews {
    @Override
    public List<AlertRef> ended() {
      return List.of();
    }

    @Override
    public List<AlertRef> unknown() {
      return List.of();
    }

    @Override
    public void store(List<AlertView> views) {
      throw new UnsupportedOperationException("The edge writes no read models.");
    }

    @Override
    public List<AlertRecord> open() {
      return read(() -> table.values().stream().filter(AlertRecord::isOpen).toList());
    }

    @Override
    public Optional<AlertRecord> find(AlertRef alert) {
      return read(() -> Optional.ofNullable(table.get(alert)));
    }

    @Override
    public List<AlertRecord> list(OrganizationId organization, AlertViews.Question question) {
      return read(
          () ->
              new ArrayList<>(table.values())
                  .stream()
                      .filter(it -> it.ref().organization().equals(organization))
                      .filter(it -> fits(it, question))
                      .sorted(NEWEST_FIRST)
                      .limit(question.limit())
                      .toList());
    }

    private static boolean fits(AlertRecord alert, AlertViews.Question asked) {
      AlertSubject subject = alert.subject();
      AlertViews.Cursor before = asked.before();
      String words = (subject.title() + "\n" + subject.detail()).toLowerCase(Locale.ROOT);
      return (asked.states().isEmpty() || asked.states().contains(alert.state()))
          && (asked.severities().isEmpty() || asked.severities().contains(subject.severity()))
          && (asked.monitor() == null
              || subject.source().equals(new AlertSource.OfMonitor(asked.monitor())))
          && (asked.text() == null || words.contains(asked.text().toLowerCase(Locale.ROOT)))
          && (before == null
              || alert.raisedAt().isBefore(before.raisedAt())
              || alert.raisedAt().equals(before.raisedAt())
                  && alert.ref().alert().toString().compareTo(before.alert().toString()) < 0);
    }

    private <T> T read(Supplier<T> question) {
      return store.run(question);
    }
  }
}
