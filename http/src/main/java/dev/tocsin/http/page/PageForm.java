package dev.tocsin.http.page;

import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.oncall.calendar.ShiftCalendar;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What form something under a status page has, which its path says. */
enum PageForm {
  HTML(PageRenderer.HTML),
  /** HTML that any page may show within itself. */
  FRAME(
      PageRenderer.HTML,
      RawHeader.create("Content-Security-Policy", SecurityHeaders.EMBEDDED_POLICY)),
  JSON(ContentTypes.APPLICATION_JSON, PageForm.forEveryPage()),
  ATOM(ContentTypes.parse("application/atom+xml; charset=utf-8"), PageForm.forEveryPage()),
  RSS(ContentTypes.parse("application/rss+xml; charset=utf-8"), PageForm.forEveryPage()),
  CALENDAR(ContentTypes.parse(ShiftCalendar.MEDIA_TYPE), PageForm.forEveryPage());

  private final ReadyBody.Kind kind;

  PageForm(ContentType type, HttpHeader... more) {
    this.kind = new ReadyBody.Kind(type, PageRenderer.CACHE_CONTROL, List.of(more));
  }

  /** Scripts of any page may read it. */
  private static HttpHeader forEveryPage() {
    return RawHeader.create("Access-Control-Allow-Origin", "*");
  }

  static PageForm of(String path) {
    if (path.endsWith(".json")) {
      return JSON;
    }
    return switch (path) {
      case PagesBelow.FRAME -> FRAME;
      case PagesBelow.ATOM -> ATOM;
      case PagesBelow.RSS -> RSS;
      case PagesBelow.CALENDAR -> CALENDAR;
      default -> HTML;
    };
  }

  ReadyBody.Kind kind() {
    return kind;
  }
}
