package dev.tocsin.notify.voice;

import dev.tocsin.input.Texts;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.twilio.TwiML;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call says. */
public final class CallScript {
  private static final int LONGEST_TITLE = 160;
  private static final int LONGEST_DETAIL = 200;
  private static final int LONGEST_NAME = 80;

  /** More of a bundle nobody keeps in mind. */
  private static final int MOST_READ = 3;

  private static final int CODE_TIMES = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'U T C on' d MMMM", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final Pattern ADDRESS = Pattern.compile("(?i)\\bhttps?://\\S+");

  /** What is read as silence, or as the name of a sign. */
  private static final Pattern UNSPOKEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}.,;:?!%'+-]+");

  private CallScript() {}

  /**
   * @param keys where a pressed key is told; null where nothing is answered
   */
  public static String of(Message message, @Nullable URI keys) {
    String organization = spoken(message.organization(), LONGEST_NAME);
    return switch (message.kind()) {
      case TRIGGERED, BUNDLE -> told(message, organization, keys);
      case ACKNOWLEDGED, RESOLVED ->
          TwiML.spoken(
              List.of(
                  opening(organization),
                  spoken(Wording.headline(message.notices().getFirst()), LONGEST_TITLE) + "."),
              null);
      case VERIFICATION -> TwiML.spoken(code(organization, String.valueOf(message.code())), null);
      case TEST ->
          TwiML.spoken(
              List.of(
                  opening(organization),
                  "This is a test. Somebody tried this channel. It works, and nothing is wrong."),
              null);
      case WARNING ->
          TwiML.spoken(
              List.of(
                  opening(organization),
                  spoken(Wording.of(message).headline(), LONGEST_TITLE) + ".",
                  "Look at it in Tocsin."),
              null);
    };
  }

  /** A sentence, and the end of the call. */
  public static String last(String sentence) {
    return TwiML.spoken(List.of(spoken(sentence, LONGEST_DETAIL)), null);
  }

  /** A sentence, and all of it again. */
  public static String again(String sentence, Message message, URI keys) {
    List<String> all = new ArrayList<>(List.of(spoken(sentence, LONGEST_DETAIL)));
    all.addAll(sentences(message, spoken(message.organization(), LONGEST_NAME), true));
    return TwiML.spoken(all, keys);
  }

  private static String told(Message message, String organization, @Nullable URI keys) {
    return TwiML.spoken(sentences(message, organization, keys != null), keys);
  }

  private static List<String> sentences(Message message, String organization, boolean answerable) {
    List<Notice> notices = message.notices();
    int all = notices.size() + message.more();
    List<String> said = new ArrayList<>();
    said.add(opening(organization));
    if (all == 1) {
      said.addAll(alert(notices.getFirst()));
    } else {
      said.add("There are " + all + " alerts. The most severe:");
      notices.stream()
          .sorted(Comparator.comparing(Notice::severity))
          .limit(MOST_READ)
          .forEach(notice -> said.add(headline(notice)));
    }
    if (message.mayRepeat()) {
      said.add("This call may come a second time.");
    }
    if (answerable) {
      said.add(
          all == 1
              ? "Press 4 to acknowledge, 6 to resolve, 5 to escalate. Any other key repeats this."
              : "Press 4 to acknowledge all of them. Any other key repeats this.");
    }
    return said;
  }

  private static List<String> alert(Notice notice) {
    List<String> said = new ArrayList<>();
    said.add(headline(notice));
    said.add("Since " + time(notice.since()) + ".");
    String detail = spoken(Wording.detail(notice), LONGEST_DETAIL);
    if (!detail.isEmpty()) {
      said.add(detail + ".");
    }
    return said;
  }

  private static String headline(Notice notice) {
    String severity = notice.severity().name().toLowerCase(Locale.ROOT);
    return Character.toUpperCase(severity.charAt(0))
        + severity.substring(1)
        + " alert: "
        + spoken(Wording.title(notice), LONGEST_TITLE)
        + ".";
  }

  private static String opening(String organization) {
    return organization.isEmpty() ? "This is Tocsin." : "This is Tocsin, for " + organization + ".";
  }

  /** Digit by digit, so that it can be written down. */
  private static List<String> code(String organization, String code) {
    String digits = String.join(", ", spoken(code, LONGEST_NAME).split("")) + ".";
    List<String> said = new ArrayList<>(List.of(opening(organization)));
    for (int time = 0; time < CODE_TIMES; time++) {
      said.add((time == 0 ? "Your code is: " : "Again, your code is: ") + digits);
    }
    said.add("If you expected nothing of the kind, ignore this call.");
    return said;
  }

  private static String time(Instant since) {
    return TIME.format(since);
  }

  /** Without what cannot be read aloud; without its last stop. */
  private static String spoken(String text, int most) {
    String words =
        UNSPOKEN
            .matcher(ADDRESS.matcher(Wording.line(text)).replaceAll(" "))
            .replaceAll(" ")
            .strip();
    return Texts.cut(words, most).strip().replaceAll("[.:;,]+$", "");
  }
}
