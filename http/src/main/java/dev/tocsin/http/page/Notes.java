package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.tenancy.access.SessionNotes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;

/**
 * What a form that was obeyed leaves for the page that it leads to, to be shown once: a secret that
 * must be in no address, no log and no history, so that a reload sends nothing again. It travels in
 * a sealed cookie, for the page may come from another node than the form went to.
 */
final class Notes {
  private static final String COOKIE = "tocsin_note";
  private static final Duration LASTS = Duration.ofMinutes(1);

  private final SessionNotes notes;
  private final boolean tls;
  private final InstantSource time;

  Notes(ApiParts parts) {
    this.notes = parts.tenancy().notes();
    this.tls = "https".equals(parts.tenancy().publicUrl().getScheme());
    this.time = parts.time();
  }

  /** Leads to the page at {@code path}, and has a note for it. */
  HttpResponse leave(ObjectNode note, Visitor visitor, String path) {
    String value =
        notes.seal(
            new String(Json.bytes(note), StandardCharsets.UTF_8),
            Inside.session(visitor),
            path,
            time.instant().plus(LASTS));
    return Answers.seeOther(path).addHeader(cookie(value, path, LASTS.toSeconds()));
  }

  /** What was left for the page at {@code path}. */
  Optional<JsonNode> read(HttpRequest request, Visitor visitor, String path) {
    return cookie(request)
        .flatMap(value -> notes.open(value, Inside.session(visitor), path, time.instant()))
        .map(note -> Json.read(note.getBytes(StandardCharsets.UTF_8)));
  }

  /** The page that shows it takes it away. */
  HttpResponse taken(HttpResponse page, String path) {
    return page.addHeader(cookie("", path, 0));
  }

  private HttpHeader cookie(String value, String path, long seconds) {
    return SetCookie.create(
        HttpCookie.create(COOKIE, value)
            .withPath(path)
            .withHttpOnly(true)
            .withSecure(tls)
            .withSameSite(SameSite.Strict)
            .withMaxAge(seconds));
  }

  private static Optional<String> cookie(HttpRequest request) {
    for (HttpHeader header : request.getHeaders()) {
      if (header instanceof Cookie cookies) {
        for (var pair : cookies.getCookies()) {
          if (pair.name().equals(COOKIE)) {
            return Optional.of(pair.value());
          }
        }
      }
    }
    return Optional.empty();
  }
}
