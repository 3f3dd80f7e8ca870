package dev.tocsin.http.page;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Json;
import dev.tocsin.http.page.PolicyFormView.Group;
import dev.tocsin.http.page.PolicyFormView.StepView;
import dev.tocsin.http.page.PolicyFormView.TargetView;
import dev.tocsin.http.page.form.CareForm.Named;
import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.input.FieldError;
import dev.tocsin.notify.Channel;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the form of a policy together: what was typed, what there is to choose, what is wrong. */
final class PolicyForm {
  private final PolicyWords words;
  private final List<Group> choices;
  private final List<Option> teams;
  private final Set<String> offered;

  PolicyForm(NodeConfiguration configuration, OrganizationId organization, PolicyWords words) {
    this.words = words;
    this.choices = choices(configuration, organization);
    this.teams =
        CareChoices.named(organization, Team.KIND, configuration).stream()
            .map(team -> Option.of(team.id(), team.name()))
            .toList();
    this.offered =
        choices.stream()
            .flatMap(group -> group.options().stream())
            .map(Option::value)
            .collect(Collectors.toUnmodifiableSet());
  }

  PolicyFormView of(
      String sentence, PolicyFormView.Frame frame, PolicyDraft draft, List<FieldError> errors) {
    List<StepView> steps = new ArrayList<>();
    Map<String, String> values = new HashMap<>(draft.texts());
    for (int at = 0; at < draft.steps().size(); at++) {
      values.put(PolicyDraft.delay(at), draft.steps().get(at).delay());
      steps.add(step(at, draft, errors));
    }
    String problem =
        errors.stream()
            .filter(error -> !error.field().startsWith("steps["))
            .filter(error -> !PolicyDraft.FIELDS.contains(error.field()))
            .map(FieldError::message)
            .collect(Collectors.joining(" "));
    return new PolicyFormView(
        sentence,
        frame,
        new FormView(values, errors),
        problem.isEmpty() ? null : problem,
        steps,
        choices,
        teams);
  }

  private StepView step(int at, PolicyDraft draft, List<FieldError> errors) {
    PolicyDraft.StepDraft step = draft.steps().get(at);
    List<TargetView> targets = new ArrayList<>();
    for (String value : step.targets()) {
      boolean isGone = !value.isEmpty() && !offered.contains(value);
      targets.add(
          new TargetView(
              PolicyDraft.target(at, targets.size()),
              value,
              isGone ? "What is not there any more" : null));
    }
    List<Target> known = step.known();
    return new StepView(
        at + 1,
        PolicyDraft.delay(at),
        targets,
        error(at, errors),
        new PolicyStepView(
            words.step(at, draft.delayOf(at).orElse(null), known), words.troubles(known)));
  }

  private static @Nullable String error(int at, List<FieldError> errors) {
    String whole = "steps[" + at + "].targets";
    if (errors.stream().anyMatch(error -> error.field().equals(whole))) {
      return "Choose whom this step tells.";
    }
    return errors.stream().anyMatch(error -> error.field().startsWith(whole))
        ? "Choose another: one of these is not there any more."
        : null;
  }

  private static List<Group> choices(NodeConfiguration configuration, OrganizationId organization) {
    List<Option> people =
        configuration.people(organization).stream()
            .sorted(
                Comparator.comparing(
                    member -> member.user().called(), String.CASE_INSENSITIVE_ORDER))
            .map(
                member ->
                    Option.of(
                        text(Target.Type.USER, member.user().id().toString()),
                        member.user().called()))
            .toList();
    List<Option> teams =
        CareChoices.named(organization, Team.KIND, configuration).stream()
            .flatMap(
                team ->
                    Stream.of(
                        Option.of(
                            text(Target.Type.TEAM, team.id()) + ":all",
                            team.name() + ", everybody"),
                        Option.of(
                            text(Target.Type.TEAM, team.id()) + ":round_robin",
                            team.name() + ", one after the other")))
            .toList();
    return Stream.of(
            new Group("People", people),
            new Group("Teams", teams),
            group(
                "Who is on call in",
                Target.Type.SCHEDULE,
                Schedule.KIND,
                configuration,
                organization),
            group("Channels", Target.Type.CHANNEL, Channel.KIND, configuration, organization))
        .filter(group -> !group.options().isEmpty())
        .toList();
  }

  private static <T extends Content> Group group(
      String title,
      Target.Type type,
      ContentKind<T> kind,
      NodeConfiguration configuration,
      OrganizationId organization) {
    List<Named> named = CareChoices.named(organization, kind, configuration);
    return new Group(
        title, named.stream().map(one -> Option.of(text(type, one.id()), one.name())).toList());
  }

  private static String text(Target.Type type, String id) {
    return Json.name(type) + ":" + id;
  }
}
