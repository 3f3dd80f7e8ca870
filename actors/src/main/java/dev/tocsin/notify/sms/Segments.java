package dev.tocsin.notify.sms;

/**
 * How many messages of the network a text takes (3GPP TS 23.038): 160 characters of its own
 * alphabet, or 70 of UTF-16 where any character is not in that; a little less each where there is
 * more than one.
 */
final class Segments {
  private static final String BASIC =
      "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5\u0394_\u03a6"
          + "\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9 !\"#\u00a4%&'()"
          + "*+,-./0123456789:;<=>?\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
          + "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0";

  /** They take two places each. */
  private static final String EXTENDED = "^{}\\[~]|\u20ac\f";

  private static final int ONE_OF_GSM = 160;
  private static final int MORE_OF_GSM = 153;
  private static final int ONE_OF_UTF16 = 70;
  private static final int MORE_OF_UTF16 = 67;

  private Segments() {}

  static boolean isOfGsm(int codePoint) {
    return BASIC.indexOf(codePoint) >= 0 || EXTENDED.indexOf(codePoint) >= 0;
  }

  static boolean isOfGsm(String text) {
    return text.codePoints().allMatch(Segments::isOfGsm);
  }

  /** At least 1. */
  static int of(String text) {
    boolean gsm = isOfGsm(text);
    int all = text.codePoints().map(at -> cost(at, gsm)).sum();
    if (all <= (gsm ? ONE_OF_GSM : ONE_OF_UTF16)) {
      return 1;
    }
    // no character is cut in two, so that a segment may stay shorter by one
    int room = gsm ? MORE_OF_GSM : MORE_OF_UTF16;
    int segments = 1;
    int used = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int cost = cost(text.codePointAt(at), gsm);
      if (used + cost > room) {
        segments++;
        used = 0;
      }
      used += cost;
    }
    return segments;
  }

  private static int cost(int codePoint, boolean gsm) {
    return gsm ? (EXTENDED.indexOf(codePoint) >= 0 ? 2 : 1) : Character.charCount(codePoint);
  }
}
