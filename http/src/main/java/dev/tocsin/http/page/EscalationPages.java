package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ConfiguredResponders;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Responders;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Who is told of alerts, in which order. */
final class EscalationPages {
  static final String HERE = "/organization/escalation";
  private static final String SAVE = "save";

  private final Inside inside;
  private final Notices notices;
  private final AlertSettings settings;
  private final NodeConfiguration configuration;
  private final Responders responders;
  private final InstantSource time;

  EscalationPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.settings = new AlertSettings(parts);
    this.configuration = parts.configuration();
    this.responders = new ConfiguredResponders(parts.configuration(), parts.alerts().channels());
    this.time = parts.time();
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    return edited(visitor, null, Ids.create(), PolicyDraft.blank(), Opened.with("name"));
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    return sent(
        visitor,
        null,
        id,
        form,
        policy ->
            settings.add(
                id,
                visitor.principal().organization(),
                policy,
                all(visitor.principal().organization()),
                visitor.principal().author()));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        item ->
            edited(
                visitor,
                item,
                item.id(),
                PolicyDraft.of(item.content()),
                new Opened("", Long.toString(item.revision()))));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            sent(
                visitor,
                item,
                item.id(),
                form,
                policy -> {
                  Meanwhile.check(form, item, policy, "policy");
                  return settings.change(item, policy, visitor.principal().author());
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
                        item.organization(),
                        EscalationPolicy.KIND,
                        item.id(),
                        visitor.principal().author()),
                HERE,
                fault -> listed(visitor, Told.fault(id, fault))));
  }

  /**
   * @param focus the field that is typed in next; empty for none
   * @param revision of the policy when the form was opened; empty where it is new
   */
  private record Opened(String focus, String revision) {
    static Opened with(String focus) {
      return new Opened(focus, "");
    }

    Opened on(String field) {
      return new Opened(field, revision);
    }
  }

  /** Each button sends the whole form; only one of them saves it. */
  private CompletionStage<HttpResponse> sent(
      Visitor visitor,
      @Nullable Item<EscalationPolicy> before,
      UUID id,
      Map<String, String> form,
      Function<EscalationPolicy, CompletionStage<?>> save) {
    PolicyDraft typed = PolicyDraft.of(form);
    String deed = form.getOrDefault("do", SAVE);
    Opened opened = new Opened("", form.getOrDefault("revision", ""));
    if (!deed.equals(SAVE)) {
      PolicyDraft next = typed.after(deed);
      return edited(visitor, before, id, next, opened.on(focus(deed, next)));
    }
    PolicyDraft chosen = typed.chosen();
    return Deeds.attempt(
        () ->
            save.apply(
                settings.policy(
                    visitor.principal().organization(),
                    chosen.json(),
                    before == null ? null : before.content())),
        HERE,
        fault ->
            Inside.done(
                shown(visitor, before, id, chosen, opened, fault.status(), fault.errors())));
  }

  /** The field that a button made, or that stands where it was. */
  private static String focus(String deed, PolicyDraft next) {
    if (deed.equals("add-step")) {
      return PolicyDraft.target(next.steps().size() - 1, 0);
    }
    if (deed.matches("add-target:\\d{1,2}")) {
      int step = Math.min(Integer.parseInt(deed.substring(11)), next.steps().size() - 1);
      return PolicyDraft.target(step, next.steps().get(step).targets().size() - 1);
    }
    return deed;
  }

  private CompletionStage<HttpResponse> edited(
      Visitor visitor,
      @Nullable Item<EscalationPolicy> before,
      UUID id,
      PolicyDraft draft,
      Opened opened) {
    return Inside.done(shown(visitor, before, id, draft, opened, 200, List.of()));
  }

  private HttpResponse shown(
      Visitor visitor,
      @Nullable Item<EscalationPolicy> before,
      UUID id,
      PolicyDraft draft,
      Opened opened,
      int status,
      List<FieldError> errors) {
    OrganizationId organization = visitor.principal().organization();
    PolicyFormView.Frame frame =
        before == null
            ? new PolicyFormView.Frame(HERE + "/new", id.toString(), null, opened.focus())
            : new PolicyFormView.Frame(HERE + "/" + id, null, opened.revision(), opened.focus());
    String sentence =
        before == null
            ? "Who is told first, and who next?"
            : "Who is told by " + before.name() + "?";
    return inside.html(
        status,
        "people/policy.jte",
        visitor,
        Map.of(
            "view",
            new PolicyForm(configuration, organization, words(organization))
                .of(sentence, frame, draft, errors)));
  }

  private CompletionStage<HttpResponse> one(
      String id,
      Visitor visitor,
      Function<Item<EscalationPolicy>, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(
                        visitor.principal().organization(), EscalationPolicy.KIND, known),
                    then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  /** The default first, then by their names. */
  private List<Item<EscalationPolicy>> all(OrganizationId organization) {
    return configuration.items(organization, EscalationPolicy.KIND).stream()
        .sorted(
            Comparator.comparing((Item<EscalationPolicy> item) -> !item.content().byDefault())
                .thenComparing(Item::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private PolicyWords words(OrganizationId organization) {
    return new PolicyWords(configuration, responders, organization, time.instant());
  }

  private CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    OrganizationId organization = visitor.principal().organization();
    PolicyWords words = words(organization);
    List<Item<EscalationPolicy>> all = all(organization);
    boolean hasDefault = !all.isEmpty() && all.getFirst().content().byDefault();
    PoliciesView view =
        new PoliciesView(
            hasDefault
                ? "Alerts go by " + all.getFirst().name() + ", unless a monitor says otherwise."
                : "Until there is a default policy, the owners are told.",
            all.stream().map(item -> policy(item, words)).toList(),
            hasDefault
                ? List.of()
                : words.steps(responders.plan(organization, null).policy().steps()),
            Inside.may(visitor, Role.ADMIN),
            told);
    return Inside.done(
        inside.html(told.status(), "people/escalation.jte", visitor, Map.of("view", view)));
  }

  private PoliciesView.Policy policy(Item<EscalationPolicy> item, PolicyWords words) {
    long monitors =
        configuration.monitors(item.organization(), null).stream()
            .filter(monitor -> item.id().equals(monitor.care().policy()))
            .count();
    return new PoliciesView.Policy(
        item.id().toString(),
        item.name(),
        item.content().byDefault(),
        words.steps(item.content().steps()),
        PolicyWords.end(item.content()),
        monitors == 0
            ? item.content().byDefault() ? "" : "No monitor names it."
            : monitors == 1 ? "One monitor names it." : monitors + " monitors name it.");
  }
}
