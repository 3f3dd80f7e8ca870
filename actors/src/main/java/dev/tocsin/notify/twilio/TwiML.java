package dev.tocsin.notify.twilio;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a callback answers, or a call does: Twilio's markup, of which Tocsin needs five elements.
 */
public final class TwiML {
  /** What a call's document may be at most, in characters. */
  public static final int LONGEST = 4_000;

  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>";
  private static final String END = "</Response>";

  /** So long a key is waited for, in seconds. */
  private static final int KEY_PATIENCE = 10;

  private TwiML() {}

  /** Nothing is answered. */
  public static String nothing() {
    return HEAD + END;
  }

  /** An SMS goes back. */
  public static String message(String text) {
    return HEAD + "<Message>" + escaped(text) + "</Message>" + END;
  }

  /**
   * Says sentences, a pause between two, and waits for a key.
   *
   * @param keys where the key is told; null where none is waited for and the call ends
   */
  public static String spoken(List<String> sentences, @Nullable URI keys) {
    StringBuilder said = new StringBuilder();
    for (String sentence : sentences) {
      said.append(said.isEmpty() ? "" : "<Pause length=\"1\"/>")
          .append("<Say language=\"en-US\">")
          .append(escaped(sentence))
          .append("</Say>");
    }
    if (keys == null) {
      return HEAD + said + "<Hangup/>" + END;
    }
    return HEAD
        + "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\""
        + KEY_PATIENCE
        + "\" actionOnEmptyResult=\"true\" method=\"POST\" action=\""
        + escaped(keys + CallbackLinks.AGAIN)
        + "\">"
        + said
        + "</Gather>"
        + END;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(at -> escaped.append(escaped(at)));
    return escaped.toString();
  }

  private static String escaped(int codePoint) {
    return switch (codePoint) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&apos;";
      default -> isOfXml(codePoint) ? Character.toString(codePoint) : "";
    };
  }

  /** XML 1.0, 2.2. */
  private static boolean isOfXml(int codePoint) {
    return codePoint == '\n'
        || codePoint == '\t'
        || (codePoint >= 0x20 && codePoint <= 0xd7ff)
        || (codePoint >= 0xe000 && codePoint <= 0xfffd)
        || codePoint >= 0x10000;
  }
}
