package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** An organization, who is in it, and what they did. */
public final class OrganizationApi {
  private final Found found;
  private final Administration administration;
  private final AuditQuestions audit;
  private final PingKeys pingKeys;

  OrganizationApi(ApiParts parts) {
    this.found = new Found(parts.configuration());
    this.administration = new Administration(parts);
    this.audit = new AuditQuestions(parts);
    this.pingKeys = parts.monitors().pingKeys();
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
    JsonNode asked = request.body();
    return administration
        .change(
            before.id(),
            // what it does not name may have been changed since this node read of it
            known ->
                known.changed(
                    asked.has("name") ? name : known.name(),
                    asked.has("timeZone") ? zone : known.timeZone()),
            request.author())
        .thenApply(after -> Json.response(200, json(after, request)));
  }

  private CompletionStage<HttpResponse> renewPingKey(ApiRequest request) {
    Organization before = found.organization(request);
    return administration
        .renewPingKey(before.id(), request.author())
        .thenApply(seen -> Json.response(200, json(found.organization(request), request)));
  }

  private CompletionStage<HttpResponse> listMembers(ApiRequest request) {
    return administration
        .members(request.organization())
        .thenApply(list -> Answers.list(list.stream().map(OrganizationApi::json).toList()));
  }

  private CompletionStage<HttpResponse> changeMember(ApiRequest request) {
    UserId user = new UserId(request.id("id"));
    return administration
        .members(request.organization())
        .thenCompose(
            members -> {
              Member before =
                  members.stream()
                      .filter(member -> member.user().id().equals(user))
                      .findFirst()
                      .orElseThrow(() -> new ProblemException(Problem.notFound()));
              return administration.changeRole(
                  request.organization(), user, role(request, before), request.author());
            })
        .thenApply(
            member ->
                Json.response(
                    200, json(member.orElseThrow(() -> new ProblemException(Problem.notFound())))));
  }

  private static Role role(ApiRequest request, Member before) {
    Input input = Fields.patched(json(before), request.body(), "id", "email", "name", "since");
    Role role = Fields.role(input, "role");
    input.finish();
    return role;
  }

  private CompletionStage<HttpResponse> removeMember(ApiRequest request) {
    UserId user = new UserId(request.id("id"));
    return administration
        .remove(request.organization(), user, request.author())
        .thenApply(Answers::deleted);
  }

  private CompletionStage<HttpResponse> listAudit(ApiRequest request) {
    AuditQuestions.Question question = question(request);
    AuditLog.Cursor after = Cursors.audit(request);
    return audit
        .page(request.organization(), question, after, request.limit())
        .thenApply(
            page -> {
              AuditLog.Cursor next = page.next();
              return Answers.page(
                  page.entries().stream().map(OrganizationApi::json).toList(),
                  next == null ? null : next.text());
            });
  }

  private static AuditQuestions.Question question(ApiRequest request) {
    String text = request.query("q").orElse(null);
    if (text != null && text.length() > AuditQuestions.LONGEST_TEXT) {
      throw new InvalidInputException(
          "q", "It must have 1 to " + AuditQuestions.LONGEST_TEXT + " characters.");
    }
    UUID author =
        request
            .query("author")
            .map(
                id ->
                    Ids.parse(id)
                        .orElseThrow(
                            () ->
                                new InvalidInputException(
                                    "author", "It must be the id of a user or token.")))
            .orElse(null);
    return new AuditQuestions.Question(
        text,
        author,
        request.query("kind").orElse(null),
        request.time("from").orElse(null),
        request.time("to").orElse(null));
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
