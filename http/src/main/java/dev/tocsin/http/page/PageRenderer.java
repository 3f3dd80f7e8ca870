package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import java.time.Instant;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/** Makes a model into what is sent. */
final class PageRenderer {
  static final ContentType HTML = ContentTypes.TEXT_HTML_UTF8;

  /** A cache in front may show a page for half a minute, and while it asks for the next. */
  static final String CACHE_CONTROL = "public, max-age=30, stale-while-revalidate=60";

  private final Templates templates;
  private final boolean subscribes;

  /**
   * @param subscribes whether visitors of pages can ask to be told
   */
  PageRenderer(Templates templates, boolean subscribes) {
    this.templates = templates;
    this.subscribes = subscribes;
  }

  ReadyBody render(PageContent page, Instant asOf) {
    return render("status/page.jte", StatusPageView.of(page, asOf, subscribes));
  }

  /** A view by the template that takes it as its page. */
  ReadyBody render(String template, Object view) {
    return ReadyBody.of(HTML, templates.render(template, Map.of("page", view)), CACHE_CONTROL);
  }
}
