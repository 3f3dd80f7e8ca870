package dev.tocsin.http.page;

import dev.tocsin.subscriber.Markup;

/** Letters have what people write as pages have it. */
public final class LetterMarkup implements Markup {
  @Override
  public String html(String markdown) {
    return Markdown.html(markdown);
  }

  @Override
  public String text(String markdown) {
    return Markdown.words(markdown);
  }
}
