package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.Access;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** An organization, who is in it, and what they did. */
public final class OrganizationApi {
  private final Found found;
  private final ConfigurationWriter writer;
  private final MemberStore members;
  private final AuditLog audit;
  private final Access access;
  private final PingKeys pingKeys;
  private final Executor blocking;
  private final InstantSource time;

  OrganizationApi(ApiParts parts) {
    this.found = new Found(parts.configuration());
    this.writer = parts.writer();
    this.members = parts.tenancy().store().members();
    this.audit = parts.tenancy().store().audit();
    this.access = parts.tenancy().access();
    this.pingKeys = parts.monitors().pingKeys();
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  List<Operation> operations() {
    var reads = Operation.needs(Role.VIEWER);
    var owns = Operation.needs(Role.OWNER);
    return List.of(
        Operation.get("getOrganization", "/organization", reads, this::get),
        Operation.patch("changeOrganization", "/organization", owns, this::change),
        Operation.order(
            "renewPingKey",
            "/organization/ping-key",
            Operation.needs(Role.ADMIN),
            this::renewPingKey),
        Operation.get("listMembers", "/members", reads, this::listMembers),
        Operation.patch("changeMember", "/members/{id}", owns, this::changeMember),
        Operation.delete("removeMember", "/members/{id}", owns, this::removeMember),
        Operation.get("listAuditLog", "/audit-log", Operation.needs(Role.ADMIN), this::listAudit));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    Organization organization = found.organization(request);
    return Answers.now(Json.response(200, json(organization, request)));
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    Organization before = found.organization(request);
    Input input =
        Fields.patched(json(before, request), request.body(), "id", "createdAt", "pingKey");
    String name = Fields.name(input, "name");
    ZoneId zone = input.timeZone("timeZone").orElse(Organization.USUAL_TIME_ZONE);
    input.finish();
    return CompletableFuture.supplyAsync(
            () -> members.change(before.id(), name, zone, request.author(), time.instant()),
            blocking)
        .thenCompose(revision -> writer.announce(before.id(), revision))
        .thenApply(seen -> Json.response(200, json(before.changed(name, zone), request)));
  }

  private CompletionStage<HttpResponse> renewPingKey(ApiRequest request) {
    Organization before = found.organization(request);
    return CompletableFuture.supplyAsync(
            () -> members.renewPingKey(before.id(), request.author(), time.instant()), blocking)
        .thenCompose(revision -> writer.announce(before.id(), revision))
        .thenApply(seen -> Json.response(200, json(found.organization(request), request)));
  }

  private CompletionStage<HttpResponse> listMembers(ApiRequest request) {
    return CompletableFuture.supplyAsync(() -> members.members(request.organization()), blocking)
        .thenApply(list -> Answers.list(list.stream().map(OrganizationApi::json).toList()));
  }

  private CompletionStage<HttpResponse> changeMember(ApiRequest request) {
    UserId user = new UserId(request.id("id"));
    return CompletableFuture.supplyAsync(() -> changeMember(request, user), blocking)
        .thenApply(
            member -> {
              access.doubtAll();
              return Json.response(200, json(member));
            });
  }

  private Member changeMember(ApiRequest request, UserId user) {
    Member before =
        members.members(request.organization()).stream()
            .filter(member -> member.user().id().equals(user))
            .findFirst()
            .orElseThrow(() -> new ProblemException(Problem.notFound()));
    Input input = Fields.patched(json(before), request.body(), "id", "email", "name", "since");
    Role role = Fields.role(input, "role");
    input.finish();
    return members
        .changeRole(request.organization(), user, role, request.author(), time.instant())
        .orElseThrow(() -> new ProblemException(Problem.notFound()));
  }

  private CompletionStage<HttpResponse> removeMember(ApiRequest request) {
    UserId user = new UserId(request.id("id"));
    return CompletableFuture.supplyAsync(
            () -> members.remove(request.organization(), user, request.author(), time.instant()),
            blocking)
        .thenApply(
            removed -> {
              access.doubtAll();
              return Answers.deleted(removed);
            });
  }

  private CompletionStage<HttpResponse> listAudit(ApiRequest request) {
    AuditLog.Cursor after = Cursors.audit(request);
    int limit = request.limit();
    return CompletableFuture.supplyAsync(
            () -> audit.page(request.organization(), after, limit + 1), blocking)
        .thenApply(entries -> page(entries, limit));
  }

  private static HttpResponse page(List<AuditEntry> entries, int limit) {
    List<AuditEntry> shown = entries.subList(0, Math.min(limit, entries.size()));
    return Answers.page(
        shown.stream().map(OrganizationApi::json).toList(),
        entries.size() > limit ? shown.getLast().cursor().text() : null);
  }

  /** The ping key is for those who may set heartbeats up. */
  private ObjectNode json(Organization organization, ApiRequest request) {
    boolean trusted = request.principal().role().atLeast(Role.ADMIN);
    return Json.object()
        .put("id", organization.id().toString())
        .put("name", organization.name())
        .put("timeZone", organization.timeZone().getId())
        .put("pingKey", trusted ? pingKeys.of(organization) : null)
        .put("createdAt", Json.time(organization.createdAt()));
  }

  private static ObjectNode json(Member member) {
    return Json.object()
        .put("id", member.user().id().toString())
        .put("email", member.user().email().value())
        .put("name", member.user().name())
        .put("role", Json.name(member.role()))
        .put("since", Json.time(member.since()));
  }

  private static ObjectNode json(AuditEntry entry) {
    ObjectNode json = Json.object();
    json.put("id", entry.id().toString());
    json.put("at", Json.time(entry.at()));
    json.set("author", TokenApi.author(entry.by()));
    json.put("action", entry.action());
    json.set("target", Json.object().put("kind", entry.targetKind()).put("id", entry.targetId()));
    json.set("detail", Json.read(entry.detail().getBytes(StandardCharsets.UTF_8)));
    return json;
  }
}
