package dev.tocsin.http.page;

import dev.tocsin.alert.AlertId;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.page.AlertView.Line;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Visibility;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words who did what to an incident. */
final class IncidentTimeline {
  private final IncidentRecord incident;
  private final OrganizationId organization;
  private final AlertNames names;
  private final Map<ComponentId, String> components;
  private final Times times;

  IncidentTimeline(
      IncidentRecord incident, AlertNames names, Map<ComponentId, String> components, Times times) {
    this.incident = incident;
    this.organization = incident.ref().organization();
    this.names = names;
    this.components = components;
    this.times = times;
  }

  /** The newest first. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    incident.history().forEach(event -> lines.addFirst(line(event)));
    return lines;
  }

  private Line line(IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Opened it ->
          line(it, "page", "down", by(it, opened(it)), heading(it.heading()));
      case IncidentEvent.Posted it ->
          line(
              it,
              "chat",
              it.post().phase().isOver() ? "up" : null,
              by(it, IncidentWords.word(it.post().phase()) + ": told"),
              Markdown.text(it.post().message()));
      case IncidentEvent.Corrected it ->
          line(it, "edit", null, by(it, "An update was corrected"), Markdown.text(it.message()));
      case IncidentEvent.Retracted it ->
          line(it, "close", null, by(it, "An update was taken back"), "");
      case IncidentEvent.Described it ->
          line(it, "edit", null, by(it, "Called otherwise"), heading(it.heading()));
      case IncidentEvent.Grown it ->
          line(it, "escalate", "down", by(it, "It grew"), affected(it.affected()));
      case IncidentEvent.Followed it ->
          line(it, "monitors", null, by(it, "What its monitors see"), affected(it.affected()));
      case IncidentEvent.Published it -> line(it, "people", null, by(it, "Published"), "");
      case IncidentEvent.Linked it ->
          line(it, "bell", null, by(it, "Alert " + code(it.alert()) + " was linked"), "");
      case IncidentEvent.Unlinked it ->
          line(it, "bell", null, by(it, "Alert " + code(it.alert()) + " was unlinked"), "");
      case IncidentEvent.Noted it -> line(it, "note", null, by(it, "Note"), it.text());
      case IncidentEvent.Dated it -> line(it, "clock", null, by(it, "Dated"), dated(it));
      case IncidentEvent.Removed it -> line(it, "close", null, by(it, "Removed"), "");
    };
  }

  private static String opened(IncidentEvent.Opened opened) {
    String how =
        switch (opened.origin()) {
          case Origin.ByHand hand -> "Opened";
          case Origin.ByRule rule when opened.visibility() == Visibility.INTERNAL ->
              "Opened as a draft";
          case Origin.ByRule rule -> "Opened";
        };
    return opened.visibility() == Visibility.INTERNAL ? how + ", internal" : how + ", public";
  }

  private static String heading(Heading heading) {
    return heading.title()
        + " ("
        + IncidentWords.word(heading.impact()).toLowerCase(Locale.ROOT)
        + ")";
  }

  private String affected(List<Affected> affected) {
    return affected.stream()
        .map(
            each ->
                components.getOrDefault(each.component(), "a component that is gone")
                    + ": "
                    + Words.word(each.state()))
        .collect(Collectors.joining(", "));
  }

  private String dated(IncidentEvent.Dated dated) {
    String from = "From " + times.full(dated.startedAt());
    return dated.endedAt() == null ? from : from + " to " + times.full(dated.endedAt());
  }

  private static String code(AlertId alert) {
    return alert.code();
  }

  private String by(IncidentEvent event, String what) {
    return switch (event.by().kind()) {
      case USER ->
          what + " by " + names.author(organization, event.by()).orElse("somebody who is gone");
      case TOKEN -> what + " by a program";
      case SYSTEM -> what + rule(event);
    };
  }

  private String rule(IncidentEvent event) {
    return event.by().id().equals(organization.value())
        ? ""
        : names
            .author(organization, event.by())
            .map(name -> " by the rule " + name)
            .orElse(" by a rule that is gone");
  }

  private Line line(
      IncidentEvent event, String icon, @Nullable String state, String text, String more) {
    return new Line(event.at(), times.time(event.at()), icon, state, text, more);
  }
}
