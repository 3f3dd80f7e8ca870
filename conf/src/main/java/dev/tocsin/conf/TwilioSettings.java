package dev.tocsin.conf;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The account at Twilio that SMS and telephone calls go out by.
 *
 * @param authToken lets in, and is what Twilio signs its callbacks with
 * @param from the number that they come from, as {@code +14155550100}
 * @param baseUrl where Twilio's API is; without a slash at its end
 * @param perDay how much each organization may have sent; zero for as much as it likes
 */
public record TwilioSettings(
    String accountSid, Secret authToken, String from, URI baseUrl, PerDay perDay) {
  public static final String MESSAGES = "tocsin.twilio.messages-per-day";
  public static final String CALLS = "tocsin.twilio.calls-per-day";

  private static final int MOST_PER_DAY = 1_000_000;

  /** Strangers pay nothing for what they have sent. */
  private static final PerDay OF_STRANGERS = new PerDay(200, 100);

  private static final String SID = "tocsin.twilio.account-sid";
  private static final String TOKEN = "tocsin.twilio.auth-token";
  private static final String FROM = "tocsin.twilio.from";
  private static final String BASE = "tocsin.twilio.base-url";
  private static final List<String> TOGETHER = List.of(SID, TOKEN, FROM);
  private static final Pattern ACCOUNT = Pattern.compile("AC[0-9a-zA-Z]{1,62}");
  private static final Pattern TOKEN_FORM = Pattern.compile("[!-~]{1,512}");
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /** In any 24 hours. */
  public record PerDay(int messages, int calls) {}

  /** Empty where nothing is sent by telephone. */
  static Optional<TwilioSettings> read(SettingsReader reader) {
    var sid = reader.text(SID);
    var token = reader.secret(TOKEN);
    var from = reader.text(FROM).replace(" ", "");
    var base = base(reader);
    var perDay = perDay(reader);
    if (sid.isEmpty() && token.isEmpty() && from.isEmpty()) {
      return Optional.empty();
    }
    for (var key : TOGETHER) {
      if (reader.text(key).isEmpty()) {
        throw new SettingsException(
            key
                + " ("
                + Keys.variable(key)
                + ") is missing: SMS and calls need the account, its token and a number; set "
                + String.join(", ", TOGETHER)
                + ", or none of them.");
      }
    }
    check(reader, SID, ACCOUNT.matcher(sid).matches(), "the account's SID, which begins with AC");
    check(
        reader,
        TOKEN,
        TOKEN_FORM.matcher(token.value()).matches(),
        "the account's auth token, of letters and digits");
    check(
        reader,
        FROM,
        NUMBER.matcher(from).matches(),
        "a number of the account's with its country code, as +14155550100");
    return Optional.of(new TwilioSettings(sid, token, from, base, perDay));
  }

  private static PerDay perDay(SettingsReader reader) {
    var isOpen = TenancySettings.read(reader).signUp() == TenancySettings.SignUp.OPEN;
    var usual = isOpen ? OF_STRANGERS : new PerDay(0, 0);
    return new PerDay(most(reader, MESSAGES, usual.messages()), most(reader, CALLS, usual.calls()));
  }

  private static int most(SettingsReader reader, String key, int usual) {
    return reader.text(key).equals("auto") ? usual : reader.integer(key, 0, MOST_PER_DAY);
  }

  private static void check(SettingsReader reader, String key, boolean holds, String right) {
    if (!holds) {
      throw reader.wrong(key, right);
    }
  }

  private static URI base(SettingsReader reader) {
    try {
      var text = reader.text(BASE);
      var url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      var web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException notAUrl) {
      // the sentence below says it
    }
    throw reader.wrong(BASE, "a URL like https://api.twilio.com");
  }
}
