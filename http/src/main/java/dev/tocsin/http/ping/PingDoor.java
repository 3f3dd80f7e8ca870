package dev.tocsin.http.ping;

import dev.tocsin.Ids;
import dev.tocsin.StorableText;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.heartbeat.Slugs;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.tenancy.OrganizationId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The addresses below {@code /ping/}, as Healthchecks has them. A ping is answered when it counts:
 * when its monitor has it, and where forgetting it could cause a false alarm, the store.
 */
public final class PingDoor implements RequestPipeline.Section {
  private static final int LONGEST_REASON = 200;

  private static final HttpResponse OK = plain(200, "OK");
  private static final HttpResponse CREATED = plain(201, "Created");
  private static final HttpResponse NOT_FOUND = plain(404, "not found");
  private static final HttpResponse AMBIGUOUS = plain(409, "ambiguous slug");
  private static final HttpResponse NO_UUID = plain(400, "invalid uuid format");
  private static final HttpResponse NOT_ALLOWED =
      plain(405, "use HEAD, GET or POST").addHeader(RawHeader.create("Allow", "HEAD, GET, POST"));
  private static final HttpResponse NOT_STORED =
      plain(503, "the ping could not be stored; send it again")
          .addHeader(RawHeader.create("Retry-After", "5"));
  private static final HttpResponse PREFLIGHT =
      plain(204, "")
          .addHeader(RawHeader.create("Access-Control-Allow-Methods", "HEAD, GET, POST"))
          .addHeader(RawHeader.create("Access-Control-Max-Age", "86400"));

  private final PingIndex index;
  private final Monitors monitors;
  private final Caller caller;
  private final NewHeartbeats newOnes;
  private final InstantSource clock;

  PingDoor(
      PingIndex index,
      Monitors monitors,
      Caller caller,
      NewHeartbeats newOnes,
      InstantSource clock) {
    this.index = index;
    this.monitors = monitors;
    this.caller = caller;
    this.newOnes = newOnes;
    this.clock = clock;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(PingAddress.PREFIX);
  }

  /** A body, a monitor and the store each have their own time-out. */
  @Override
  public boolean keepsTime() {
    return true;
  }

  @Override
  public void drain() {}

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    HttpMethod method = request.method();
    if (method.equals(HttpMethods.OPTIONS)) {
      return refused(request, PREFLIGHT);
    }
    if (!method.equals(HttpMethods.GET)
        && !method.equals(HttpMethods.HEAD)
        && !method.equals(HttpMethods.POST)) {
      return refused(request, NOT_ALLOWED);
    }
    Optional<PingAddress> address = PingAddress.parse(request.getUri().path());
    if (address.isEmpty()) {
      return refused(request, NOT_FOUND);
    }
    Optional<String> rid = query(request, "rid");
    Optional<UUID> run = rid.flatMap(Ids::parse);
    if (rid.isPresent() && run.isEmpty()) {
      return refused(request, NO_UUID);
    }
    return caller
        .body(request)
        .thenCompose(body -> deliver(request, address.get(), run.orElse(null), body))
        .exceptionally(Failures.stored(() -> NOT_STORED));
  }

  private static Optional<String> query(HttpRequest request, String name) {
    Uri uri = request.getUri();
    return uri.rawQueryString().isEmpty() ? Optional.empty() : uri.query().get(name);
  }

  private CompletionStage<HttpResponse> deliver(
      HttpRequest request, PingAddress address, @Nullable UUID run, @Nullable ByteString body) {
    String text = Caller.text(body);
    Ping ping =
        new Ping(
            address.kind(),
            clock.instant(),
            run,
            address.exitStatus(),
            null,
            cause(address, text),
            text,
            caller.source(request));
    PingIndex.Found found =
        switch (address.name()) {
          case PingAddress.Name.ById(UUID id) -> index.byPing(id);
          case PingAddress.Name.BySlug(String key, String slug) -> index.bySlug(key, slug);
        };
    return switch (found) {
      case PingIndex.Found.One(MonitorRef monitor) ->
          monitors.ping(monitor, ping).thenApply(taken -> OK);
      case PingIndex.Found.NoneIn(OrganizationId organization) ->
          created(request, organization, address, ping);
      case PingIndex.Found.Several several -> now(AMBIGUOUS);
      case PingIndex.Found.Unknown unknown -> now(NOT_FOUND);
      case PingIndex.Found.Incomplete incomplete -> now(NOT_STORED);
    };
  }

  private CompletionStage<HttpResponse> created(
      HttpRequest request, OrganizationId organization, PingAddress address, Ping ping) {
    boolean wanted = query(request, "create").filter("1"::equals).isPresent();
    if (!wanted
        || !(address.name() instanceof PingAddress.Name.BySlug(String key, String slug))
        || !Slugs.isSlug(slug)) {
      return now(NOT_FOUND);
    }
    return newOnes
        .create(organization, slug)
        .thenCompose(monitor -> monitors.ping(monitor, ping))
        .thenApply(taken -> CREATED);
  }

  /** Why it is down, in a sentence; the first line of what the caller said belongs to it. */
  private static @Nullable String cause(PingAddress address, @Nullable String body) {
    if (address.kind() != Ping.Kind.FAIL) {
      return null;
    }
    String why =
        address.exitStatus() == null
            ? "The caller said that it failed"
            : "The run ended with exit status " + address.exitStatus();
    String first = body == null ? "" : body.strip().lines().findFirst().orElse("").strip();
    String shown =
        first.length() > LONGEST_REASON ? first.substring(0, LONGEST_REASON) + "…" : first;
    return shown.isEmpty() ? why : why + ": " + StorableText.of(shown);
  }

  private CompletionStage<HttpResponse> refused(HttpRequest request, HttpResponse why) {
    caller.discard(request);
    return now(why);
  }

  private static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedStage(response);
  }

  private static HttpResponse plain(int status, String text) {
    HttpResponse response =
        HttpResponse.create()
            .withStatus(status)
            .addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"))
            .addHeader(RawHeader.create("Ping-Body-Limit", Integer.toString(Ping.LONGEST_BODY)))
            .addHeader(RawHeader.create("Cache-Control", "no-store"));
    return text.isEmpty()
        ? response
        : response.withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
  }
}
