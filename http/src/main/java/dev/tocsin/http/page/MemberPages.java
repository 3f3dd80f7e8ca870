package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.Administration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Fields;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Who is in an organization and who is invited. */
final class MemberPages {
  private static final String HERE = "/organization/members";

  /** Names the invitation of a form that was sent twice, whose link was shown before. */
  private static final String SENT_TWICE = "again";

  private final Inside inside;
  private final Notices notices;
  private final Administration administration;
  private final Notes notes;
  private final NodeConfiguration configuration;
  private final InstantSource time;

  MemberPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.administration = new Administration(parts);
    this.notes = new Notes(parts);
    this.configuration = parts.configuration();
    this.time = parts.time();
  }

  /** What a page says beside how it is. */
  private record Said(
      int status,
      FormView form,
      MembersView.@Nullable Made made,
      MembersView.@Nullable Fault fault,
      @Nullable UUID twice) {
    static final Said NOTHING = new Said(200, FormView.empty(Map.of("role", "viewer")), null, null);

    Said(
        int status,
        FormView form,
        MembersView.@Nullable Made made,
        MembersView.@Nullable Fault fault) {
      this(status, form, made, fault, null);
    }

    /**
     * @param invitation that a form made which was sent twice
     */
    static Said twice(UUID invitation) {
      return new Said(200, NOTHING.form(), null, null, invitation);
    }

    /** The invitation that was asked for cannot be. */
    static Said refused(Map<String, String> form, Inside.Fault fault) {
      List<FieldError> errors =
          fault.status() == 409
              ? fault.errors().stream()
                  .map(error -> new FieldError("email", error.message()))
                  .toList()
              : fault.errors();
      return new Said(fault.status(), new FormView(form, errors), null, null);
    }

    static Said refused(String about, Inside.Fault fault) {
      String sentence =
          fault.errors().stream().map(FieldError::message).collect(Collectors.joining(" "));
      return new Said(fault.status(), NOTHING.form(), null, new MembersView.Fault(about, sentence));
    }
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    Optional<MembersView.Made> made = notes.read(request, visitor, HERE).map(MemberPages::made);
    if (made.isPresent()) {
      return shown(visitor, new Said(200, Said.NOTHING.form(), made.get(), null))
          .thenApply(page -> notes.taken(page, HERE));
    }
    return shown(
        visitor,
        request
            .getUri()
            .query()
            .get(SENT_TWICE)
            .flatMap(Ids::parse)
            .map(Said::twice)
            .orElse(Said.NOTHING));
  }

  private static MembersView.Made made(JsonNode note) {
    return new MembersView.Made(
        note.path("email").asText(),
        note.path("role").asText(),
        note.path("until").asText(),
        note.path("mailed").asBoolean(),
        note.path("url").asText());
  }

  CompletionStage<HttpResponse> invite(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    EmailAddress email;
    Role role;
    try {
      Input input = TenancyEntrance.input(form, "email", "role");
      email = Fields.email(input, "email");
      role = Fields.role(input, "role");
      input.finish();
    } catch (InvalidInputException wrong) {
      return shown(visitor, Said.refused(form, Inside.fault(wrong)));
    }
    InvitationId id =
        Ids.parse(form.getOrDefault("id", ""))
            .map(InvitationId::new)
            .orElseGet(InvitationId::create);
    return administration
        .invite(id, visitor.principal().organization(), email, role, visitor.principal().author())
        .thenApply(invited -> done(visitor, invited, email, role))
        .handle(
            (done, failure) ->
                failure == null ? Inside.done(done) : refused(visitor, form, failure))
        .thenCompose(answer -> answer);
  }

  private CompletionStage<HttpResponse> refused(
      Visitor visitor, Map<String, String> form, Throwable failure) {
    Inside.Fault fault = Inside.fault(failure);
    return shown(visitor, Said.refused(form, fault)).thenApply(fault::on);
  }

  /**
   * The link is for the page that follows, so that nothing is sent again where that is reloaded.
   */
  private HttpResponse done(
      Visitor visitor, Administration.Invited invited, EmailAddress email, Role role) {
    Invitation invitation = invited.invitation();
    if (!invitation.email().equals(email) || invitation.role() != role) {
      throw new ConflictException(
          "This form has invited "
              + invitation.email().value()
              + " as "
              + word(invitation.role())
              + " before, so nothing was done now. Send it once more to invite somebody else.");
    }
    String url = invited.url();
    return url == null
        ? Answers.seeOther(HERE + "?" + SENT_TWICE + "=" + invitation.id())
        : notes.leave(
            Json.object()
                .put("email", invitation.email().value())
                .put("role", word(invitation.role()))
                .put("until", times(visitor).time(invitation.expiresAt()))
                .put("mailed", invitation.mail() != null)
                .put("url", url),
            visitor,
            HERE);
  }

  CompletionStage<HttpResponse> mail(String id, Visitor visitor, Map<String, String> form) {
    return Ids.parse(id)
        .map(
            known ->
                answered(
                    administration
                        .mail(
                            visitor.principal().organization(),
                            new InvitationId(known),
                            visitor.principal().author())
                        .thenApply(Optional::isPresent),
                    id,
                    visitor))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  CompletionStage<HttpResponse> withdraw(String id, Visitor visitor, Map<String, String> form) {
    return Ids.parse(id)
        .map(
            known ->
                administration
                    .withdraw(
                        visitor.principal().organization(),
                        new InvitationId(known),
                        visitor.principal().author())
                    // one that was accepted or withdrawn meanwhile is gone as well
                    .thenApply(gone -> Answers.seeOther(HERE)))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  CompletionStage<HttpResponse> changeRole(String id, Visitor visitor, Map<String, String> form) {
    Optional<UserId> user = Ids.parse(id).map(UserId::new);
    if (user.isEmpty()) {
      return Inside.done(notices.notFound());
    }
    Role role;
    try {
      Input input = TenancyEntrance.input(form, "role");
      role = Fields.role(input, "role");
      input.finish();
    } catch (InvalidInputException wrong) {
      return shown(visitor, Said.refused(id, Inside.fault(wrong)));
    }
    return answered(
        administration
            .changeRole(
                visitor.principal().organization(), user.get(), role, visitor.principal().author())
            .thenApply(Optional::isPresent),
        id,
        visitor);
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor, Map<String, String> form) {
    return Ids.parse(id)
        .map(
            known ->
                answered(
                    administration.remove(
                        visitor.principal().organization(),
                        new UserId(known),
                        visitor.principal().author()),
                    id,
                    visitor))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private CompletionStage<HttpResponse> answered(
      CompletionStage<Boolean> deed, String about, Visitor visitor) {
    return deed.handle(
            (existed, failure) -> {
              if (failure != null) {
                return shown(visitor, Said.refused(about, Inside.fault(failure)));
              }
              return Inside.done(existed ? Answers.seeOther(HERE) : notices.notFound());
            })
        .thenCompose(answer -> answer);
  }

  private CompletionStage<HttpResponse> shown(Visitor visitor, Said said) {
    var organization = visitor.principal().organization();
    boolean manages = Inside.may(visitor, Role.OWNER);
    CompletionStage<Optional<List<Member>>> members =
        Answers.absentWhereAway(administration.members(organization));
    CompletionStage<Optional<List<Invitation>>> guests =
        manages
            ? Answers.absentWhereAway(administration.invitations(organization))
            : CompletableFuture.completedStage(Optional.empty());
    return members.thenCombine(
        guests,
        (all, invited) -> {
          MembersView view =
              new MembersView(
                  sentence(all),
                  all.map(list -> rows(visitor, list)).orElse(null),
                  invited.map(list -> guests(visitor, list)).orElse(null),
                  manages,
                  administration.mailsInvitations(),
                  said.made() == null
                      ? twice(said, visitor, invited.orElse(List.of()))
                      : said.made(),
                  said.fault());
          Map<String, Object> values = new HashMap<>();
          values.put("members", view);
          values.put("form", said.form());
          int status = all.isEmpty() && said.status() == 200 ? 503 : said.status();
          return inside.html(status, "people/members.jte", visitor, values);
        });
  }

  private MembersView.@Nullable Made twice(
      Said said, Visitor visitor, List<Invitation> invitations) {
    return invitations.stream()
        .filter(each -> each.id().value().equals(said.twice()))
        .findFirst()
        .map(
            each ->
                new MembersView.Made(
                    each.email().value(),
                    word(each.role()),
                    times(visitor).time(each.expiresAt()),
                    each.mail() != null && administration.mailsInvitations(),
                    null))
        .orElse(null);
  }

  private static String sentence(Optional<List<Member>> members) {
    return members
        .map(
            all ->
                all.size() == 1
                    ? "One person is a member."
                    : Headline.number(all.size(), true) + " people are members.")
        .orElse("I cannot say who is a member now.");
  }

  private List<MembersView.Row> rows(Visitor visitor, List<Member> members) {
    long owners = members.stream().filter(member -> member.role() == Role.OWNER).count();
    Times times = times(visitor);
    return members.stream()
        .map(
            member -> {
              User user = member.user();
              return new MembersView.Row(
                  user.id().toString(),
                  user.called(),
                  user.name() == null ? null : user.email().value(),
                  member.role().name().toLowerCase(Locale.ROOT),
                  times.day(member.since()),
                  user.id().equals(visitor.user().id()),
                  member.role() == Role.OWNER && owners < 2);
            })
        .toList();
  }

  private List<MembersView.Guest> guests(Visitor visitor, List<Invitation> invitations) {
    Times times = times(visitor);
    return invitations.stream()
        .map(
            each ->
                new MembersView.Guest(
                    each.id().toString(),
                    each.email().value(),
                    word(each.role()),
                    times.time(each.expiresAt()),
                    administration.mailsInvitations()
                        ? MembersView.Mail.of(each.mail(), times)
                        : null))
        .toList();
  }

  private Times times(Visitor visitor) {
    return Times.of(visitor, configuration, time.instant());
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
