package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a status page says of incidents, word by word. */
public final class IncidentWords {
  private static final int LONGEST_GIST = 240;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d\u00a0MMM", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  private final String path;
  private final Map<ComponentId, String> names = new LinkedHashMap<>();
  private final Times times;

  IncidentWords(PagePlace place, PageModel page, Times times) {
    this.path = place.path();
    this.times = times;
    page.items().forEach(item -> names.put(item.id(), item.name()));
  }

  /** A moment, for people and for programs. */
  public record Time(Instant at, String text) {}

  /**
   * @param html safe to stand in the page as it is; maybe empty
   * @param corrected null where its words were never changed
   */
  public record Update(String phase, Time at, String html, @Nullable Time corrected) {}

  /** A component by its name, and what is said of it. */
  public record Suffering(String component, String style, String word) {}

  /**
   * All that is said of an incident.
   *
   * @param id of its heading, among those of a page
   * @param state as the style sheet calls it
   * @param line {@code Partial outage since 20 Nov, 01:47 UTC}, {@code Resolved after 47 min}
   * @param updates the latest first
   */
  public record Told(
      String id,
      String href,
      String title,
      String state,
      Line line,
      Time began,
      @Nullable Time ended,
      List<Suffering> components,
      List<Update> updates) {}

  /**
   * One of the past, in two lines.
   *
   * @param span from when to when, where that is to be said
   * @param gist what was said at its end, in plain words; maybe empty
   */
  public record Past(
      String day,
      Instant at,
      String href,
      String title,
      List<Time> span,
      String line,
      String gist) {}

  public record Month(String name, List<Past> incidents) {}

  static String word(Phase phase) {
    return switch (phase) {
      case INVESTIGATING -> "Investigating";
      case IDENTIFIED -> "Identified";
      case MONITORING -> "Monitoring";
      case RESOLVED -> "Resolved";
      case POSTMORTEM -> "Postmortem";
    };
  }

  static String word(Impact impact) {
    return switch (impact) {
      case NONE -> "None";
      case MINOR -> "Minor";
      case MAJOR -> "Major";
      case CRITICAL -> "Critical";
    };
  }

  /** {@code incidents/0192...}: under the page. */
  static String path(PublicIncident incident) {
    return "incidents/" + incident.id();
  }

  Told told(PublicIncident incident) {
    PageState state = state(incident);
    return new Told(
        incident.id().toString(),
        href(incident),
        incident.heading().title(),
        incident.isOver() ? "up" : Words.style(state),
        line(incident, state),
        time(incident.startedAt()),
        incident.endedAt() == null ? null : time(incident.endedAt()),
        incident.affected().stream().map(this::suffering).toList(),
        incident.posts().reversed().stream().map(this::update).toList());
  }

  /** The worst that it says, or what its impact says where it names no component. */
  private static PageState state(PublicIncident incident) {
    return incident.affected().stream()
        .map(Affected::state)
        .reduce((one, other) -> one.compareTo(other) > 0 ? one : other)
        .orElse(incident.heading().impact().state());
  }

  private Line line(PublicIncident incident, PageState state) {
    if (incident.endedAt() != null) {
      return Line.of(resolved(incident, incident.endedAt()));
    }
    String word = state.isTrouble() ? Words.word(state) : word(incident.phase());
    return new Line(word + " since", time(incident.startedAt()));
  }

  static String day(Instant at, ZoneId zone) {
    return DAY.format(at.atZone(zone));
  }

  private static String resolved(PublicIncident incident, Instant ended) {
    return "Resolved after " + Words.duration(Duration.between(incident.startedAt(), ended));
  }

  private Suffering suffering(Affected affected) {
    return new Suffering(
        names.getOrDefault(affected.component(), ""),
        Words.style(affected.state()),
        Words.word(affected.state()));
  }

  private Update update(Post post) {
    return new Update(
        word(post.phase()),
        time(post.at()),
        Markdown.html(post.message()),
        post.correctedAt() == null ? null : time(post.correctedAt()));
  }

  Past past(PublicIncident incident) {
    Instant ended = incident.endedAt();
    return new Past(
        day(incident.startedAt(), times.zone()),
        incident.startedAt(),
        href(incident),
        incident.heading().title(),
        List.of(),
        ended == null ? word(incident.phase()) + "." : resolved(incident, ended) + ".",
        gist(incident.posts().getLast().message()));
  }

  /** The beginning of what is written in Markdown, in plain words; maybe empty. */
  static String gist(String markdown) {
    String said = Markdown.text(markdown);
    if (said.length() <= LONGEST_GIST) {
      return said;
    }
    int space = said.lastIndexOf(' ', LONGEST_GIST);
    int end = space > 0 ? space : said.offsetByCodePoints(0, said.codePointCount(0, LONGEST_GIST));
    return said.substring(0, end) + " …";
  }

  /** The latest first, in whatever order they come. */
  static List<Month> months(List<Past> all, ZoneId zone) {
    return all.stream()
        .sorted(Comparator.comparing(Past::at).reversed())
        .collect(
            Collectors.groupingBy(
                past -> MONTH.format(past.at().atZone(zone)),
                LinkedHashMap::new,
                Collectors.toList()))
        .entrySet()
        .stream()
        .map(month -> new Month(month.getKey(), month.getValue()))
        .toList();
  }

  private String href(PublicIncident incident) {
    return path + "/" + path(incident);
  }

  private Time time(Instant at) {
    return new Time(at, times.time(at));
  }
}
