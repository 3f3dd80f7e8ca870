package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.NotificationRules.Rule;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.WebPushApi;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.ChannelForms;
import dev.tocsin.input.Durations;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** How people are reached: by which ways, and how soon by each. */
final class ContactPages extends EndpointPages<ContactMethod> {
  static final String HERE = "/profile/contacts";

  ContactPages(Inside inside, Notices notices, ApiParts parts) {
    super(
        inside,
        notices,
        parts,
        ContactMethod.KIND,
        new Texts(
            HERE,
            "contacts",
            true,
            "way",
            "Where shall alerts reach you?",
            "Be reached by",
            "Where it leads somewhere else, it has to be verified again."));
  }

  @Override
  Endpoint endpoint(ContactMethod method) {
    return method.endpoint();
  }

  @Override
  boolean isMeant(ContactMethod method, Visitor visitor) {
    return method.user().equals(visitor.user().id());
  }

  @Override
  ContactMethod read(Visitor visitor, ObjectNode typed, @Nullable ContactMethod before) {
    return settings.contactMethod(visitor.user().id(), typed, before);
  }

  CompletionStage<HttpResponse> sendCode(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        (method, ours) ->
            said(
                id,
                visitor,
                settings
                    .sendCode(method, ours)
                    .thenApply(
                        outcome ->
                            Told.outcome(
                                id,
                                outcome,
                                "A code of six digits is on its way to "
                                    + kinds.place(method.content().endpoint())
                                    + ". It is worth something for 15\u00a0min."))));
  }

  CompletionStage<HttpResponse> test(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        (method, ours) ->
            method.content().isVerified()
                ? said(
                    id,
                    visitor,
                    settings
                        .test(method.id(), method.content().endpoint(), ours)
                        .thenApply(
                            outcome ->
                                Told.outcome(id, outcome, "The test was taken. Look there.")))
                : listed(visitor, new Told(409, id, "down", "Verify it first.")));
  }

  CompletionStage<HttpResponse> confirm(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        (method, ours) ->
            Deeds.attempt(
                () ->
                    settings.confirm(
                        method,
                        TenancyEntrance.input(
                            Map.of("code", form.getOrDefault("code", "").replaceAll("\\s", "")),
                            "code"),
                        visitor.principal().author()),
                HERE,
                fault -> listed(visitor, Told.fault(id, fault), form)));
  }

  CompletionStage<HttpResponse> addRule(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return withRule(
        visitor,
        form,
        rule ->
            rules ->
                rules.contains(rule)
                    ? rules
                    : Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  CompletionStage<HttpResponse> removeRule(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return withRule(
        visitor, form, rule -> rules -> rules.stream().filter(each -> !each.equals(rule)).toList());
  }

  private interface Change {
    UnaryOperator<List<Rule>> by(Rule rule);
  }

  private CompletionStage<HttpResponse> withRule(
      Visitor visitor, Map<String, String> form, Change change) {
    var organization = visitor.principal().organization();
    return notices.of(
        configuration.person(organization, visitor.user().id()),
        person ->
            Deeds.attempt(
                () ->
                    settings.replaceRules(
                        organization,
                        person,
                        change.by(rule(form)).apply(settings.rules(organization, person)),
                        visitor.principal().author()),
                HERE,
                fault ->
                    listed(visitor, Told.fault(form.getOrDefault("urgency", ""), fault), form)));
  }

  private static Rule rule(Map<String, String> form) {
    Urgency urgency =
        form.getOrDefault("urgency", "").equals(Json.name(Urgency.LOW))
            ? Urgency.LOW
            : Urgency.HIGH;
    Duration delay =
        Durations.parse(form.getOrDefault("delay", ""))
            .orElseThrow(
                () -> new InvalidInputException("delay", "Choose how long after it is to come."));
    UUID method =
        Ids.parse(form.getOrDefault("method", ""))
            .orElseThrow(
                () -> new InvalidInputException("method", "Choose by which way it is to come."));
    return new Rule(urgency, delay, method);
  }

  @Override
  CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    return listed(visitor, told, Map.of());
  }

  private CompletionStage<HttpResponse> listed(
      Visitor visitor, Told told, Map<String, String> typed) {
    return notices.of(
        configuration.person(visitor.principal().organization(), visitor.user().id()),
        person -> Inside.done(listed(visitor, person, told, typed)));
  }

  private HttpResponse listed(
      Visitor visitor, Member person, Told told, Map<String, String> typed) {
    List<Item<ContactMethod>> all = all(visitor);
    List<ContactsView.Method> methods = all.stream().map(item -> method(visitor, item)).toList();
    List<Rule> rules = settings.rules(visitor.principal().organization(), person);
    ContactsView view =
        new ContactsView(
            sentence(methods, rules),
            methods,
            List.of(
                urgency(
                    Urgency.HIGH,
                    "Urgent alerts",
                    "What should wake somebody: an outage.",
                    methods,
                    rules),
                urgency(
                    Urgency.LOW,
                    "Alerts that can wait",
                    "What is to be looked at, but not at night.",
                    methods,
                    rules)),
            told,
            FormView.empty(typed),
            WebPushApi.key(kinds)
                .map(key -> new ContactsView.Push(key, visitor.user().id().toString()))
                .orElse(null));
    return inside.html(told.status(), "people/contacts.jte", visitor, Map.of("view", view));
  }

  private ContactsView.Method method(Visitor visitor, Item<ContactMethod> item) {
    Endpoint endpoint = item.content().endpoint();
    return new ContactsView.Method(
        item.id().toString(),
        item.name(),
        ChannelForms.title(endpoint.type()),
        kinds.place(endpoint),
        item.content().isVerified(),
        kinds.byType(endpoint.type()).isPresent(),
        kinds.byType(endpoint.type()).isPresent() && ChannelForms.of(endpoint.type()).isPresent(),
        health(visitor, item));
  }

  private static List<ContactsView.Rule> rows(
      Urgency urgency, List<ContactsView.Method> methods, List<Rule> rules) {
    return rules.stream()
        .filter(rule -> rule.urgency() == urgency)
        .sorted(Comparator.comparing(Rule::delay))
        .flatMap(
            rule ->
                named(rule.method(), methods)
                    .map(
                        method ->
                            new ContactsView.Rule(
                                Durations.format(rule.delay()),
                                OwnReach.when(rule.delay()),
                                method))
                    .stream())
        .toList();
  }

  private static Optional<ContactsView.Method> named(UUID id, List<ContactsView.Method> methods) {
    return methods.stream().filter(method -> method.id().equals(id.toString())).findFirst();
  }

  private static ContactsView.Urgency urgency(
      Urgency urgency,
      String title,
      String about,
      List<ContactsView.Method> methods,
      List<Rule> rules) {
    List<ContactsView.Rule> rows = rows(urgency, methods, rules);
    boolean isReached = methods.stream().anyMatch(ContactsView.Method::verified);
    String otherwise =
        !isReached
            ? "Nothing is verified yet, so they reach you nowhere."
            : rows.isEmpty()
                ? "Without a rule they come at once, by every verified way."
                : rows.stream().noneMatch(row -> row.method().verified())
                    ? "None of these is verified, so they come at once by every way that is."
                    : "";
    return new ContactsView.Urgency(
        urgency.name().toLowerCase(Locale.ROOT), title, about, otherwise, rows);
  }

  /** By what an urgent alert reaches them, in its order. */
  private static String sentence(List<ContactsView.Method> methods, List<Rule> rules) {
    List<String> verified =
        methods.stream()
            .filter(ContactsView.Method::verified)
            .map(ContactsView.Method::name)
            .toList();
    if (verified.isEmpty()) {
      return "Nothing reaches you yet.";
    }
    List<ContactsView.Rule> rows =
        rows(Urgency.HIGH, methods, rules).stream().filter(row -> row.method().verified()).toList();
    if (rows.isEmpty()) {
      return "Urgent alerts reach you at once by " + String.join(" and ", verified) + ".";
    }
    List<String> parts = new ArrayList<>();
    for (ContactsView.Rule row : rows) {
      parts.add("by " + row.method().name() + " " + row.when());
    }
    return "Urgent alerts reach you " + String.join(", ", parts) + ".";
  }
}
