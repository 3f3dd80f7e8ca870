package dev.tocsin.notify.twilio;

import java.util.Map;
import java.util.Set;

/** Twilio's error codes, as far as words of ours say more than its own. */
public final class Faults {
  /**
   * They lie in the installation's account and in no number: what waits goes out as soon as the
   * operator has put them right.
   */
  private static final Set<Integer> OF_THE_ACCOUNT =
      Set.of(20003, 20005, 20429, 21212, 21606, 21659, 21660, 10004);

  /** The operator can put them right too, but they say nothing of other countries' numbers. */
  private static final Set<Integer> OF_THE_COUNTRY = Set.of(21215, 21408);

  private static final Set<Integer> OF_THE_NUMBER =
      Set.of(13223, 13224, 13225, 21211, 21214, 21216, 21217, 21219, 21421, 21610, 21612, 21614);

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(10004, "too many calls at once for the account"),
          Map.entry(13223, "the number has no valid form"),
          Map.entry(13224, "there is no such number"),
          Map.entry(13225, "Twilio does not call this number"),
          Map.entry(20003, "the account's SID or auth token is wrong: the operator must set it"),
          Map.entry(20005, "the account is not active: the operator must look at it in Twilio"),
          Map.entry(20429, "too many requests"),
          Map.entry(21211, "there is no such number"),
          Map.entry(21212, "the number that it comes from is wrong: the operator must set it"),
          Map.entry(21214, "the number cannot be reached by a call"),
          Map.entry(21215, "the account may not call this country: the operator must allow it"),
          Map.entry(21216, "Twilio does not call this number"),
          Map.entry(21217, "the number has no valid form"),
          Map.entry(21219, "a trial account reaches numbers alone that it has verified"),
          Map.entry(21408, "the account may not send to this country: the operator must allow it"),
          Map.entry(21421, "the number is not valid"),
          Map.entry(
              21606, "the number that it comes from cannot send it: the operator must set it"),
          Map.entry(
              21610, "its owner has unsubscribed by STOP; START, sent from it, takes that back"),
          Map.entry(21612, "there is no way from the account's number to this one"),
          Map.entry(21614, "it is not a mobile number"),
          Map.entry(21659, "the number that it comes from is wrong: the operator must set it"),
          Map.entry(21660, "the number that it comes from is another account's"),
          Map.entry(30001, "too many messages waited to be sent"),
          Map.entry(30002, "the account was suspended"),
          Map.entry(30003, "the telephone is switched off or out of reach"),
          Map.entry(30004, "the message is blocked by the telephone or its network"),
          Map.entry(30005, "the number is unknown or not in use"),
          Map.entry(30006, "it is a landline, or its network takes no messages"),
          Map.entry(30007, "the network took it for spam"),
          Map.entry(30008, "the network gave no reason"),
          Map.entry(30034, "the number that it comes from is not registered for messages there"),
          Map.entry(30410, "the network did not answer in time"));

  private Faults() {}

  static boolean isOfTheAccount(int code) {
    return OF_THE_ACCOUNT.contains(code);
  }

  static boolean isOfTheCountry(int code) {
    return OF_THE_COUNTRY.contains(code);
  }

  static boolean isOfTheNumber(int code) {
    return OF_THE_NUMBER.contains(code);
  }

  /**
   * "it is not a mobile number (Twilio's error 21614)".
   *
   * @param otherwise what is said of a code without words of ours; may be empty
   */
  public static String words(int code, String otherwise) {
    String words = WORDS.getOrDefault(code, otherwise);
    String error = "Twilio's error " + code;
    return words.isEmpty() ? error : words + " (" + error + ")";
  }
}
