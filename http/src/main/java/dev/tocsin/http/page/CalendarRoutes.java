package dev.tocsin.http.page;

import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ScheduleCalendars;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.calendar.CalendarAddress;
import dev.tocsin.oncall.calendar.CalendarLinks;
import dev.tocsin.oncall.calendar.CalendarLinks.Claim;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** Calendars that other programs subscribe to, and the page that shows a person their addresses. */
final class CalendarRoutes extends AllDirectives {
  private static final String HERE = "/calendars";

  private final Inside inside;
  private final Answers answers;
  private final Notices notices;
  private final CalendarLinks links;
  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final OnCallPages pages;
  private final ScheduleCalendars calendars;
  private final Executor blocking;
  private final InstantSource time;

  CalendarRoutes(
      Inside inside, Answers answers, Notices notices, ApiParts parts, CalendarLinks links) {
    this.inside = inside;
    this.answers = answers;
    this.notices = notices;
    this.links = links;
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.pages = new OnCallPages(parts);
    this.calendars = new ScheduleCalendars(parts);
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  Route route() {
    return concat(
        path(
            "calendars",
            () ->
                concat(
                    inside.page(Role.VIEWER, this::page), inside.form(Role.VIEWER, this::renew))),
        path(
            PathMatchers.segment("calendar").slash(PathMatchers.segment()),
            name ->
                concat(
                    get(() -> answers.to(request -> calendar(name))),
                    head(() -> answers.to(request -> calendar(name))))));
  }

  private CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return Inside.done(shown(visitor, FormView.empty(Map.of()), 200));
  }

  private HttpResponse shown(Visitor visitor, FormView form, int status) {
    List<OnCallView.Address> schedules =
        pages.schedules(visitor).stream()
            .map(
                each ->
                    new OnCallView.Address(
                        "calendar-" + each.id(), each.name(), url(visitor, each.id())))
            .toList();
    return inside.html(
        status,
        "oncall/calendars.jte",
        visitor,
        Map.of("own", url(visitor, null), "schedules", schedules, "form", form));
  }

  private String url(Visitor visitor, @Nullable UUID schedule) {
    OrganizationId organization = visitor.principal().organization();
    UserId person = visitor.user().id();
    return links
        .link(new Claim(organization, person, schedule, version(organization, person)))
        .toString();
  }

  private int version(OrganizationId organization, UserId person) {
    return stored(organization, person).map(item -> item.content().version()).orElse(0);
  }

  private Optional<Item<CalendarAddress>> stored(OrganizationId organization, UserId person) {
    return configuration.item(organization, CalendarAddress.KIND, CalendarAddress.id(person))
            instanceof Lookup.Found<Item<CalendarAddress>>(var item)
        ? Optional.of(item)
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> renew(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    OrganizationId organization = visitor.principal().organization();
    UserId person = visitor.user().id();
    Optional<Item<CalendarAddress>> before = stored(organization, person);
    Item<CalendarAddress> after =
        new Item<>(
            organization,
            CalendarAddress.id(person),
            CalendarAddress.of(person, version(organization, person) + 1),
            time.instant().truncatedTo(ChronoUnit.MILLIS),
            0);
    return Deeds.stage(
            () ->
                writer.updateItem(
                    after, before.map(Item::revision).orElse(0L), visitor.principal().author()))
        .handle(
            (stored, failure) -> {
              if (failure == null) {
                return Answers.seeOther(HERE);
              }
              Inside.Fault fault = Inside.fault(failure);
              return fault.on(
                  shown(visitor, new FormView(Map.of(), fault.errors()), fault.status()));
            });
  }

  /** An address that was renewed, or is of somebody who has left, is as if it never was. */
  private CompletionStage<HttpResponse> calendar(String name) {
    Optional<Claim> claim = links.read(name);
    if (claim.isEmpty()) {
      return Inside.done(notices.notFound());
    }
    Claim asked = claim.get();
    return notices.of(
        configuration.person(asked.organization(), asked.person()),
        member -> calendar(asked, member));
  }

  private CompletionStage<HttpResponse> calendar(Claim asked, Member member) {
    UserId person = member.user().id();
    if (asked.version() != version(asked.organization(), person)) {
      return Inside.done(notices.notFound());
    }
    UUID schedule = asked.schedule();
    if (schedule == null) {
      return CompletableFuture.supplyAsync(
          () -> calendars.ofPerson(asked.organization(), person), blocking);
    }
    return notices.of(
        configuration.item(asked.organization(), Schedule.KIND, schedule),
        item -> CompletableFuture.supplyAsync(() -> calendars.ofSchedule(item), blocking));
  }
}
