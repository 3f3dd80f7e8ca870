package dev.tocsin.oncall.calendar;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** Writes iCalendar, line by line. */
public final class CalendarText {
  /** Of a line in UTF-8, without its end. */
  private static final int MOST_BYTES = 75;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder();

  /** A property whose value has a form of its own. */
  public CalendarText line(String name, String value) {
    int bytes = 0;
    String line = name + ":" + value;
    for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
      String character = Character.toString(line.codePointAt(i));
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > MOST_BYTES) {
        text.append("\r\n ");
        bytes = 1;
      }
      text.append(character);
      bytes += size;
    }
    text.append("\r\n");
    return this;
  }

  /** A property that people read. Breaks of its lines become blanks, so that it stays a title. */
  public CalendarText words(String name, String words) {
    return line(name, escaped(words.replaceAll("\\R", " ")));
  }

  /** A property that people read, in as many lines as it has. */
  public CalendarText paragraphs(String name, String words) {
    return line(name, words.lines().map(CalendarText::escaped).collect(Collectors.joining("\\n")));
  }

  /** Characters that are no text have no place in it. */
  private static String escaped(String line) {
    return VObjectPropertyValues.escape(line.replaceAll("\\p{Cntrl}", ""));
  }

  public CalendarText moment(String name, Instant moment) {
    return line(name, MOMENT.format(moment));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
