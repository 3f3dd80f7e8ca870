package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.Json;
import dev.tocsin.http.ProblemException;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.Caller;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Tells readers what changes in their organization, as server-sent events, in one order for all. An
 * event says what is true now. Who comes back with the id of the last event is told what came
 * since, or that too much did: then the list is to be read again. A reader who does not keep up is
 * let go, to connect anew.
 */
public final class EventStream {
  private static final ContentType TYPE = ContentTypes.parse("text/event-stream; charset=UTF-8");
  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");
  private static final ByteString WELCOME = ByteString.fromString("retry: 2000\n:\n\n");
  private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(15);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(2);
  private static final int WAITING_EVENTS = 1_000;
  private static final int READERS_PER_ORGANIZATION = 500;

  private final ActorSystem<?> system;
  private final Authentication authentication;
  private final StatusBoard board;
  private final AlertBoard alerts;
  private final AlertJson alertJson;
  private final Map<OrganizationId, EventChannel> channels = new ConcurrentHashMap<>();
  private final String processId = UUID.randomUUID().toString().substring(0, 8);

  /** What monitors were before a change that nobody was told of yet. */
  private final Map<MonitorRef, Status> before = new ConcurrentHashMap<>();

  private volatile boolean draining;

  EventStream(ActorSystem<?> system, Authentication authentication, ApiParts parts) {
    this.system = system;
    this.authentication = authentication;
    this.board = parts.board();
    this.alerts = parts.alerts().board();
    this.alertJson = new AlertJson(parts);
    board.onReplaced(this::changed);
    board.onChange(this::tell);
    parts.configuration().onChange(this::tell);
    alerts.onChange(this::tell);
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "streamEvents", "/events/stream", Operation.needs(Role.VIEWER), this::stream));
  }

  /** Ends every stream; who reads finds another node. */
  void drain() {
    draining = true;
    channels.values().forEach(EventChannel::end);
  }

  private CompletionStage<HttpResponse> stream(ApiRequest request) {
    EventChannel channel =
        channels.computeIfAbsent(request.organization(), missing -> new EventChannel(processId));
    if (channel.size() >= READERS_PER_ORGANIZATION) {
      throw new ThrottledException(Duration.ofSeconds(30));
    }
    // who is gone before the answer begins never became a reader that somebody had to let go
    Source<ByteString, ?> source =
        Source.fromMaterializer((materializer, attributes) -> read(request, channel));
    return Answers.now(
        HttpResponse.create()
            .withEntity(HttpEntities.createChunked(TYPE, source))
            .addHeader(RawHeader.create("Cache-Control", "no-store"))
            .addHeader(RawHeader.create("X-Accel-Buffering", "no")));
  }

  private Source<ByteString, ?> read(ApiRequest request, EventChannel channel) {
    var queued = Source.<ByteString>queue(WAITING_EVENTS).preMaterialize(system);
    EventChannel.Reader reader = new EventChannel.Reader(queued.first());
    channel.add(reader, request.http().getHeader("Last-Event-ID").map(HttpHeader::value));
    Cancellable watch = watch(request, reader);
    if (draining) {
      reader.end();
    }
    return Source.single(WELCOME)
        .concat(queued.second())
        .keepAlive(BETWEEN_HEARTBEATS, () -> HEARTBEAT)
        .watchTermination(
            (mat, done) ->
                done.whenComplete(
                    (end, failure) -> {
                      watch.cancel();
                      channel.remove(reader);
                    }));
  }

  /** How many read of an organization now. */
  int readers(OrganizationId organization) {
    EventChannel channel = channels.get(organization);
    return channel == null ? 0 : channel.size();
  }

  /** A session that ends takes its streams with it, within 5 s. */
  private Cancellable watch(ApiRequest request, EventChannel.Reader reader) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            BETWEEN_QUESTIONS,
            BETWEEN_QUESTIONS,
            () ->
                authentication
                    .caller(request.http(), BETWEEN_QUESTIONS)
                    .whenComplete(
                        (caller, failure) -> {
                          boolean ended =
                              failure == null
                                  ? caller.isEmpty() || !isStillOf(request, caller.get())
                                  : failure instanceof ProblemException
                                      || failure.getCause() instanceof ProblemException;
                          if (ended) {
                            reader.end();
                          }
                        }),
            system.executionContext());
  }

  /** Who left the organization, or went on in another one, reads no more of this one. */
  private static boolean isStillOf(ApiRequest request, Caller caller) {
    return caller.principal().organization().equals(request.organization());
  }

  private void changed(@Nullable MonitorStatus was, MonitorStatus now) {
    if (was != null && was.status() != now.status()) {
      before.putIfAbsent(now.ref(), was.status());
    }
  }

  /**
   * Of two threads that bring news of a monitor either may be first here: what the board says is
   * told, so that nothing old comes after the new.
   */
  private void tell(MonitorStatus news) {
    Status was = before.remove(news.ref());
    EventChannel channel = channels.get(news.ref().organization());
    if (channel == null) {
      return;
    }
    channel.tell(
        () -> {
          MonitorStatus now = board.status(news.ref()).orElse(news);
          ObjectNode json = MonitorJson.status(now);
          if (was != null && was != now.status()) {
            json.put("was", Json.name(was));
          }
          return new EventChannel.Event("monitor", Json.bytes(json));
        });
  }

  private void tell(AlertSight news) {
    AlertRef alert = news.record().ref();
    EventChannel channel = channels.get(alert.organization());
    if (channel != null) {
      channel.tell(
          () ->
              new EventChannel.Event(
                  "alert", Json.bytes(alertJson.listed(alerts.find(alert).orElse(news)))));
    }
  }

  private void tell(ConfigurationChanges changes) {
    ObjectNode json = Json.object().put("revision", changes.revision());
    var monitors = json.putArray("monitors");
    changes.monitors().forEach(it -> monitors.add(it.ref().monitor().toString()));
    var deletedMonitors = json.putArray("deletedMonitors");
    changes.deletedMonitors().forEach(it -> deletedMonitors.add(it.toString()));
    var pages = json.putArray("statusPages");
    changes.pages().forEach(it -> pages.add(it.id().toString()));
    var deletedPages = json.putArray("deletedStatusPages");
    changes.deletedPages().forEach(it -> deletedPages.add(it.toString()));
    EventChannel channel = channels.get(changes.organization().id());
    if (channel != null) {
      channel.tell(() -> new EventChannel.Event("configuration", Json.bytes(json)));
    }
  }
}
