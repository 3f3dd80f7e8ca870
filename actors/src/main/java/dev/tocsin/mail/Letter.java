package dev.tocsin.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short mail with one thing to do, written once and read as text or as HTML. Nothing in it is
 * fetched from anywhere, so that it looks the same offline and tells nobody that it was read.
 *
 * @param heading what it is about, in a line
 * @param paragraphs before the thing to do; lines within them stay lines
 * @param items a list after them; empty where there is none
 * @param action what to do
 * @param notes after it, in small
 */
public record Letter(
    String heading, List<String> paragraphs, List<Item> items, Action action, List<String> notes) {
  private static final String SANS =
      "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  private static final String PARAGRAPH =
      "<p class=\"ink\" style=\"margin:0 0 16px;font-size:16px;line-height:24px;white-space:pre-line;color:#231d18\">";
  private static final String ITEM =
      "<p class=\"soft\" style=\"margin:0 0 8px;padding:0 0 8px;border-bottom:1px solid #e5e1dc;"
          + "font-size:13px;line-height:20px;color:#6b635b\">"
          + "<a class=\"ink\" href=\"%s\" style=\"font-size:16px;line-height:24px;color:#231d18\">"
          + "%s</a><br>%s</p>\n";
  private static final String NOTE =
      "<p class=\"soft\" style=\"margin:0 0 8px;font-size:13px;line-height:20px;color:#6b635b\">";

  /** Without a list. */
  public Letter(String heading, List<String> paragraphs, Action action, List<String> notes) {
    this(heading, paragraphs, List.of(), action, notes);
  }

  /**
   * One of a list.
   *
   * @param text leads to its page
   * @param detail in small under it
   */
  public record Item(String text, String detail, URI page) {}

  /**
   * What to do, and where.
   *
   * @param label as a button says it
   */
  public record Action(String label, URI link) {
    @Override
    public String toString() {
      return "Action[" + label + "]";
    }
  }

  public MailMessage.Content content() {
    return new MailMessage.Content(text(), html());
  }

  private String text() {
    List<String> parts = new ArrayList<>();
    parts.add(heading);
    parts.addAll(paragraphs);
    items.forEach(
        item -> parts.add("- " + item.text() + "\n  " + item.detail() + "\n  " + item.page()));
    parts.add(action.label() + ":\n" + action.link());
    parts.addAll(notes);
    return String.join("\n\n", parts) + "\n";
  }

  private String html() {
    return page(heading, paragraphs(PARAGRAPH, paragraphs) + list(), action, small(notes));
  }

  /**
   * A whole page of HTML.
   *
   * @param heading as text
   * @param body as HTML
   * @param notes as HTML
   */
  static String page(String heading, String body, Action action, String notes) {
    String link = escaped(action.link().toString());
    return PAGE.formatted(
        escaped(heading),
        SANS,
        escaped(heading),
        body,
        link,
        escaped(action.label()),
        NOTE,
        link,
        link,
        notes);
  }

  /** Notes as HTML. */
  static String small(List<String> notes) {
    return paragraphs(NOTE, notes);
  }

  private String list() {
    return items.stream()
        .map(
            item ->
                ITEM.formatted(
                    escaped(item.page().toString()), escaped(item.text()), escaped(item.detail())))
        .collect(Collectors.joining());
  }

  private static String paragraphs(String opening, List<String> texts) {
    return texts.stream()
        .map(text -> opening + escaped(text) + "</p>\n")
        .collect(Collectors.joining());
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(each);
      }
    }
    return escaped.toString();
  }

  /** Tables and styles on every element: what programs that read mail have understood for ever. */
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>%s</title>
      <style>
      @media (prefers-color-scheme: dark) {
        .page { background: #14100e !important; }
        .card { background: #1d1916 !important; border-color: #302b28 !important; }
        .ink { color: #eeebe5 !important; }
        .soft, .soft a { color: #9c958d !important; }
      }
      </style>
      </head>
      <body class="page" style="margin:0;padding:0;background:#fbf9f5">
      <table role="presentation" class="page" width="100%%" cellpadding="0" cellspacing="0" border="0" style="background:#fbf9f5">
      <tr><td align="center" style="padding:32px 16px">
      <table role="presentation" class="card" width="100%%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #e5e1dc;border-radius:12px">
      <tr><td align="left" style="padding:32px;%s">
      <h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:30px;font-weight:600;color:#231d18">%s</h1>
      %s<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0">
      <tr><td style="border-radius:8px;background:#7c4821"><a href="%s" style="display:inline-block;padding:12px 24px;font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none">%s</a></td></tr>
      </table>
      %sIf the button does not work, open this address:<br><a class="soft" href="%s" style="color:#6b635b;word-break:break-all">%s</a></p>
      %s</td></tr>
      </table>
      </td></tr>
      </table>
      </body>
      </html>
      """;
}
