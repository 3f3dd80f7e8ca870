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
  private final ReadyAnswer noStatusPage;
  private final ReadyAnswer notYet;

  public ReadyPages(PageSnapshots snapshots, Assets assets, Notices notices) {
    this.snapshots = snapshots;
    this.assets = assets;
    this.noStatusPage = ReadyAnswer.of(notices.noStatusPage());
    this.notYet = ReadyAnswer.of(notices.notYet());
  }

  /** Private pages are for the routes to answer. */
  @Override
  public @Nullable ReadyAnswer answer(Asked asked) {
    String path = asked.path();
    if (path.startsWith(STATUS)) {
      String slug = slug(path);
      return slug == null ? null : page(asked, slug);
    }
    return path.startsWith(ASSETS) ? assets.answer(asked) : null;
  }

  private @Nullable ReadyAnswer page(Asked asked, String slug) {
    PageSnapshots.Shown shown = snapshots.at(slug);
    if (!asked.isRead()) {
      return ReadyBody.notAllowed();
    }
    return switch (shown) {
      case PageSnapshots.Shown.Page(PageSnapshot page) -> page.body().answer(asked);
      case PageSnapshots.Shown.Members members -> null;
      case PageSnapshots.Shown.Nothing nothing -> noStatusPage;
      case PageSnapshots.Shown.NotYet notYet -> this.notYet;
    };
  }

  /** {@code acme} of {@code /status/acme} and {@code /status/acme/}; null for what lies deeper. */
  static @Nullable String slug(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    if (end <= STATUS.length()) {
      return null;
    }
    String slug = path.substring(STATUS.length(), end);
    return slug.indexOf('/') < 0 ? slug : null;
  }
}
