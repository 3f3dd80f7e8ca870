package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.MonitorForm;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.api.TestChecks;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.FilledForm;
import dev.tocsin.http.page.form.FilledForm.Source;
import dev.tocsin.http.page.form.KindForm;
import dev.tocsin.http.page.form.KindForms;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.input.Texts;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/**
 * The forms that make, copy and change a monitor, one for each kind. What was typed becomes the
 * JSON of the API, whose reader judges it; it can be tried before it is saved.
 */
final class MonitorForms {
  private static final int LONGEST_NAME = 100;

  private final MonitorPages.Parts parts;
  private final MonitorForm json;
  private final MonitorSaving saving;
  private final DependencyNames dependencies;
  private final TestChecks tests;
  private final Answers answers;
  private final Function<Visitor, ShellView> shell;

  MonitorForms(
      MonitorPages.Parts parts,
      MonitorReader reader,
      Answers answers,
      Function<Visitor, ShellView> shell) {
    this.parts = parts;
    this.json = new MonitorForm(parts.kinds(), parts.region());
    this.saving = new MonitorSaving(parts, reader, this::of);
    this.dependencies = new DependencyNames(parts.configuration());
    this.tests = parts.tests();
    this.answers = answers;
    this.shell = shell;
  }

  /**
   * What a form is about.
   *
   * @param base what it is filled from, as the API shows it
   * @param monitor the one that it changes, or copies; null where there is none
   */
  record Subject(KindForm kind, ObjectNode base, Source source, @Nullable MonitorConfig monitor) {
    /** The one that it changes; null where it makes one. */
    @Nullable MonitorConfig itself() {
      return source == Source.ITSELF ? monitor : null;
    }
  }

  /** The kinds that can be made here. */
  List<KindForm> kinds() {
    return KindForms.all().stream()
        .filter(form -> parts.kinds().byType(form.type()).isPresent())
        .toList();
  }

  Subject fresh(KindForm kind, OrganizationId organization) {
    return new Subject(cared(kind, organization), Json.object(), Source.NOTHING, null);
  }

  Subject of(MonitorConfig monitor) {
    return new Subject(form(monitor), base(monitor), Source.ITSELF, monitor);
  }

  /** Like the other, by another name; a slug belongs to one heartbeat only. */
  Subject copy(MonitorConfig monitor) {
    String ending = " (copy)";
    ObjectNode base = base(monitor);
    base.put("name", Texts.cut(monitor.name(), LONGEST_NAME - ending.length()) + ending);
    if (base.get("heartbeat") instanceof ObjectNode heartbeat) {
      heartbeat.putNull("slug");
    }
    return new Subject(form(monitor), base, Source.ANOTHER, monitor);
  }

  private ObjectNode base(MonitorConfig monitor) {
    ObjectNode base = json.of(monitor);
    dependencies.show(base, "dependsOn", monitor.ref().organization());
    return base;
  }

  private KindForm form(MonitorConfig monitor) {
    return cared(kind(monitor), monitor.ref().organization());
  }

  private KindForm cared(KindForm kind, OrganizationId organization) {
    return CareChoices.form(kind, organization, parts.configuration());
  }

  private static KindForm kind(MonitorConfig monitor) {
    String type = monitor.spec().type();
    return KindForms.of(type)
        .orElseThrow(() -> new IllegalStateException("There is no form for " + type));
  }

  HttpResponse page(Visitor visitor, Subject subject) {
    return page(visitor, subject, Map.of(), List.of(), null, 200);
  }

  /** Tries what was typed where the form asks for that, else stores it. */
  CompletionStage<HttpResponse> submitted(
      Visitor visitor, Subject subject, Map<String, String> typed) {
    try {
      return (typed.containsKey("test") && isChecked(subject)
              ? tried(visitor, subject, typed)
              : saved(visitor, subject, typed))
          .exceptionally(failure -> refused(visitor, subject, typed, Answers.cause(failure)));
    } catch (ConflictException | InvalidInputException | ThrottledException refusal) {
      return CompletableFuture.completedStage(refused(visitor, subject, typed, refusal));
    }
  }

  private boolean isChecked(Subject subject) {
    return parts
        .kinds()
        .byType(subject.kind().type())
        .map(kind -> kind.probe().isPresent())
        .orElse(false);
  }

  private CompletionStage<HttpResponse> tried(
      Visitor visitor, Subject subject, Map<String, String> typed) {
    MonitorReader.Draft draft = saving.draft(visitor.principal().organization(), subject, typed);
    Times times = parts.times(visitor);
    MonitorConfig tried =
        draft.monitor(
            new MonitorRef(visitor.principal().organization(), MonitorId.create()), times.now());
    return tests
        .check(draft.spec(), draft.timing().timeout())
        .thenApply(
            result -> {
              Status status = status(result);
              var saw =
                  new MonitorFormView.Tried(
                      new MonitorRow.State(Words.style(status), Words.word(status)),
                      MonitorPages.check(tried, result, status, times));
              return page(visitor, subject, typed, List.of(), saw, 200);
            });
  }

  private static Status status(CheckResult result) {
    return result.outcome() == Outcome.UNKNOWN
        ? Status.PENDING
        : Status.valueOf(result.outcome().name());
  }

  private CompletionStage<HttpResponse> saved(
      Visitor visitor, Subject subject, Map<String, String> typed) {
    return saving
        .save(visitor, subject, typed)
        .thenApply(monitor -> Answers.seeOther("/monitors/" + monitor.ref().monitor()));
  }

  private HttpResponse refused(
      Visitor visitor, Subject subject, Map<String, String> typed, Throwable why) {
    return switch (why) {
      case InvalidInputException wrong -> page(visitor, subject, typed, wrong.errors(), null, 422);
      case ConflictException conflict when subject.itself() == null ->
          again(visitor, subject, FormIds.anew(typed), FormIds.MADE_ANOTHER, 409);
      case ConflictException conflict ->
          again(
              visitor,
              subject,
              typed,
              "Somebody changed this monitor after this form was made, so nothing was saved. Go to"
                  + " the monitor's page and edit it from there again.",
              409);
      case ThrottledException many ->
          again(visitor, subject, typed, "Too many tests are under way. Try again in 5 s.", 429);
      case StoreUnavailableException away ->
          again(
              visitor,
              subject,
              typed,
              "The database cannot be reached, so nothing was saved. Try again in a few seconds.",
              503);
      default -> throw new CompletionException(why);
    };
  }

  private HttpResponse again(
      Visitor visitor, Subject subject, Map<String, String> typed, String sentence, int status) {
    HttpResponse page =
        page(visitor, subject, typed, List.of(new FieldError("", sentence)), null, status);
    return status == 409 ? page : page.addHeader(RawHeader.create("Retry-After", "5"));
  }

  private HttpResponse page(
      Visitor visitor,
      Subject subject,
      Map<String, String> typed,
      List<FieldError> errors,
      MonitorFormView.@Nullable Tried tried,
      int status) {
    FilledForm form =
        FilledForm.of(subject.kind(), subject.base(), subject.source(), typed, errors);
    MonitorFormView view =
        new MonitorFormView(MonitorFrames.of(subject, typed), form, isChecked(subject), tried);
    return answers.html(
        StatusCodes.get(status),
        "monitor/form.jte",
        Map.of("view", view, "shell", shell.apply(visitor)));
  }
}
