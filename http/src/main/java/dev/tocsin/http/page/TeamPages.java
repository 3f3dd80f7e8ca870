package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** People who own monitors and policies together, in the order in which they take turns. */
final class TeamPages {
  static final String HERE = "/organization/teams";
  private static final String SAVE = "save";
  private static final Inside.Fault NO_FAULT = new Inside.Fault(200, List.of(), null);

  private final Inside inside;
  private final Notices notices;
  private final AlertSettings settings;
  private final NodeConfiguration configuration;

  TeamPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.settings = new AlertSettings(parts);
    this.configuration = parts.configuration();
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    return Inside.done(
        shown(
            visitor,
            null,
            Meanwhile.made(Ids.create()),
            new TeamDraft("", List.of("")),
            "name",
            NO_FAULT));
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    return sent(
        visitor,
        null,
        Meanwhile.made(id),
        form,
        team ->
            settings.add(
                id,
                visitor.principal().organization(),
                team,
                all(visitor.principal().organization()),
                visitor.principal().author()));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        item ->
            Inside.done(
                shown(
                    visitor,
                    item,
                    Meanwhile.opened(item),
                    TeamDraft.of(item.content()),
                    "",
                    NO_FAULT)));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            sent(
                visitor,
                item,
                Meanwhile.still(form),
                form,
                team -> {
                  Meanwhile.check(form, item, team, "team");
                  return settings.change(item, team, visitor.principal().author());
                }));
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            Deeds.attempt(
                () ->
                    settings.remove(
                        item.organization(), Team.KIND, item.id(), visitor.principal().author()),
                HERE,
                fault -> listed(visitor, Told.fault(id, fault))));
  }

  /** Each button sends the whole form; only one of them saves it. */
  private CompletionStage<HttpResponse> sent(
      Visitor visitor,
      @Nullable Item<Team> before,
      Map<String, String> hidden,
      Map<String, String> form,
      Function<Team, CompletionStage<?>> save) {
    TeamDraft typed = TeamDraft.of(form);
    String deed = form.getOrDefault("do", SAVE);
    if (!deed.equals(SAVE)) {
      TeamDraft next = typed.after(deed);
      String focus = deed.equals("add") ? TeamDraft.field(next.members().size() - 1) : deed;
      return Inside.done(shown(visitor, before, hidden, next, focus, NO_FAULT));
    }
    TeamDraft chosen = typed.chosen();
    return Deeds.attempt(
        () ->
            save.apply(
                settings.team(
                    visitor.principal().organization(),
                    chosen.json(),
                    before == null ? null : before.content())),
        HERE,
        fault -> Inside.done(shown(visitor, before, hidden, chosen, "", fault)));
  }

  private HttpResponse shown(
      Visitor visitor,
      @Nullable Item<Team> before,
      Map<String, String> hidden,
      TeamDraft draft,
      String focus,
      Inside.Fault fault) {
    Map<String, String> people = people(visitor.principal().organization());
    String problem =
        fault.errors().stream()
            .filter(error -> !error.field().equals("name"))
            .map(
                error ->
                    error.field().startsWith("memberIds")
                        ? "Somebody who is chosen is no member of this organization."
                        : error.message())
            .distinct()
            .collect(Collectors.joining(" "));
    TeamsView.Form view =
        new TeamsView.Form(
            before == null ? "Who is in the new team?" : "Who is in " + before.name() + "?",
            HERE + "/" + (before == null ? "new" : before.id()),
            hidden,
            new FormView(Map.of("name", draft.name()), fault.errors()),
            problem.isEmpty() ? null : problem,
            draft.members().stream().map(member -> place(member, people)).toList(),
            focus);
    return inside.html(fault.status(), "people/team.jte", visitor, Map.of("view", view));
  }

  private static TeamsView.Place place(String member, Map<String, String> people) {
    List<Option> options = new ArrayList<>();
    people.forEach((id, called) -> options.add(Option.of(id, called)));
    if (!member.isEmpty() && !people.containsKey(member)) {
      options.add(Option.of(member, "Somebody who left"));
    }
    return new TeamsView.Place(member, options);
  }

  /** What they are called, by their ids and in the order of that. */
  private Map<String, String> people(OrganizationId organization) {
    Map<String, String> people = new LinkedHashMap<>();
    configuration.people(organization).stream()
        .sorted(
            Comparator.comparing(member -> member.user().called(), String.CASE_INSENSITIVE_ORDER))
        .forEach(member -> people.put(member.user().id().toString(), member.user().called()));
    return people;
  }

  private CompletionStage<HttpResponse> one(
      String id, Visitor visitor, Function<Item<Team>, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(visitor.principal().organization(), Team.KIND, known), then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private List<Item<Team>> all(OrganizationId organization) {
    return configuration.items(organization, Team.KIND).stream()
        .sorted(Comparator.comparing(Item::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    OrganizationId organization = visitor.principal().organization();
    Map<String, String> people = people(organization);
    List<TeamsView.Row> rows =
        all(organization).stream()
            .map(
                item -> {
                  List<String> members =
                      item.content().members().stream()
                          .map(member -> people.get(member.toString()))
                          .filter(called -> called != null)
                          .toList();
                  return new TeamsView.Row(
                      item.id().toString(),
                      item.name(),
                      members.isEmpty() ? "Nobody is in it." : String.join(", then ", members),
                      members.isEmpty());
                })
            .toList();
    String sentence =
        switch (rows.size()) {
          case 0 -> "There is no team yet.";
          case 1 -> "There is one team.";
          default -> "There are " + Headline.number(rows.size(), false) + " teams.";
        };
    return Inside.done(
        inside.html(
            told.status(),
            "people/teams.jte",
            visitor,
            Map.of("view", new TeamsView(sentence, rows, Inside.may(visitor, Role.ADMIN), told))));
  }
}
