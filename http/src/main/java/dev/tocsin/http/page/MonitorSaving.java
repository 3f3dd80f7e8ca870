package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.api.Cares;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.MonitorForms.Subject;
import dev.tocsin.http.page.form.FormJson;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores what was typed into a monitor's form. Sent twice by an impatient hand, a form finds done
 * what it asks for, and that is a success; sent again with something else in it, it is refused.
 */
final class MonitorSaving {
  private final MonitorPages.Parts parts;
  private final MonitorReader reader;
  private final Cares cares;
  private final DependencyNames dependencies;
  private final Function<MonitorConfig, Subject> forms;

  /**
   * @param forms what the form of a monitor is about
   */
  MonitorSaving(
      MonitorPages.Parts parts, MonitorReader reader, Function<MonitorConfig, Subject> forms) {
    this.parts = parts;
    this.reader = reader;
    this.cares = new Cares(parts.configuration());
    this.dependencies = new DependencyNames(parts.configuration());
    this.forms = forms;
  }

  /**
   * Fails with {@link InvalidInputException}, and with {@link ConflictException} where the form is
   * not of now.
   */
  CompletionStage<MonitorConfig> save(Visitor visitor, Subject subject, Map<String, String> typed) {
    MonitorConfig itself = subject.itself();
    return itself == null
        ? created(visitor, subject, typed)
        : updated(visitor, subject, itself, typed);
  }

  /** As {@link #save} would store it. */
  MonitorReader.Draft draft(
      OrganizationId organization, Subject subject, Map<String, String> typed) {
    MonitorConfig itself = subject.itself();
    // also a form that knows more than this node does: what it leaves out would be of before
    if (itself != null && revision(typed) != itself.revision()) {
      throw changedMeanwhile();
    }
    return draft(organization, subject, typed, itself == null ? null : itself.spec());
  }

  private MonitorReader.Draft draft(
      OrganizationId organization,
      Subject subject,
      Map<String, String> typed,
      @Nullable CheckSpec before) {
    List<FieldError> faults = new ArrayList<>();
    ObjectNode body = new FormJson(subject.kind()).json(typed, subject.base(), faults);
    dependencies.read(body, "dependsOn", organization, faults);
    if (typed.containsKey("test") && !body.has("name")) {
      body.put("name", "test");
    }
    try {
      MonitorReader.Draft draft = reader.read(body, before);
      if (faults.isEmpty()) {
        return draft;
      }
    } catch (InvalidInputException wrong) {
      faults.addAll(wrong.errors());
    }
    throw new InvalidInputException(faults);
  }

  private CompletionStage<MonitorConfig> created(
      Visitor visitor, Subject subject, Map<String, String> typed) {
    MonitorConfig wanted =
        draft(visitor.principal().organization(), subject, typed)
            .monitor(
                new MonitorRef(visitor.principal().organization(), FormIds.monitor(typed)),
                parts.time().instant());
    cares.check(wanted.ref(), wanted.care(), Care.NONE);
    return parts
        .writer()
        .createMonitor(wanted, visitor.principal().author())
        .thenApply(made -> made.saysTheSame(wanted) ? made : asIs(subject, typed, made));
  }

  private CompletionStage<MonitorConfig> updated(
      Visitor visitor, Subject subject, MonitorConfig before, Map<String, String> typed) {
    if (revision(typed) != before.revision()) {
      return CompletableFuture.completedStage(asIs(subject, typed, before));
    }
    MonitorConfig after = draft(visitor.principal().organization(), subject, typed).over(before);
    cares.check(before.ref(), after.care(), before.care());
    return parts
        .writer()
        .updateMonitor(after, before.revision(), visitor.principal().author())
        .exceptionallyCompose(failure -> doneMeanwhile(before, typed, failure));
  }

  /** The first of the two may have been stored after this node looked. */
  private CompletionStage<MonitorConfig> doneMeanwhile(
      MonitorConfig before, Map<String, String> typed, Throwable failure) {
    if (!(Answers.cause(failure) instanceof ConflictException)) {
      return CompletableFuture.failedStage(failure);
    }
    return parts
        .configuration()
        .refresh(before.ref().organization(), Long.MAX_VALUE)
        .thenApply(
            read -> {
              if (parts.configuration().monitor(before.ref())
                  instanceof Lookup.Found<MonitorConfig>(MonitorConfig now)) {
                return asIs(forms.apply(now), typed, now);
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }

  /** What is stored, where it is what the form asks for: its keys and secrets are those. */
  private MonitorConfig asIs(Subject subject, Map<String, String> typed, MonitorConfig stored) {
    try {
      if (FormJson.isOf(subject.kind(), typed)
          && draft(stored.ref().organization(), subject, typed, stored.spec())
              .over(stored)
              .saysTheSame(stored)) {
        return stored;
      }
    } catch (InvalidInputException wrongByNow) {
      throw changedMeanwhile();
    }
    throw changedMeanwhile();
  }

  private static ConflictException changedMeanwhile() {
    return new ConflictException("another revision");
  }

  /** A revision that is none is nobody's. */
  private static long revision(Map<String, String> typed) {
    String text = typed.getOrDefault("revision", "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
