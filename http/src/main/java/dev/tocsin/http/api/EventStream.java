package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.Json;
import dev.tocsin.http.ProblemException;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.access.ThrottledException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Tells readers what changes in their organization, as server-sent events. An event says what is
 * true now, so one that was missed is made up for by reading the list again. A reader who does not
 * keep up is let go, to connect anew.
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
  private final Map<OrganizationId, Set<Reader>> readers = new ConcurrentHashMap<>();
  private final String processId = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong events = new AtomicLong();
  private volatile boolean draining;

  EventStream(ActorSystem<?> system, Authentication authentication, ApiParts parts) {
    this.system = system;
    this.authentication = authentication;
    parts.board().onChange(this::tell);
    parts.configuration().onChange(this::tell);
  }

  /** One connection that is being written to. */
  private record Reader(BoundedSourceQueue<ByteString> queue) {
    /** Nothing is waited for: who is full is let go. */
    void tell(ByteString event) {
      if (!queue.offer(event).isEnqueued()) {
        end();
      }
    }

    void end() {
      if (!queue.isCompleted()) {
        queue.complete();
      }
    }
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "streamEvents", "/events/stream", Operation.needs(Role.VIEWER), this::stream));
  }

  /** Ends every stream; who reads finds another node. */
  void drain() {
    draining = true;
    readers.values().forEach(all -> all.forEach(Reader::end));
  }

  private CompletionStage<HttpResponse> stream(ApiRequest request) {
    OrganizationId organization = request.organization();
    Set<Reader> all =
        readers.computeIfAbsent(organization, missing -> ConcurrentHashMap.newKeySet());
    if (all.size() >= READERS_PER_ORGANIZATION) {
      throw new ThrottledException(Duration.ofSeconds(30));
    }
    var queued = Source.<ByteString>queue(WAITING_EVENTS).preMaterialize(system);
    Reader reader = new Reader(queued.first());
    all.add(reader);
    Cancellable watch = watch(request, reader);
    if (draining) {
      reader.end();
    }
    Source<ByteString, ?> source =
        Source.single(WELCOME)
            .concat(queued.second())
            .keepAlive(BETWEEN_HEARTBEATS, () -> HEARTBEAT)
            .watchTermination(
                (mat, done) ->
                    done.whenComplete(
                        (end, failure) -> {
                          watch.cancel();
                          all.remove(reader);
                        }));
    return Answers.now(
        HttpResponse.create()
            .withEntity(HttpEntities.createChunked(TYPE, source))
            .addHeader(RawHeader.create("Cache-Control", "no-store"))
            .addHeader(RawHeader.create("X-Accel-Buffering", "no")));
  }

  /** A session that ends takes its streams with it, within 5 s. */
  private Cancellable watch(ApiRequest request, Reader reader) {
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
                                  ? caller.isEmpty()
                                  : failure instanceof ProblemException
                                      || failure.getCause() instanceof ProblemException;
                          if (ended) {
                            reader.end();
                          }
                        }),
            system.executionContext());
  }

  private void tell(MonitorStatus status) {
    tell(status.ref().organization(), "monitor", MonitorJson.status(status));
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
    tell(changes.organization().id(), "configuration", json);
  }

  private void tell(OrganizationId organization, String event, ObjectNode data) {
    Set<Reader> all = readers.getOrDefault(organization, Set.of());
    if (all.isEmpty()) {
      return;
    }
    ByteString bytes =
        ByteString.fromString(
            "id: "
                + processId
                + "-"
                + events.incrementAndGet()
                + "\nevent: "
                + event
                + "\ndata: "
                + new String(Json.bytes(data), StandardCharsets.UTF_8)
                + "\n\n");
    all.forEach(reader -> reader.tell(bytes));
  }
}
