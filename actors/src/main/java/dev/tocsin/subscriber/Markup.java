package dev.tocsin.subscriber;

/** What people write in Markdown, as letters have it. */
public interface Markup {
  /** HTML that is safe to stand in a letter: nothing in it is fetched from anywhere. */
  String html(String markdown);

  /** Words and lines alone. */
  String text(String markdown);
}
