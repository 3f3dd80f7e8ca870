package dev.tocsin.http.api;

import dev.tocsin.monitor.MonitorConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * What a browser calls a downloaded file, without its ending: a monitor, what is told of it, and
 * when.
 */
record FileName(String text) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]+");
  private static final int LONGEST_NAME = 60;

  static FileName of(MonitorConfig monitor, String what, Instant from, Instant to) {
    return of(monitor, what, TIME.format(from), TIME.format(to));
  }

  /**
   * @param to the last day in it
   */
  static FileName of(MonitorConfig monitor, String what, LocalDate from, LocalDate to) {
    return of(monitor, what, from.toString(), to.toString());
  }

  private static FileName of(MonitorConfig monitor, String what, String from, String to) {
    return new FileName(String.join("-", safe(monitor.name()), what, from, to));
  }

  /** Letters and digits of all scripts; no other character means the same to every system. */
  private static String safe(String name) {
    String words =
        OTHERS
            .matcher(Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
            .replaceAll("-")
            .replaceAll("^-|-$", "");
    String shorter =
        words.codePointCount(0, words.length()) <= LONGEST_NAME
            ? words
            : words.substring(0, words.offsetByCodePoints(0, LONGEST_NAME));
    return shorter.isEmpty() ? "monitor" : shorter;
  }

  /** By RFC 6266: for programs of old in ASCII, for all others as it is. */
  HttpHeader disposition(String ending) {
    String whole = text + "." + ending;
    String plain = NOT_ASCII.matcher(whole).replaceAll("_");
    String encoded = URLEncoder.encode(whole, StandardCharsets.UTF_8);
    return RawHeader.create(
        "Content-Disposition",
        "attachment; filename=\""
            + plain
            + "\""
            + (plain.equals(whole) ? "" : "; filename*=UTF-8''" + encoded));
  }

  @Override
  public String toString() {
    return text;
  }
}
