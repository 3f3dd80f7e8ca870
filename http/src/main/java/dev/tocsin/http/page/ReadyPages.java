package dev.tocsin.http.page;

import dev.tocsin.http.PublicPages;
import dev.tocsin.http.asset.Assets;
import dev.tocsin.http.asset.ReadyBody;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What everybody may see and many ask for at once, answered from memory before any route is tried:
 * status pages and assets. No query, no rendering, no waiting.
 */
public final class ReadyPages implements PublicPages {
  private static final String STATUS = "/status/";
  private static final String ASSETS = "/assets/";

  private final PageSnapshots snapshots;
  private final Assets assets;
  private final Notices notices;

  public ReadyPages(PageSnapshots snapshots, Assets assets, Notices notices) {
    this.snapshots = snapshots;
    this.assets = assets;
    this.notices = notices;
  }

  /** Private pages are for the routes to answer. */
  @Override
  public Optional<HttpResponse> answer(HttpRequest request) {
    String path = request.getUri().path();
    if (path.startsWith(STATUS)) {
      return slug(path).flatMap(slug -> page(request, slug));
    }
    if (path.startsWith(ASSETS)) {
      return assets.answer(request, path);
    }
    return Optional.empty();
  }

  private Optional<HttpResponse> page(HttpRequest request, String slug) {
    return switch (snapshots.at(slug)) {
      case PageSnapshots.Shown.Page(PageSnapshot page) -> Optional.of(page.body().answer(request));
      case PageSnapshots.Shown.Members members ->
          ReadyBody.isRead(request) ? Optional.empty() : Optional.of(ReadyBody.notAllowed());
      case PageSnapshots.Shown.Nothing nothing ->
          Optional.of(ReadyBody.isRead(request) ? notices.noStatusPage() : ReadyBody.notAllowed());
      case PageSnapshots.Shown.NotYet notYet ->
          Optional.of(ReadyBody.isRead(request) ? notices.notYet() : ReadyBody.notAllowed());
    };
  }

  /** {@code acme} of {@code /status/acme} and {@code /status/acme/}; empty for what lies deeper. */
  static Optional<String> slug(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    if (end <= STATUS.length()) {
      return Optional.empty();
    }
    String slug = path.substring(STATUS.length(), end);
    return slug.indexOf('/') < 0 ? Optional.of(slug) : Optional.empty();
  }
}
