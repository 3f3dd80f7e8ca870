package dev.tocsin.notify.sms;

import dev.tocsin.input.Texts;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Wording;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A message in two segments at most: what must be there first, then the link if it fits, then as
 * much of the detail as there is room for.
 */
final class SmsText {
  private static final int MOST_SEGMENTS = 2;
  private static final String CUT = "..";

  /** Less of a detail says nothing. */
  private static final int SHORTEST_DETAIL = 20;

  private static final int LONGEST_ORGANIZATION = 30;

  /** What programs write where the network's alphabet has something as good. */
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0x201e, "\""),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2022, "-"),
          Map.entry(0x2026, ".."),
          Map.entry(0x60, "'"),
          Map.entry(0xa0, " "));

  private SmsText() {}

  static String of(Message message) {
    return switch (message.kind()) {
      case TRIGGERED, ACKNOWLEDGED, RESOLVED ->
          message.notices().size() == 1
              ? alert(message, message.notices().getFirst())
              : bundle(message);
      case BUNDLE -> bundle(message);
      case TEST, VERIFICATION, WARNING -> plain(message);
    };
  }

  private static String alert(Message message, Notice notice) {
    String organization = organization(message);
    String at = organization.isEmpty() ? "" : " (" + organization + ")";
    if (notice.kind() != Message.Kind.TRIGGERED) {
      String by = notice.by() == null ? "" : " by " + cut(line(notice.by()), LONGEST_ORGANIZATION);
      return fitted(
          notice.kind() == Message.Kind.RESOLVED ? "Resolved: " : "Acknowledged: ",
          Wording.title(notice),
          at + by + "." + repeat(message));
    }
    String severity = notice.severity().name() + ": ";
    String tail = at + "." + reply(notice.alert()) + repeat(message);
    String whole = fitted(severity, Wording.title(notice), tail);
    for (String link : links(notice)) {
      if (Segments.of(whole + " " + link) <= MOST_SEGMENTS) {
        whole = whole + " " + link;
        break;
      }
    }
    return withDetail(whole, line(Wording.detail(notice)));
  }

  /** The one that acknowledges, else the page where who opens it signs in. */
  private static List<String> links(Notice notice) {
    String page = notice.page().toString();
    return notice.acknowledge() == null
        ? List.of(page)
        : List.of(notice.acknowledge().toString(), page);
  }

  private static String reply(UUID alert) {
    String number = ShortNumber.of(alert, ShortNumber.USUAL);
    return " Reply ACK " + number + ", CLOSE " + number + " or ESC " + number + ".";
  }

  private static String bundle(Message message) {
    List<Notice> notices = message.notices();
    String head = notices.size() + message.more() + " alerts at " + organization(message) + ": ";
    long triggered = count(notices, Message.Kind.TRIGGERED);
    String counts =
        triggered
            + " triggered, "
            + (notices.size() - triggered)
            + " answered or over"
            + (message.more() > 0 ? ", " + message.more() + " more" : "");
    String worst =
        notices.stream()
            .filter(notice -> notice.kind() == Message.Kind.TRIGGERED)
            .min(Comparator.comparing(Notice::severity))
            .map(notice -> ". " + notice.severity() + ": " + Wording.title(notice))
            .orElse("");
    String tail =
        "."
            + (triggered > 0 || message.more() > 0 ? " Reply ACK ALL." : "")
            + repeat(message)
            + " "
            + message.overview();
    return fitted(head + counts, worst, tail);
  }

  private static long count(List<Notice> notices, Message.Kind kind) {
    return notices.stream().filter(notice -> notice.kind() == kind).count();
  }

  private static String plain(Message message) {
    Wording words = Wording.of(message);
    return withDetail(fitted("", words.headline(), "." + repeat(message)), line(words.detail()));
  }

  private static String repeat(Message message) {
    return message.mayRepeat() ? " May come twice." : "";
  }

  private static String organization(Message message) {
    return cut(line(message.organization()), LONGEST_ORGANIZATION);
  }

  /** The middle is cut until all of it fits. */
  private static String fitted(String before, String middle, String after) {
    String plain = line(middle);
    String whole = before + plain + after;
    for (int kept = Math.min(plain.length(), 400);
        Segments.of(whole) > MOST_SEGMENTS && kept > 0;
        kept--) {
      whole = before + cut(plain, kept) + after;
    }
    // a name in another alphabet left too little room for what must be there
    return Segments.of(whole) > MOST_SEGMENTS ? ofGsm(whole) : whole;
  }

  /** At the end; in the alphabet of what is there, for one letter more could halve the room. */
  private static String withDetail(String whole, String detail) {
    String more = Segments.isOfGsm(whole) ? ofGsm(detail) : detail;
    if (more.isBlank()) {
      return whole;
    }
    for (int kept = Math.min(more.length(), 400); kept >= SHORTEST_DETAIL; kept--) {
      String all = whole + " " + cut(more, kept);
      if (Segments.of(all) <= MOST_SEGMENTS) {
        return all;
      }
    }
    return more.length() < SHORTEST_DETAIL && Segments.of(whole + " " + more) <= MOST_SEGMENTS
        ? whole + " " + more
        : whole;
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return most <= CUT.length() ? "" : Texts.cut(text, most - CUT.length()).strip() + CUT;
  }

  private static String line(String text) {
    StringBuilder plain = new StringBuilder();
    Wording.line(text)
        .codePoints()
        .forEach(at -> plain.append(PLAIN.getOrDefault(at, Character.toString(at))));
    return plain.toString();
  }

  private static String ofGsm(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(at -> plain.append(Segments.isOfGsm(at) ? Character.toString(at) : "?"));
    return plain.toString();
  }
}
