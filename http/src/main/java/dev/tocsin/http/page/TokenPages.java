package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.Administration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Fields;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.TokenId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What programs show instead of a person's password. */
final class TokenPages {
  private static final String HERE = "/organization/tokens";

  private static final String SENT_TWICE = "again";

  private final Inside inside;
  private final Notices notices;
  private final Administration administration;
  private final Notes notes;
  private final NodeConfiguration configuration;
  private final InstantSource time;

  TokenPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.administration = new Administration(parts);
    this.notes = new Notes(parts);
    this.configuration = parts.configuration();
    this.time = parts.time();
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    Optional<TokensView.Made> made =
        notes
            .read(request, visitor, HERE)
            .map(
                note ->
                    new TokensView.Made(note.path("name").asText(), note.path("secret").asText()));
    return made.isPresent()
        ? shown(visitor, 200, blank(), made.get()).thenApply(page -> notes.taken(page, HERE))
        : shown(visitor, 200, blank(), twice(request));
  }

  /** What is left to say of a form that was sent twice. */
  private static TokensView.@Nullable Made twice(HttpRequest request) {
    return request
        .getUri()
        .query()
        .get(SENT_TWICE)
        .flatMap(Ids::parse)
        .map(id -> new TokensView.Made(id.toString(), null))
        .orElse(null);
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    String name;
    Role role;
    try {
      Input input = TenancyEntrance.input(form, "name", "role");
      name = Fields.name(input, "name");
      role = Fields.roleUpTo(input, "role", visitor.principal().role());
      input.finish();
    } catch (InvalidInputException wrong) {
      return shown(visitor, 422, new FormView(form, wrong.errors()), null);
    }
    TokenId id =
        Ids.parse(form.getOrDefault("id", "")).map(TokenId::new).orElseGet(TokenId::create);
    return administration
        .createToken(id, name, role, visitor.principal())
        .thenApply(made -> done(visitor, made, name, role))
        .handle(
            (made, failure) -> {
              if (failure == null) {
                return Inside.done(made);
              }
              Inside.Fault fault = Inside.fault(failure);
              return shown(visitor, fault.status(), new FormView(form, fault.errors()), null)
                  .thenApply(fault::on);
            })
        .thenCompose(answer -> answer);
  }

  /** The token is for the page that follows, so that a reload of that sends nothing again. */
  private HttpResponse done(
      Visitor visitor, Administration.MadeToken made, String name, Role role) {
    ApiToken token = made.token();
    if (!token.name().equals(name) || token.role() != role) {
      throw new ConflictException(
          "This form made the token "
              + token.name()
              + " before, so nothing was done now. Send it once more to make another one.");
    }
    String secret = made.secret();
    return secret == null
        ? Answers.seeOther(HERE + "?" + SENT_TWICE + "=" + token.id())
        : notes.leave(Json.object().put("name", token.name()).put("secret", secret), visitor, HERE);
  }

  CompletionStage<HttpResponse> delete(String id, Visitor visitor, Map<String, String> form) {
    return Ids.parse(id)
        .map(
            known ->
                administration
                    .deleteToken(
                        visitor.principal().organization(),
                        new TokenId(known),
                        visitor.principal().author())
                    // one that somebody else deleted meanwhile is gone as well
                    .thenApply(gone -> Answers.seeOther(HERE)))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private static FormView blank() {
    return FormView.empty(Map.of("role", "viewer"));
  }

  private CompletionStage<HttpResponse> shown(
      Visitor visitor, int status, FormView form, TokensView.@Nullable Made made) {
    var organization = visitor.principal().organization();
    return Answers.absentWhereAway(administration.tokens(organization))
        .thenCombine(
            Answers.absentWhereAway(administration.members(organization)),
            (tokens, members) -> {
              TokensView view =
                  new TokensView(
                      sentence(tokens),
                      tokens.map(all -> rows(visitor, all, members.orElse(List.of()))).orElse(null),
                      Arrays.stream(Role.values())
                          .filter(visitor.principal().role()::atLeast)
                          .map(TokenPages::word)
                          .toList(),
                      named(made, tokens.orElse(List.of())));
              return inside.html(
                  tokens.isEmpty() && status == 200 ? 503 : status,
                  "people/tokens.jte",
                  visitor,
                  Map.of("tokens", view, "form", form));
            });
  }

  /** By its name, where all that is known is its id; null where there is no such token. */
  private static TokensView.@Nullable Made named(
      TokensView.@Nullable Made made, List<ApiToken> tokens) {
    return made == null || made.secret() != null
        ? made
        : tokens.stream()
            .filter(token -> token.id().toString().equals(made.name()))
            .findFirst()
            .map(token -> new TokensView.Made(token.name(), null))
            .orElse(null);
  }

  private static String sentence(Optional<List<ApiToken>> tokens) {
    return tokens
        .map(
            all ->
                switch (all.size()) {
                  case 0 -> "No program has a token yet.";
                  case 1 -> "One program has a token.";
                  default -> Headline.number(all.size(), true) + " programs have a token.";
                })
        .orElse("I cannot say which tokens there are now.");
  }

  private List<TokensView.Row> rows(Visitor visitor, List<ApiToken> tokens, List<Member> members) {
    Map<String, String> names = new HashMap<>();
    members.forEach(member -> names.put(member.user().id().toString(), member.user().called()));
    tokens.forEach(token -> names.put(token.id().toString(), "the token " + token.name()));
    Times times = Times.of(visitor, configuration, time.instant());
    return tokens.stream()
        .map(
            token ->
                new TokensView.Row(
                    token.id().toString(),
                    token.name(),
                    word(token.role()),
                    author(token.createdBy(), names),
                    times.day(token.createdAt())))
        .toList();
  }

  private static String author(Author author, Map<String, String> names) {
    return switch (author.kind()) {
      case USER -> names.getOrDefault(author.id().toString(), "somebody who left");
      case TOKEN -> names.getOrDefault(author.id().toString(), "a token that is gone");
      case SYSTEM -> "Tocsin";
    };
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
