package dev.tocsin.probe.dns;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What came back, sorted before anything in it is believed. */
sealed interface Answers {
  /** Not even a message's head. */
  record Garbage() implements Answers {}

  /** Of another number, to another question, or no answer at all. */
  record Stranger() implements Answers {}

  /** An answer to this question by its head, but the rest cannot be read. */
  record Malformed() implements Answers {}

  /** There is more than fits into a datagram. */
  record CutShort() implements Answers {}

  record Whole(Message message) implements Answers {}

  int HEAD_BYTES = 12;

  static Answers read(byte[] bytes, int id, Record question) {
    if (bytes.length < HEAD_BYTES) {
      return new Garbage();
    }
    boolean isAnswer = (bytes[2] & 0x80) != 0;
    if (!isAnswer || ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) != id) {
      return new Stranger();
    }
    if ((bytes[2] & 0x02) != 0) {
      return new CutShort();
    }
    try {
      Message message = new Message(bytes);
      return answers(message, question) ? new Whole(message) : new Stranger();
    } catch (IOException | RuntimeException unreadable) {
      // the library throws both for what is not as it should be
      return new Malformed();
    }
  }

  /** A server that did not understand may leave the question out. */
  private static boolean answers(Message message, Record question) {
    List<Record> asked = message.getSection(Section.QUESTION);
    if (asked.isEmpty()) {
      return message.getRcode() != Rcode.NOERROR;
    }
    Record first = asked.get(0);
    return asked.size() == 1
        && first.getName().equals(question.getName())
        && first.getType() == question.getType()
        && first.getDClass() == question.getDClass();
  }
}
