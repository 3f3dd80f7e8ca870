package dev.tocsin.probe.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Bytes in a text: {@code \r}, {@code \n}, {@code \t}, {@code \0}, {@code \\} and {@code \x0d};
 * everything else stands for itself, in UTF-8. So a line's end can be written where a form has one
 * line, and a byte that no text can have.
 */
public final class Escapes {
  private Escapes() {}

  /** What is wrong with the escapes, in one sentence. */
  public static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        continue;
      }
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      boolean hex =
          next == 'x'
              && i + 3 < text.length()
              && HexFormat.isHexDigit(text.charAt(i + 2))
              && HexFormat.isHexDigit(text.charAt(i + 3));
      if (!hex && "rnt0\\".indexOf(next) < 0) {
        return Optional.of(
            "After a backslash must come r, n, t, 0, x with two hexadecimal digits, or another"
                + " backslash.");
      }
      i += hex ? 3 : 1;
    }
    return Optional.empty();
  }

  /**
   * @param text without a {@link #fault}
   */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        bytes.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
        char kind = text.charAt(++i);
        bytes.write(
            switch (kind) {
              case 'r' -> '\r';
              case 'n' -> '\n';
              case 't' -> '\t';
              case '0' -> 0;
              case 'x' -> HexFormat.fromHexDigits(text, i + 1, i + 3);
              default -> kind;
            });
        i += kind == 'x' ? 2 : 0;
        plainFrom = i + 1;
      }
    }
    bytes.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
