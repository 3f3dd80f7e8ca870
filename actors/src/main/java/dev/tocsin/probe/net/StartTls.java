package dev.tocsin.probe.net;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What is said before a TLS handshake by protocols that begin in plain text. */
public enum StartTls {
  /** RFC 3207. */
  SMTP {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      expectCode(with, Reply.read(with, "greeting"), 220, "greeted");
      with.write("EHLO tocsin\r\n");
      Reply hello = Reply.read(with, "answer to EHLO");
      expectCode(with, hello, 250, "answered EHLO");
      if (!hello.offers("STARTTLS")) {
        throw with.fault("does not offer STARTTLS");
      }
      with.write("STARTTLS\r\n");
      expectCode(with, Reply.read(with, "answer to STARTTLS"), 220, "answered STARTTLS");
    }
  },

  /** RFC 9051, 6.2.1. */
  IMAP {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      expectStart(with, with.readLine("greeting", LONGEST_LINE), "* OK", "greeted");
      with.write("a STARTTLS\r\n");
      String line = with.readLine("answer to STARTTLS", LONGEST_LINE);
      for (int i = 0; i < MOST_UNTAGGED && line.startsWith("* "); i++) {
        line = with.readLine("answer to STARTTLS", LONGEST_LINE);
      }
      expectStart(with, line, "a OK", "answered STARTTLS");
    }
  },

  /** RFC 2595, 4. */
  POP3 {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      expectStart(with, with.readLine("greeting", LONGEST_LINE), "+OK", "greeted");
      with.write("STLS\r\n");
      expectStart(with, with.readLine("answer to STLS", LONGEST_LINE), "+OK", "answered STLS");
    }
  },

  /** RFC 4217. */
  FTP {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      expectCode(with, Reply.read(with, "greeting"), 220, "greeted");
      with.write("AUTH TLS\r\n");
      expectCode(with, Reply.read(with, "answer to AUTH TLS"), 234, "answered AUTH TLS");
    }
  },

  /** RFC 6120, 5. */
  XMPP {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      with.write(
          "<?xml version='1.0'?><stream:stream to='"
              + host
              + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
              + " version='1.0'>");
      String features = element(with, "list of features", "</stream:features>");
      if (!features.contains("urn:ietf:params:xml:ns:xmpp-tls")) {
        throw with.fault("does not offer STARTTLS");
      }
      with.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      String answer = element(with, "answer to STARTTLS", ">");
      if (!answer.strip().startsWith("<proceed")) {
        throw with.fault("answered STARTTLS with \"" + Quotes.of(answer) + "\"");
      }
    }
  },

  /** The message SSLRequest of PostgreSQL's protocol. */
  POSTGRES {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      with.write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47});
      byte answer = with.readBytes("answer to SSLRequest", 1)[0];
      if (answer != 'S') {
        throw with.fault(
            answer == 'N' ? "does not offer TLS" : "does not speak PostgreSQL's protocol");
      }
    }
  },

  /** RFC 4511, 4.14: an extended request without a value. */
  LDAP {
    @Override
    void ask(Conversation with, String host) throws TargetFault {
      byte[] name = "1.3.6.1.4.1.1466.20037".getBytes(StandardCharsets.US_ASCII);
      byte[] request = new byte[9 + name.length];
      byte[] head = {0x30, 29, 2, 1, 1, 0x77, 24, (byte) 0x80, 22};
      System.arraycopy(head, 0, request, 0, head.length);
      System.arraycopy(name, 0, request, head.length, name.length);
      with.write(request);
      byte[] answer = with.read("answer to STARTTLS", LONGEST_LINE, StartTls::message);
      int code = resultCode(answer);
      if (code < 0) {
        throw with.fault("does not speak LDAP");
      }
      if (code > 0) {
        throw with.fault("refused STARTTLS with LDAP's result code " + code);
      }
    }
  };

  private static final int LONGEST_LINE = 4_096;
  private static final int MOST_UNTAGGED = 20;

  /**
   * Ends when both sides have agreed that the handshake comes next.
   *
   * @param host what the target is told that it is
   */
  abstract void ask(Conversation with, String host) throws TargetFault;

  /** The name in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void expectCode(Conversation with, Reply reply, int code, String did)
      throws TargetFault {
    if (reply.code() != code) {
      throw with.fault(did + " with \"" + reply + "\", not with " + code);
    }
  }

  private static void expectStart(Conversation with, String line, String start, String did)
      throws TargetFault {
    if (!line.regionMatches(true, 0, start, 0, start.length())) {
      throw with.fault(did + " with \"" + Quotes.of(line) + "\", not with " + start);
    }
  }

  private static String element(Conversation with, String awaited, String end) throws TargetFault {
    byte[] all =
        with.read(
            awaited,
            16 * 1_024,
            unread -> {
              int at = new String(unread, StandardCharsets.ISO_8859_1).indexOf(end);
              return at < 0 ? -1 : at + end.length();
            });
    return new String(all, StandardCharsets.UTF_8);
  }

  /** The length of a message of LDAP, by its outer tag and length. */
  private static int message(byte[] unread) {
    if (unread.length < 2) {
      return -1;
    }
    int size = unread[1] & 0xff;
    int head = 2;
    if (size > 0x80) {
      int bytes = size & 0x7f;
      if (bytes > 2) {
        return unread.length;
      }
      if (unread.length < 2 + bytes) {
        return -1;
      }
      size = 0;
      for (int i = 0; i < bytes; i++) {
        size = size << 8 | unread[2 + i] & 0xff;
      }
      head += bytes;
    }
    return unread.length < head + size ? -1 : head + size;
  }

  /** Negative where it is no extended response. */
  private static int resultCode(byte[] message) {
    int at = message.length > 1 && (message[1] & 0xff) > 0x80 ? 2 + (message[1] & 0x7f) : 2;
    // the number of the message: its tag, a length of one, its value
    at += 3;
    if (message.length < at + 2 || message[0] != 0x30 || message[at] != 0x78) {
      return -1;
    }
    at += (message[at + 1] & 0xff) > 0x80 ? 2 + (message[at + 1] & 0x7f) : 2;
    boolean coded = message.length > at + 2 && message[at] == 0x0a && message[at + 1] == 1;
    return coded ? message[at + 2] & 0xff : -1;
  }
}
