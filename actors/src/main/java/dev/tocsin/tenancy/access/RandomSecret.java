package dev.tocsin.tenancy.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Secrets that Tocsin makes for people to carry: a prefix that says what it is, and 32 bytes. */
public final class RandomSecret {
  public static final String TOKEN = "tcs_";
  public static final String INVITATION = "tci_";

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomSecret() {}

  /** 256 random bits after the prefix. */
  public static String create(String prefix) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text has the form, so that anything else is refused without a query. */
  public static boolean hasForm(String prefix, String text) {
    return text.startsWith(prefix) && FORM.matcher(text.substring(prefix.length())).matches();
  }
}
