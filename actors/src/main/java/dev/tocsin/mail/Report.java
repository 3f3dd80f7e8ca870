package dev.tocsin.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A mail that tells what somebody wrote, with how things are, and where to read on. It is read as
 * text or as HTML, and nothing in it is fetched from anywhere.
 *
 * @param heading what it is about, in a line
 * @param line over what was written, in small
 * @param words what was written; either may be empty
 * @param facts under it, a line each
 * @param action where to read on
 * @param note at its end, in small
 * @param links after the note
 */
public record Report(
    String heading,
    String line,
    MailMessage.Content words,
    List<Fact> facts,
    Letter.Action action,
    String note,
    List<Letter.Action> links) {
  private static final String LINE =
      "<p class=\"soft\" style=\"margin:0 0 16px;font-size:13px;line-height:20px;color:#6b635b\">%s</p>\n";
  private static final String WORDS =
      "<div class=\"ink\" style=\"margin:0 0 16px;font-size:16px;line-height:24px;color:#231d18\">%s</div>\n";
  private static final String FACT =
      "<tr><td class=\"ink\" style=\"padding:8px 16px 8px 0;border-bottom:1px solid #e5e1dc;"
          + "font-size:16px;line-height:24px;color:#231d18\">%s</td>"
          + "<td class=\"soft\" align=\"right\" style=\"padding:8px 0;border-bottom:1px solid #e5e1dc;"
          + "font-size:13px;line-height:20px;color:#6b635b\">%s</td></tr>\n";
  private static final String LINK =
      "<p class=\"soft\" style=\"margin:0 0 8px;font-size:13px;line-height:20px;color:#6b635b\">"
          + "<a class=\"soft\" href=\"%s\" style=\"color:#6b635b\">%s</a></p>\n";

  /** What is said of a thing. */
  public record Fact(String thing, String state) {}

  public MailMessage.Content content() {
    return new MailMessage.Content(text(), html());
  }

  private String text() {
    List<String> parts = new ArrayList<>();
    parts.add(heading);
    parts.add(line);
    if (!words.text().isEmpty()) {
      parts.add(words.text());
    }
    if (!facts.isEmpty()) {
      parts.add(
          facts.stream()
              .map(fact -> "- " + fact.thing() + ": " + fact.state())
              .collect(Collectors.joining("\n")));
    }
    parts.add(spelled(action));
    parts.add("--\n" + note);
    links.forEach(link -> parts.add(spelled(link)));
    return String.join("\n\n", parts) + "\n";
  }

  private static String spelled(Letter.Action action) {
    URI link = action.link();
    return action.label() + ":\n" + link;
  }

  private String html() {
    StringBuilder body = new StringBuilder(LINE.formatted(Letter.escaped(line)));
    if (!words.html().isEmpty()) {
      body.append(WORDS.formatted(words.html()));
    }
    if (!facts.isEmpty()) {
      body.append(
          "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\""
              + " border=\"0\">\n");
      facts.forEach(
          fact ->
              body.append(
                  FACT.formatted(Letter.escaped(fact.thing()), Letter.escaped(fact.state()))));
      body.append("</table>\n");
    }
    StringBuilder notes = new StringBuilder(Letter.small(List.of(note)));
    links.forEach(
        link ->
            notes.append(
                LINK.formatted(
                    Letter.escaped(link.link().toString()), Letter.escaped(link.label()))));
    return Letter.page(heading, body.toString(), action, notes.toString());
  }
}
