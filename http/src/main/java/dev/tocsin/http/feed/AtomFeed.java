package dev.tocsin.http.feed;

import dev.tocsin.http.Json;
import dev.tocsin.incident.PublicIncident;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/** A feed by RFC 4287. */
public final class AtomFeed {
  static final String NAMESPACE = "http://www.w3.org/2005/Atom";

  private AtomFeed() {}

  /**
   * XML in UTF-8.
   *
   * @param self where it is, under the page
   * @param html makes HTML of Markdown
   */
  public static byte[] bytes(IncidentFeed feed, String self, UnaryOperator<String> html) {
    PagePlace place = feed.place();
    return Xml.document(
        document ->
            document.element(
                "feed",
                xml -> {
                  xml.attributes("xmlns", NAMESPACE, "xml:lang", IncidentFeed.LANGUAGE);
                  xml.text("id", IncidentFeed.urn(place.id().value()));
                  xml.text("title", feed.title());
                  xml.text("subtitle", feed.about());
                  xml.text("updated", Json.time(feed.updated()));
                  xml.element("author", author -> author.text("name", place.name()));
                  xml.empty("link", "rel", "alternate", "type", "text/html", "href", place.home());
                  xml.empty(
                      "link",
                      "rel",
                      "self",
                      "type",
                      "application/atom+xml",
                      "href",
                      place.address(self));
                  xml.text("generator", "Tocsin");
                  for (PublicIncident incident : feed.incidents()) {
                    xml.element("entry", entry -> entry(entry, feed, incident, html));
                  }
                }));
  }

  private static void entry(
      Xml xml, IncidentFeed feed, PublicIncident incident, UnaryOperator<String> html)
      throws XMLStreamException {
    xml.text("id", IncidentFeed.urn(incident.id().value()));
    xml.text("title", incident.heading().title());
    xml.empty("link", "rel", "alternate", "type", "text/html", "href", feed.link(incident));
    xml.text("published", Json.time(incident.publishedAt()));
    xml.text("updated", Json.time(incident.changedAt()));
    xml.empty("category", "term", Json.name(incident.phase()));
    xml.element(
        "content",
        content -> {
          content.attributes("type", "html");
          content.text(feed.content(incident, html));
        });
  }
}
