package dev.tocsin.notify.http;

import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.http.HttpUrl;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the fields that say where a service is and what lets in there.
 *
 * <p>Addresses begin with https, for they or the headers beside them are secrets. Only an
 * installation that may connect to private addresses sends to plain http too: it stands in a
 * network of its owner's, where such services have no certificates.
 */
public final class ServiceFields {
  private static final int LONGEST_URL = 2_048;
  private static final Pattern WITH_USER = Pattern.compile("(?i)https?://[^/?#]*@.*");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,512}");

  private final AddressPolicy policy;

  ServiceFields(AddressPolicy policy) {
    this.policy = policy;
  }

  /**
   * An address that must be given.
   *
   * @param form what it is, as in "the address of the incoming webhook"
   */
  public String url(Input input, String field, String form) {
    Optional<String> written = input.optionalText(field, LONGEST_URL);
    if (written.isEmpty()) {
      input.missing(field, form);
      return "";
    }
    return checked(input, field, written.get());
  }

  /** Where the service is, if not at its usual place; without a slash at its end. */
  public Optional<String> baseUrl(Input input) {
    return input
        .optionalText("baseUrl", LONGEST_URL)
        .map(written -> withoutSlash(checked(input, "baseUrl", written)));
  }

  /** As {@link #baseUrl}, for services that have no usual place. */
  public String ownBaseUrl(Input input) {
    return withoutSlash(
        url(input, "baseUrl", "the server's address, as \"https://push.example.org\""));
  }

  /**
   * What lets in; must be given.
   *
   * @param form what it is, as in "the token of the bot"
   */
  public static String token(Input input, String field, String form) {
    Optional<String> token = optionalToken(input, field);
    if (token.isEmpty()) {
      input.missing(field, form);
    }
    return token.orElse("");
  }

  public static Optional<String> optionalToken(Input input, String field) {
    return input
        .optionalText(field, 512)
        .filter(
            token ->
                input.check(
                    TOKEN.matcher(token).matches(),
                    field,
                    "It must have only letters, digits and signs of ASCII, and no spaces."));
  }

  /** For {@code place}: the host of an address, with its port if that is not the usual one. */
  public static String host(String url) {
    URI address = URI.create(url);
    int port = HttpUrl.port(address);
    String host = HttpUrl.host(address);
    boolean usual = port == (HttpUrl.isTls(address) ? 443 : 80);
    return usual ? host : (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  private String checked(Input input, String field, String written) {
    if (WITH_USER.matcher(written).matches()) {
      input.fault(field, "It must not have a user or password in it.");
      return "";
    }
    try {
      URI url = HttpUrl.parse(written);
      input.check(
          HttpUrl.isTls(url) || policy.allowsPrivateTargets(),
          field,
          "It must begin with https://, for what is sent there is secret.");
      if (policy.judgeLiteral(HttpUrl.host(url), HttpUrl.port(url))
          instanceof AddressPolicy.Refused(String why)) {
        input.fault(field, why + ". Enter another address.");
      }
      return url.toString();
    } catch (IllegalArgumentException wrong) {
      input.fault(field, String.valueOf(wrong.getMessage()));
      return "";
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? withoutSlash(url.substring(0, url.length() - 1)) : url;
  }
}
