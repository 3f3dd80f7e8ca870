package dev.tocsin.heartbeat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of heartbeats in addresses. */
public final class Slugs {
  public static final int LONGEST = 100;

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private Slugs() {}

  public static boolean isSlug(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** {@code Nightly backup (Köln)} is {@code nightly-backup-koln}; may be empty. */
  public static String of(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9_]+", "-");
    String trimmed = plain.replaceAll("^[-_]+|-+$", "");
    return trimmed.length() <= LONGEST
        ? trimmed
        : trimmed.substring(0, LONGEST).replaceAll("-+$", "");
  }
}
