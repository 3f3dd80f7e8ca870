package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Invitations, from the side of who invites. */
public final class InvitationApi {
  private static final String PATH = "/invitations";

  private final Administration administration;

  InvitationApi(ApiParts parts) {
    this.administration = new Administration(parts);
  }

  List<Operation> operations() {
    var owns = Operation.needs(Role.OWNER);
    return List.of(
        Operation.post("createInvitation", PATH, owns, this::create),
        Operation.get("listInvitations", PATH, owns, this::list),
        Operation.order("mailInvitation", PATH + "/{id}/mail", owns, this::mail),
        Operation.delete("withdrawInvitation", PATH + "/{id}", owns, this::withdraw));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    Input input = request.input();
    EmailAddress email = Fields.email(input, "email");
    Role role = Fields.role(input, "role");
    input.finish();
    return administration
        .invite(
            new InvitationId(request.newId("invitation")),
            request.organization(),
            email,
            role,
            request.author())
        .thenApply(InvitationApi::answer);
  }

  /** The link is shown once, so that a repeat of the request gets everything but that. */
  private static HttpResponse answer(Administration.Invited invited) {
    return Json.response(201, json(invited.invitation()).put("url", invited.url()));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    return administration
        .invitations(request.organization())
        .thenApply(list -> Answers.list(list.stream().map(InvitationApi::json).toList()));
  }

  private CompletionStage<HttpResponse> mail(ApiRequest request) {
    return administration
        .mail(request.organization(), new InvitationId(request.id("id")), request.author())
        .thenApply(
            mailed ->
                Json.response(
                    200, json(mailed.orElseThrow(() -> new ProblemException(Problem.notFound())))));
  }

  private CompletionStage<HttpResponse> withdraw(ApiRequest request) {
    return administration
        .withdraw(request.organization(), new InvitationId(request.id("id")), request.author())
        .thenApply(Answers::deleted);
  }

  private static ObjectNode json(Invitation invitation) {
    return Json.object()
        .put("id", invitation.id().toString())
        .put("email", invitation.email().value())
        .put("role", Json.name(invitation.role()))
        .put("createdAt", Json.time(invitation.createdAt()))
        .put("expiresAt", Json.time(invitation.expiresAt()))
        .set("mail", mail(invitation.mail()));
  }

  private static JsonNode mail(@Nullable InvitationMail mail) {
    return switch (mail) {
      case null -> NullNode.getInstance();
      case InvitationMail.Waiting(Instant nextTry, String reason) ->
          Json.object()
              .put("state", "waiting")
              .put("nextTryAt", Json.time(nextTry))
              .put("reason", reason);
      case InvitationMail.Sent(Instant at) ->
          Json.object().put("state", "sent").put("at", Json.time(at));
      case InvitationMail.Refused(Instant at, String reason) ->
          Json.object().put("state", "refused").put("at", Json.time(at)).put("reason", reason);
    };
  }
}
