package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.Administration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.AuditQuestions;
import dev.tocsin.http.page.AuditView.Choice;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Who changed what in an organization, and the search in it. All of a search is in its address. */
final class AuditPages {
  private static final String HERE = "/organization/audit";
  private static final int PER_PAGE = 50;
  private static final List<String> FIELDS = List.of("q", "author", "kind", "from", "to");
  private static final List<Choice> KINDS =
      List.of(
          new Choice("monitor", "Monitors"),
          new Choice("status-page", "Status pages"),
          new Choice("member", "Members"),
          new Choice("invitation", "Invitations"),
          new Choice("token", "Tokens"),
          new Choice("session", "Sessions"),
          new Choice("organization", "The organization"));

  private final Inside inside;
  private final NodeConfiguration configuration;
  private final Administration administration;
  private final AuditQuestions questions;
  private final InstantSource time;

  AuditPages(Inside inside, ApiParts parts) {
    this.inside = inside;
    this.configuration = parts.configuration();
    this.administration = new Administration(parts);
    this.questions = new AuditQuestions(parts);
    this.time = parts.time();
  }

  /** Who is known by which id. */
  private record Known(Map<String, String> names, List<Choice> authors) {}

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    Map<String, String> asked = asked(request);
    List<FieldError> errors = new ArrayList<>();
    AuditQuestions.Question question =
        question(asked, Times.of(visitor, configuration, time.instant()).zone(), errors);
    Optional<AuditLog.Cursor> cursor =
        request.getUri().query().get("cursor").flatMap(AuditLog.Cursor::parse);
    return known(visitor)
        .thenCompose(
            known -> {
              if (!errors.isEmpty()) {
                return Inside.done(html(422, visitor, asked, errors, view(known, asked)));
              }
              return Answers.absentWhereAway(
                      questions.page(
                          visitor.principal().organization(),
                          question,
                          cursor.orElse(null),
                          PER_PAGE))
                  .thenApply(
                      page ->
                          html(
                              page.isEmpty() ? 503 : 200,
                              visitor,
                              asked,
                              errors,
                              page.map(part -> view(visitor, known, asked, part, cursor))
                                  .orElseGet(() -> view(known, asked))));
            });
  }

  private static Map<String, String> asked(HttpRequest request) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String field : FIELDS) {
      request
          .getUri()
          .query()
          .get(field)
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> asked.put(field, value));
    }
    return asked;
  }

  private static AuditQuestions.Question question(
      Map<String, String> asked, ZoneId zone, List<FieldError> errors) {
    String text = asked.get("q");
    if (text != null && text.length() > AuditQuestions.LONGEST_TEXT) {
      errors.add(
          new FieldError(
              "q", "It must have at most " + AuditQuestions.LONGEST_TEXT + " characters."));
    }
    String author = asked.get("author");
    Optional<UUID> by = Optional.ofNullable(author).flatMap(Ids::parse);
    if (author != null && by.isEmpty()) {
      errors.add(new FieldError("author", "It must be one of these."));
    }
    LocalDate to = date(asked, "to", errors);
    return new AuditQuestions.Question(
        text,
        by.orElse(null),
        asked.get("kind"),
        start(date(asked, "from", errors), zone),
        start(to == null ? null : to.plusDays(1), zone));
  }

  private static @Nullable LocalDate date(
      Map<String, String> asked, String field, List<FieldError> errors) {
    String text = asked.get(field);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "2026-11-20".length() ? LocalDate.parse(text) : wrong(field, errors);
    } catch (DateTimeException notADate) {
      return wrong(field, errors);
    }
  }

  private static @Nullable LocalDate wrong(String field, List<FieldError> errors) {
    errors.add(new FieldError(field, "It must be a day such as 2026-11-20."));
    return null;
  }

  private static @Nullable Instant start(@Nullable LocalDate day, ZoneId zone) {
    return day == null ? null : day.atStartOfDay(zone).toInstant();
  }

  /** Whom the reader may know of by name; nobody while the store does not answer. */
  private CompletionStage<Known> known(Visitor visitor) {
    var organization = visitor.principal().organization();
    var guests =
        Inside.may(visitor, Role.OWNER)
            ? administration.invitations(organization)
            : CompletableFuture.completedStage(List.<Invitation>of());
    return Answers.absentWhereAway(administration.members(organization))
        .thenCombine(
            Answers.absentWhereAway(administration.tokens(organization)),
            (members, tokens) -> {
              Map<String, String> names = new HashMap<>();
              List<Choice> authors = new ArrayList<>();
              for (var member : members.orElse(List.of())) {
                String id = member.user().id().toString();
                names.put(id, member.user().called());
                authors.add(new Choice(id, member.user().called()));
              }
              for (var token : tokens.orElse(List.of())) {
                String id = token.id().toString();
                names.put(id, token.name());
                authors.add(new Choice(id, "The token " + token.name()));
              }
              authors.add(new Choice(organization.toString(), "Tocsin itself"));
              return new Known(names, authors);
            })
        .thenCombine(
            Answers.absentWhereAway(guests),
            (known, invited) -> {
              invited
                  .orElse(List.of())
                  .forEach(each -> known.names().put(each.id().toString(), each.email().value()));
              return known;
            });
  }

  private AuditView view(
      Visitor visitor,
      Known known,
      Map<String, String> asked,
      AuditLog.Page page,
      Optional<AuditLog.Cursor> cursor) {
    AuditWords words =
        new AuditWords(
            visitor.principal().organization(),
            configuration,
            known.names(),
            Times.of(visitor, configuration, time.instant()));
    AuditLog.Cursor next = page.next();
    return new AuditView(
        page.entries().stream().map(words::line).toList(),
        authors(known, asked),
        KINDS,
        !asked.isEmpty(),
        next == null ? null : address(asked, next.text()),
        cursor.isEmpty() ? null : address(asked, null));
  }

  private static AuditView view(Known known, Map<String, String> asked) {
    return new AuditView(null, authors(known, asked), KINDS, !asked.isEmpty(), null, null);
  }

  /** Whoever is asked for can be chosen, also after they have left. */
  private static List<Choice> authors(Known known, Map<String, String> asked) {
    String author = asked.get("author");
    if (author == null || known.authors().stream().anyMatch(it -> it.value().equals(author))) {
      return known.authors();
    }
    List<Choice> all = new ArrayList<>(known.authors());
    all.add(new Choice(author, "Somebody who left"));
    return all;
  }

  private HttpResponse html(
      int status,
      Visitor visitor,
      Map<String, String> asked,
      List<FieldError> errors,
      AuditView view) {
    return inside.html(
        status,
        "people/audit.jte",
        visitor,
        Map.of("audit", view, "form", new FormView(asked, errors)));
  }

  private static String address(Map<String, String> asked, @Nullable String cursor) {
    Map<String, String> all = new LinkedHashMap<>(asked);
    if (cursor != null) {
      all.put("cursor", cursor);
    }
    List<String> pairs =
        all.entrySet().stream()
            .map(
                pair ->
                    pair.getKey()
                        + "="
                        + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
            .toList();
    return pairs.isEmpty() ? HERE : HERE + "?" + String.join("&", pairs);
  }
}
