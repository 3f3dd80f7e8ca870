package dev.tocsin.notify;

import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Message.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Messages as tests send them. */
public final class Messages {
  public static final UUID ID = UUID.fromString("0193a0c0-0000-7000-8000-000000000001");
  public static final UUID ALERT = UUID.fromString("0193a0c0-0000-7000-8000-0000000000aa");
  public static final Instant SINCE = Instant.parse("2026-11-20T10:31:00Z");
  public static final URI PAGE = URI.create("https://tocsin.example/alerts/" + ALERT);
  public static final URI OVERVIEW = URI.create("https://tocsin.example/alerts");
  public static final String LINK_SECRET = "signed-0a1b2c3d4e5f";
  public static final URI ACKNOWLEDGE = URI.create("https://tocsin.example/ack/" + LINK_SECRET);

  /** What people, machines and enemies write. */
  public static final List<String> HOSTILE =
      List.of(
          "labels-api is down",
          "\"quotes\" 'and' \\ back\\slashes {\"a\":[1]}",
          "<script>alert(1)</script> <b>&amp; </b></p> <!channel> <@U123|x>",
          "*bold* _it_ ~no~ `code` ```block``` [a](https://evil.example) > q # h | t @everyone @here",
          "\ud83d\ude00".repeat(5_000),
          "x".repeat(10_000),
          "&".repeat(10_000),
          "*".repeat(10_000),
          "\u20ac".repeat(10_000),
          "\u202eedoc \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2066x",
          "a\u0000b\u0007c\r\nBcc: evil@example.org\r\n\r\n.\r\nQUIT\u001b[31m",
          "lone \ud83d surrogate \ude00",
          "   ");

  private Messages() {}

  public static Message of(Kind kind) {
    return of(kind, "labels-api is down", "status 503 from fra");
  }

  /** As {@link #of(Kind)}, with these words wherever somebody else wrote them. */
  public static Message of(Kind kind, String title, String detail) {
    return switch (kind) {
      case TRIGGERED, ACKNOWLEDGED, RESOLVED ->
          message(kind, "Acme", List.of(notice(kind, title, detail)), 0, null);
      case BUNDLE ->
          message(
              kind,
              title,
              IntStream.range(0, 30)
                  .mapToObj(i -> notice(i % 3 == 0 ? Kind.RESOLVED : Kind.TRIGGERED, title, detail))
                  .toList(),
              970,
              null);
      case TEST -> message(kind, title, List.of(), 0, null);
      case VERIFICATION -> message(kind, title, List.of(), 0, "482913");
      case WARNING -> message(kind, title, List.of(notice(kind, title, detail)), 0, null);
    };
  }

  public static Notice notice(Kind kind, String title, String detail) {
    return new Notice(
        kind,
        ALERT,
        title,
        detail,
        Severity.CRITICAL,
        SINCE,
        PAGE,
        kind == Kind.TRIGGERED ? ACKNOWLEDGE : null,
        kind == Kind.ACKNOWLEDGED || kind == Kind.RESOLVED ? title : null);
  }

  public static Message repeated(Message message) {
    return new Message(
        message.id(),
        message.kind(),
        message.organization(),
        message.notices(),
        message.more(),
        message.code(),
        message.overview(),
        true);
  }

  private static Message message(
      Kind kind, String organization, List<Notice> notices, int more, String code) {
    return new Message(ID, kind, organization, notices, more, code, OVERVIEW, false);
  }
}
