package dev.tocsin.probe.redis;

import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A reply of Redis's protocol, as far as a check gets one.
 *
 * @param text without the sign of its kind
 */
record RedisReply(boolean isError, String text) {
  private static final int LONGEST_LINE = 4_096;
  private static final int LONGEST_BULK = 64 * 1_024;

  /** A command and its reply. */
  static RedisReply to(Conversation with, String... command) throws TargetFault {
    with.write(encoded(List.of(command)));
    String awaited = "answer to " + command[0];
    String line = with.readLine(awaited, LONGEST_LINE);
    char kind = line.isEmpty() ? ' ' : line.charAt(0);
    String rest = line.isEmpty() ? "" : line.substring(1);
    return switch (kind) {
      case '+', ':' -> new RedisReply(false, rest);
      case '-' -> new RedisReply(true, rest);
      case '$' -> new RedisReply(false, bulk(with, awaited, rest));
      default -> throw with.fault("does not speak Redis's protocol: \"" + Quotes.of(line) + "\"");
    };
  }

  /** The first word, which names an error. */
  String word() {
    int end = text.indexOf(' ');
    return (end < 0 ? text : text.substring(0, end)).toUpperCase(Locale.ROOT);
  }

  /** The value of a line {@code name:value}; empty where there is none. */
  String value(String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String bulk(Conversation with, String awaited, String length) throws TargetFault {
    if (!length.matches("-1|\\d{1,9}")) {
      throw with.fault("does not speak Redis's protocol: \"" + Quotes.of("$" + length) + "\"");
    }
    int count = Integer.parseInt(length);
    if (count > LONGEST_BULK) {
      throw new TargetFault(
          "The %s of %s is longer than %d KiB"
              .formatted(awaited, with.peer(), LONGEST_BULK / 1_024));
    }
    byte[] bytes = with.readBytes(awaited, Math.max(0, count) + (count < 0 ? 0 : 2));
    return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
  }

  private static String encoded(List<String> words) {
    StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return command.toString();
  }
}
