package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.IncidentSettings;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A list of something that incidents are configured with, and the form of one.
 *
 * @param <T> its content
 */
public abstract class IncidentSettingPages<T extends Content> {
  private static final Inside.Fault NO_FAULT = new Inside.Fault(200, List.of(), null);

  final Inside inside;
  final NodeConfiguration configuration;
  final IncidentSettings reading;
  private final Notices notices;
  private final AlertSettings settings;
  private final ContentKind<T> kind;
  private final String here;

  IncidentSettingPages(
      Inside inside, Notices notices, ApiParts parts, ContentKind<T> kind, String here) {
    this.inside = inside;
    this.notices = notices;
    this.configuration = parts.configuration();
    this.reading = new IncidentSettings(parts);
    this.settings = new AlertSettings(parts);
    this.kind = kind;
    this.here = here;
  }

  /** Who may change it. */
  abstract Role configures();

  /** What was typed, as the API reads it. */
  abstract T read(OrganizationId organization, Map<String, String> form, @Nullable T before);

  /** What its form shows of it; null for a new one. */
  abstract Map<String, String> form(@Nullable T content);

  abstract HttpResponse listed(Visitor visitor, List<Item<T>> all, Told told);

  abstract HttpResponse shown(Visitor visitor, Frame frame);

  /**
   * One while somebody changes it.
   *
   * @param name null where it is new
   * @param id of what it makes; null where that is there already
   */
  public record Frame(
      @Nullable String name,
      String action,
      @Nullable String id,
      long revision,
      FormView form,
      int status) {}

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  private CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    return Inside.done(listed(visitor, all(visitor.principal().organization()), told));
  }

  /** By their names. */
  final List<Item<T>> all(OrganizationId organization) {
    return configuration.items(organization, kind).stream()
        .sorted(
            Comparator.comparing((Item<T> item) -> item.name(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Item::id))
        .toList();
  }

  CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    return Inside.done(framed(visitor, null, Ids.create(), form(null), NO_FAULT));
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    OrganizationId organization = visitor.principal().organization();
    return Deeds.attempt(
        () ->
            settings.add(
                id,
                organization,
                read(organization, form, null),
                all(organization),
                visitor.principal().author()),
        here,
        fault -> Inside.done(framed(visitor, null, id, form, fault)));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        item -> Inside.done(framed(visitor, item, item.id(), form(item.content()), NO_FAULT)));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            Deeds.attempt(
                () -> {
                  T after = read(item.organization(), form, item.content());
                  if (!Long.toString(item.revision()).equals(form.get("revision"))) {
                    throw new ConflictException(
                        "Somebody changed it after this form was made, so nothing was saved. Open"
                            + " it again to see what is so now.");
                  }
                  return settings.change(item, after, visitor.principal().author());
                },
                here,
                fault -> Inside.done(framed(visitor, item, item.id(), form, fault))));
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        item ->
            Deeds.attempt(
                () ->
                    settings.remove(
                        item.organization(), kind, item.id(), visitor.principal().author()),
                here,
                fault -> listed(visitor, Told.fault(id, fault))));
  }

  private HttpResponse framed(
      Visitor visitor,
      @Nullable Item<T> before,
      UUID id,
      Map<String, String> form,
      Inside.Fault fault) {
    String revision = form.getOrDefault("revision", "");
    return shown(
        visitor,
        new Frame(
            before == null ? null : before.name(),
            before == null ? here + "/new" : here + "/" + id,
            before == null ? id.toString() : null,
            revision.matches("\\d{1,18}")
                ? Long.parseLong(revision)
                : before == null ? 0 : before.revision(),
            new FormView(form, fault.errors()),
            fault.status()));
  }

  private CompletionStage<HttpResponse> one(
      String id, Visitor visitor, Function<Item<T>, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(visitor.principal().organization(), kind, known), then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }
}
