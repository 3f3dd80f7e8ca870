package dev.tocsin.http.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an XML document; what XML 1.0 has no character for becomes the one for the unknown. */
final class Xml {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final int UNKNOWN = 0xfffd;

  private final XMLStreamWriter writer;

  private Xml(XMLStreamWriter writer) {
    this.writer = writer;
  }

  /** What stands within an element. */
  @FunctionalInterface
  interface Content {
    void write(Xml xml) throws XMLStreamException;
  }

  /** UTF-8. */
  static byte[] document(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter writer = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      content.write(new Xml(writer));
      writer.writeEndDocument();
      writer.close();
    } catch (XMLStreamException memoryDoesNotFail) {
      throw new IllegalStateException(memoryDoesNotFail);
    }
    return bytes.toByteArray();
  }

  void element(String name, Content content) throws XMLStreamException {
    writer.writeStartElement(name);
    content.write(this);
    writer.writeEndElement();
  }

  /** One that has text alone. */
  void text(String name, String text) throws XMLStreamException {
    element(name, xml -> xml.text(text));
  }

  void text(String text) throws XMLStreamException {
    writer.writeCharacters(clean(text));
  }

  /**
   * An element without content.
   *
   * @param attributes pairs of name and value
   */
  void empty(String name, String... attributes) throws XMLStreamException {
    writer.writeEmptyElement(name);
    attributes(attributes);
  }

  /** To the element that was begun last, before anything is in it: pairs of name and value. */
  void attributes(String... attributes) throws XMLStreamException {
    for (int at = 0; at < attributes.length; at += 2) {
      writer.writeAttribute(attributes[at], clean(attributes[at + 1]));
    }
  }

  private static String clean(String text) {
    if (text.codePoints().allMatch(Xml::isCharacter)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(each -> clean.appendCodePoint(isCharacter(each) ? each : UNKNOWN));
    return clean.toString();
  }

  /** By the grammar's production 2. */
  private static boolean isCharacter(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || point >= 0x20 && point <= 0xd7ff
        || point >= 0xe000 && point <= 0xfffd
        || point >= 0x10000;
  }
}
