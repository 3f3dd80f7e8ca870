package dev.tocsin.http.page;

import dev.tocsin.http.Asked;
import dev.tocsin.http.PublicPages;
import dev.tocsin.http.ReadyAnswer;
import dev.tocsin.http.asset.Assets;
import dev.tocsin.http.asset.ReadyBody;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may see and many ask for at once, answered from memory before any route is tried:
 * status pages and assets. No query, no rendering, no waiting.
 */
public final class ReadyPages implements PublicPages {
  private static final String STATUS = "/status/";
  private static final String ASSETS = "/assets/";

  private final PageSnapshots snapshots;
  private final Assets assets;
  private final ReadyBody widget;
  private final ReadyAnswer noStatusPage;
  private final ReadyAnswer notYet;

  public ReadyPages(PageSnapshots snapshots, Assets assets, Notices notices) {
    this.snapshots = snapshots;
    this.assets = assets;
    this.widget = assets.body(PagesBelow.WIDGET);
    this.noStatusPage = ReadyAnswer.of(notices.noStatusPage());
    this.notYet = ReadyAnswer.of(notices.notYet());
  }

  /** Private pages are for the routes to answer. */
  @Override
  public @Nullable ReadyAnswer answer(Asked asked) {
    String path = asked.path();
    if (path.startsWith(STATUS)) {
      int end = path.indexOf('/', STATUS.length());
      String slug = path.substring(STATUS.length(), end < 0 ? path.length() : end);
      return slug.isEmpty() ? null : page(asked, slug, end < 0 ? "" : below(path, end + 1));
    }
    return path.startsWith(ASSETS) ? assets.answer(asked) : null;
  }

  /** Of {@code /status/acme/history/} it is {@code history}. */
  private static String below(String path, int from) {
    return path.substring(
        from, path.endsWith("/") ? Math.max(from, path.length() - 1) : path.length());
  }

  /** What is neither the page nor under it is for the routes to answer. */
  private @Nullable ReadyAnswer page(Asked asked, String slug, String below) {
    if (!PagesBelow.has(below)) {
      return null;
    }
    PageSnapshots.Shown shown = snapshots.at(slug);
    if (!asked.isRead()) {
      return ReadyBody.notAllowed();
    }
    return switch (shown) {
      case PageSnapshots.Shown.Page(PageSnapshot page) ->
          below.equals(PagesBelow.WIDGET)
              ? widget.answer(asked)
              : page.at(below).map(body -> body.answer(asked)).orElse(noStatusPage);
      case PageSnapshots.Shown.Members members -> null;
      case PageSnapshots.Shown.Nothing nothing -> noStatusPage;
      case PageSnapshots.Shown.NotYet notYet -> this.notYet;
    };
  }
}
