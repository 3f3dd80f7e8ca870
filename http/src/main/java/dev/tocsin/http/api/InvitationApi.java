package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.access.RandomSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Invitations, from the side of who invites. */
public final class InvitationApi {
  private static final String PATH = "/invitations";
  private static final Duration LASTS = Duration.ofDays(7);

  private final MemberStore members;
  private final URI publicUrl;
  private final Executor blocking;
  private final InstantSource time;

  InvitationApi(ApiParts parts) {
    this.members = parts.tenancy().store().members();
    this.publicUrl = parts.tenancy().publicUrl();
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  List<Operation> operations() {
    var owns = Operation.needs(Role.OWNER);
    return List.of(
        Operation.post("createInvitation", PATH, owns, this::create),
        Operation.get("listInvitations", PATH, owns, this::list),
        Operation.delete("withdrawInvitation", PATH + "/{id}", owns, this::withdraw));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    Input input = request.input();
    EmailAddress email = Fields.email(input, "email");
    Role role = Fields.role(input, "role");
    input.finish();
    Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    Invitation invitation =
        new Invitation(
            new InvitationId(request.newId("invitation")),
            request.organization(),
            email,
            role,
            now,
            now.plus(LASTS));
    String secret = RandomSecret.create(RandomSecret.INVITATION);
    return CompletableFuture.supplyAsync(
            () -> members.invite(invitation, SecretHash.of(secret), request.author()), blocking)
        .thenApply(created -> answer(created, secret));
  }

  /** Shown once, so that a repeat of the request gets everything but the link. */
  private HttpResponse answer(Created<Invitation> created, String secret) {
    return Json.response(
        201,
        json(created.value())
            .put("url", created.isNew() ? publicUrl + "/invite?token=" + secret : null));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    return CompletableFuture.supplyAsync(
            () -> members.invitations(request.organization(), time.instant()), blocking)
        .thenApply(list -> Answers.list(list.stream().map(InvitationApi::json).toList()));
  }

  private CompletionStage<HttpResponse> withdraw(ApiRequest request) {
    InvitationId invitation = new InvitationId(request.id("id"));
    return CompletableFuture.supplyAsync(
            () ->
                members.withdraw(
                    request.organization(), invitation, request.author(), time.instant()),
            blocking)
        .thenApply(Answers::deleted);
  }

  private static ObjectNode json(Invitation invitation) {
    return Json.object()
        .put("id", invitation.id().toString())
        .put("email", invitation.email().value())
        .put("role", Json.name(invitation.role()))
        .put("createdAt", Json.time(invitation.createdAt()))
        .put("expiresAt", Json.time(invitation.expiresAt()));
  }
}
