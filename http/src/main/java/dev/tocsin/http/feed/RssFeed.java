package dev.tocsin.http.feed;

import dev.tocsin.http.Json;
import dev.tocsin.incident.PublicIncident;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/** A feed by RSS 2.0, with Atom's elements for what RSS has none for. */
public final class RssFeed {
  private RssFeed() {}

  /**
   * XML in UTF-8.
   *
   * @param self where it is, under the page
   * @param html makes HTML of Markdown
   */
  public static byte[] bytes(IncidentFeed feed, String self, UnaryOperator<String> html) {
    return Xml.document(
        document ->
            document.element(
                "rss",
                rss -> {
                  rss.attributes("version", "2.0", "xmlns:atom", AtomFeed.NAMESPACE);
                  rss.element("channel", channel -> channel(channel, feed, self, html));
                }));
  }

  private static void channel(Xml xml, IncidentFeed feed, String self, UnaryOperator<String> html)
      throws XMLStreamException {
    xml.text("title", feed.title());
    xml.text("link", feed.place().home());
    xml.text("description", feed.about());
    xml.text("language", IncidentFeed.LANGUAGE);
    xml.text("lastBuildDate", time(feed.updated()));
    xml.text("generator", "Tocsin");
    xml.empty(
        "atom:link",
        "rel",
        "self",
        "type",
        "application/rss+xml",
        "href",
        feed.place().address(self));
    for (PublicIncident incident : feed.incidents()) {
      xml.element("item", item -> item(item, feed, incident, html));
    }
  }

  private static void item(
      Xml xml, IncidentFeed feed, PublicIncident incident, UnaryOperator<String> html)
      throws XMLStreamException {
    xml.text("title", incident.heading().title());
    xml.text("link", feed.link(incident));
    xml.element(
        "guid",
        guid -> {
          guid.attributes("isPermaLink", "false");
          guid.text(IncidentFeed.urn(incident.id().value()));
        });
    xml.text("pubDate", time(incident.publishedAt()));
    xml.text("atom:updated", Json.time(incident.changedAt()));
    xml.text("category", Json.name(incident.phase()));
    xml.text("description", feed.content(incident, html));
  }

  private static String time(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
  }
}
