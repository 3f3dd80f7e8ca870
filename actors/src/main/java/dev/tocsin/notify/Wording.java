package dev.tocsin.notify;

import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Message.Notice;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A message in words, for each kind of channel to put into its form. Texts have no control
 * characters and no escapes yet.
 *
 * @param headline what happened, in a line of at most 256 characters
 * @param detail what is known of it, in lines; may be empty and may be long
 * @param facts of the one alert that it is about; else empty
 * @param items the alerts of a bundle, at most 20; else empty
 * @param links what can be done, the most urgent first; never empty
 * @param caution what else must be known; may be empty
 */
public record Wording(
    String headline,
    String detail,
    List<Fact> facts,
    List<Item> items,
    List<Link> links,
    String caution) {
  private static final int LONGEST_LINE = 256;
  private static final int LONGEST_DETAIL = 16_000;
  private static final int LEAST_DETAIL = 200;
  private static final int MOST_ITEMS = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** As in "Severity: critical". */
  public record Fact(String name, String value) {
    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  /** One alert of several. */
  public record Item(String headline, String facts, Notice notice) {}

  /**
   * @param label as a button says it
   */
  public record Link(String label, URI target) {
    @Override
    public String toString() {
      return "Link[" + label + "]";
    }
  }

  public static Wording of(Message message) {
    String organization = Clean.line(message.organization());
    return switch (message.kind()) {
      case TRIGGERED, ACKNOWLEDGED, RESOLVED, BUNDLE ->
          message.notices().size() == 1 && message.more() == 0
              ? alert(message, organization, message.notices().getFirst())
              : bundle(message, organization);
      case TEST ->
          plain(
              message,
              "Test from Tocsin",
              "Somebody at "
                  + organization
                  + " tried this channel. It works, and nothing is wrong.");
      case VERIFICATION ->
          plain(
              message,
              "Your Tocsin code: " + Clean.line(String.valueOf(message.code())),
              "Enter it in Tocsin to show that messages of "
                  + organization
                  + " reach you here. If you expected nothing of the kind, ignore it.");
      case WARNING -> warning(message, organization);
    };
  }

  /** Cleaned, on one line. */
  public static String line(String text) {
    return Clean.line(text);
  }

  /** Cleaned, whatever has become of the alert. */
  public static String title(Notice notice) {
    String title = Clean.line(notice.title());
    return title.isEmpty() ? "An alert without a title" : title;
  }

  /** "Resolved: labels-api is down". */
  public static String headline(Notice notice) {
    String title = title(notice);
    String line =
        switch (notice.kind()) {
          case ACKNOWLEDGED -> "Acknowledged: " + title;
          case RESOLVED -> "Resolved: " + title;
          case WARNING -> "Warning: " + title;
          case TRIGGERED, BUNDLE, TEST, VERIFICATION -> title;
        };
    return Shortened.to(line, LONGEST_LINE);
  }

  /** What is known of it, cleaned. */
  public static String detail(Notice notice) {
    return Shortened.to(Clean.text(notice.detail()), LONGEST_DETAIL);
  }

  /** In the form that people write, the zone named. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /**
   * Everything below the headline but the links; the headline where there is nothing below it. Cut
   * in the detail rather than in what follows.
   */
  public String text(int most) {
    String rest = lines(caution);
    int room = Math.max(most - rest.length() - 2, Math.min(most, LEAST_DETAIL));
    String all = joined("\n\n", Shortened.to(detail, room), rest);
    return Shortened.to(all.isEmpty() ? headline : all, most);
  }

  /** Everything below the detail but the links. */
  private String lines(String last) {
    String listed =
        items.stream()
            .map(item -> "- " + item.headline() + " (" + item.facts() + ")")
            .collect(Collectors.joining("\n"));
    return joined("\n\n", factLines(), listed, last);
  }

  /** A line for each. */
  public String factLines() {
    return facts.stream().map(Fact::toString).collect(Collectors.joining("\n"));
  }

  /** The link that acknowledges, where there is one. */
  public Optional<Link> acknowledge() {
    return links.size() > 1 ? Optional.of(links.getFirst()) : Optional.empty();
  }

  /** The link that only shows. */
  public Link page() {
    return links.getLast();
  }

  /** The parts that are not empty. */
  public static String joined(String between, String... parts) {
    return List.of(parts).stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(between));
  }

  private static Wording alert(Message message, String organization, Notice notice) {
    List<Link> links = new ArrayList<>();
    if (notice.acknowledge() != null) {
      links.add(new Link("Acknowledge", notice.acknowledge()));
    }
    links.add(new Link("Open the alert", notice.page()));
    return new Wording(
        headline(notice),
        detail(notice),
        facts(notice, organization),
        List.of(),
        List.copyOf(links),
        caution(message));
  }

  private static List<Fact> facts(Notice notice, String organization) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Severity", severity(notice)));
    facts.add(new Fact("Since", time(notice.since())));
    String by = notice.by();
    if (by != null) {
      add(facts, notice.kind() == Kind.RESOLVED ? "Resolved by" : "Acknowledged by", by);
    }
    add(facts, "Organization", organization);
    return List.copyOf(facts);
  }

  /** Services refuse a fact that says nothing. */
  private static void add(List<Fact> facts, String name, String written) {
    String value = Shortened.to(Clean.line(written), LONGEST_LINE);
    if (!value.isEmpty()) {
      facts.add(new Fact(name, value));
    }
  }

  private static String severity(Notice notice) {
    return notice.severity().name().toLowerCase(Locale.ROOT);
  }

  private static Wording bundle(Message message, String organization) {
    List<Notice> notices = message.notices();
    int all = notices.size() + message.more();
    int unlisted = Math.max(0, all - Math.min(notices.size(), MOST_ITEMS));
    List<String> counts = new ArrayList<>();
    count(counts, notices, Kind.TRIGGERED, "triggered");
    count(counts, notices, Kind.ACKNOWLEDGED, "acknowledged");
    count(counts, notices, Kind.RESOLVED, "resolved");
    if (message.more() > 0) {
      counts.add(message.more() + " more");
    }
    String listed = String.join(", ", counts) + ".";
    return new Wording(
        Shortened.to(all + " alerts at " + organization, LONGEST_LINE),
        unlisted == 0 ? listed : listed + " " + unlisted + " of them are not listed here.",
        List.of(),
        notices.stream().limit(MOST_ITEMS).map(Wording::item).toList(),
        List.of(new Link("See all alerts", message.overview())),
        caution(message));
  }

  private static void count(List<String> counts, List<Notice> notices, Kind kind, String word) {
    long count = notices.stream().filter(notice -> notice.kind() == kind).count();
    if (count > 0) {
      counts.add(count + " " + word);
    }
  }

  private static Item item(Notice notice) {
    return new Item(headline(notice), severity(notice) + ", since " + time(notice.since()), notice);
  }

  private static Wording warning(Message message, String organization) {
    if (message.notices().isEmpty()) {
      return plain(
          message,
          "Warning: Tocsin cannot tell everything",
          "Something keeps alerts of " + organization + " from being told. Look at it in Tocsin.");
    }
    Notice first = message.notices().getFirst();
    String headline = Shortened.to("Warning: " + title(first), LONGEST_LINE);
    if (message.notices().size() == 1) {
      return new Wording(
          headline,
          detail(first),
          List.of(),
          List.of(),
          List.of(new Link("Open Tocsin", first.page())),
          caution(message));
    }
    return new Wording(
        headline,
        message.notices().size() + " warnings.",
        List.of(),
        message.notices().stream().limit(MOST_ITEMS).map(Wording::item).toList(),
        List.of(new Link("Open Tocsin", message.overview())),
        caution(message));
  }

  private static Wording plain(Message message, String headline, String detail) {
    return new Wording(
        headline,
        detail,
        List.of(),
        List.of(),
        List.of(new Link("Open Tocsin", message.overview())),
        caution(message));
  }

  private static String caution(Message message) {
    return message.mayRepeat()
        ? "This may come a second time: Tocsin could not store it before it was sent."
        : "";
  }
}
