package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.OrganizationId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads what is said about an incident, from the API and from the forms of its page. */
public final class IncidentForm {
  public static final int LONGEST_TITLE = 200;
  public static final int LONGEST_MESSAGE = 10_000;
  private static final int MOST_COMPONENTS = 200;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final int MOST_ALERTS = 50;

  /** What a person can say of a component. */
  private static final List<PageState> SAID =
      List.of(
          PageState.OPERATIONAL,
          PageState.DEGRADED_PERFORMANCE,
          PageState.PARTIAL_OUTAGE,
          PageState.MAJOR_OUTAGE);

  private final NodeConfiguration configuration;

  public IncidentForm(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * What opens an incident, by a person.
   *
   * @param first the id of the first update
   */
  public IncidentChange.Open open(
      Input input, OrganizationId organization, UUID first, Instant now) {
    Heading heading = heading(input);
    Phase phase = phase(input, Phase.INVESTIGATING);
    String message = message(input);
    List<Affected> affected = affected(input, organization, heading.impact());
    Instant startedAt = time(input, "startedAt").orElse(now);
    Visibility visibility =
        input.choice("visibility", Visibility.class).orElse(Visibility.INTERNAL);
    List<AlertId> alerts = alerts(input);
    input.finish();
    return new IncidentChange.Open(
        heading,
        visibility,
        startedAt,
        new Origin.ByHand(),
        new Post(first, startedAt, phase, message, affected, null),
        alerts);
  }

  /** What is told now; the phase that is not named is the one before. */
  public IncidentChange.Tell tell(Input input, IncidentRecord incident, UUID id, Instant now) {
    Post post =
        new Post(
            id,
            time(input, "at").orElse(now),
            phase(input, incident.phase()),
            message(input),
            affected(input, incident.ref().organization(), IncidentJson.impact(incident)),
            null);
    input.finish();
    return new IncidentChange.Tell(post);
  }

  /** What it is called, and when it was; what is not named stays as it is. */
  public static IncidentChange.Amend amend(Input input) {
    String title = input.has("title") ? title(input) : null;
    Impact impact = input.choice("impact", Impact.class).orElse(null);
    Instant start = time(input, "startedAt").orElse(null);
    IncidentChange.End end =
        input.isNull("endedAt")
            ? new IncidentChange.End(null)
            : time(input, "endedAt").map(IncidentChange.End::new).orElse(null);
    input.finish();
    return new IncidentChange.Amend(title, impact, start, end);
  }

  /** The words that a told update has from now on. */
  public static String correction(Input input) {
    String message = message(input);
    input.finish();
    return message;
  }

  private static String title(Input input) {
    String title = input.text("title", LONGEST_TITLE);
    input.check(title.indexOf('\n') < 0, "title", "It must be one line.");
    return title;
  }

  private static Heading heading(Input input) {
    return new Heading(title(input), input.choice("impact", Impact.class).orElse(Impact.MINOR));
  }

  /** What it is about, of the alerts of the same organization. */
  private static List<AlertId> alerts(Input input) {
    return input
        .list(
            "alertIds",
            MOST_ALERTS,
            "the id of an alert",
            node -> Ids.parse(node.asText()).orElse(null))
        .stream()
        .distinct()
        .map(AlertId::new)
        .toList();
  }

  private static Phase phase(Input input, Phase usual) {
    return input.choice("phase", Phase.class).orElse(usual);
  }

  private static String message(Input input) {
    return input.verbatim("message", LONGEST_MESSAGE).map(String::strip).orElse("");
  }

  private static Optional<Instant> time(Input input, String field) {
    return input
        .optionalText(field, 40)
        .flatMap(
            text -> {
              try {
                Instant moment = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
                boolean isInBounds = moment.isAfter(EARLIEST) && moment.isBefore(LATEST);
                input.check(isInBounds, field, "It must be from 2000 to 2199.");
                return isInBounds ? Optional.of(moment) : Optional.<Instant>empty();
              } catch (DateTimeException notATime) {
                input.fault(field, "It must be a time such as 2026-01-31T12:00:00Z.");
                return Optional.empty();
              }
            });
  }

  /** {@code components} with a state each, or {@code componentIds}, which suffer by the impact. */
  private List<Affected> affected(Input input, OrganizationId organization, Impact impact) {
    Set<UUID> there =
        configuration.pages(organization).stream()
            .flatMap(page -> page.components().stream())
            .map(component -> component.id().value())
            .collect(Collectors.toSet());
    List<Affected> affected = new ArrayList<>();
    PageState usual = impact.state();
    input
        .list(
            "componentIds",
            MOST_COMPONENTS,
            "the id of a component of one of this organization's status pages",
            node -> Ids.parse(node.asText()).filter(there::contains).orElse(null))
        .stream()
        .distinct()
        .forEach(id -> affected.add(new Affected(new ComponentId(id), usual)));
    for (Input one : input.objects("components", MOST_COMPONENTS)) {
      Optional<UUID> id = Ids.parse(one.text("id", 36)).filter(there::contains);
      PageState state = one.choice("state", SAID).orElse(usual);
      one.check(
          id.isPresent(),
          "id",
          "It must be the id of a component of one of this organization's status pages.");
      one.finish();
      id.ifPresent(known -> affected.add(new Affected(new ComponentId(known), state)));
    }
    return affected;
  }
}
