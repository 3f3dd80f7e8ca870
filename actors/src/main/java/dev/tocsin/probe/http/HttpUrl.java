package dev.tocsin.probe.http;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.net.Hosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of HTTP, read more strictly than {@link URI} where the host is concerned and more
 * kindly where people write what browsers take: letters of other scripts, blanks in the path,
 * underscores in a host's name.
 */
public final class HttpUrl {
  private static final Pattern FORM =
      Pattern.compile("(?i)(https?)://([^/?#\\\\]*)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(\\d{0,5}))?");
  private static final String KEPT = "-._~:/?[]@!$&'()*+,;=%";

  private HttpUrl() {}

  /**
   * An address that a person wrote. A backslash is a slash to some readers and none to others, and
   * a control character is there by mistake, so neither is taken.
   *
   * @return an absolute URI with scheme and host in lower case and no fragment
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public static URI parse(String text) {
    String stripped = text.strip();
    if (stripped.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("It must not have a backslash; write / or %5C.");
    }
    if (stripped.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("It must not have a control character.");
    }
    return read(stripped);
  }

  private static URI read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "It must be an address that begins with http:// or https://.");
    }
    String authority = form.group(2);
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "It must not have a user or password in it; give them as auth.");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw new IllegalArgumentException("It must have a host, and after it at most a port.");
    }
    String host = readHost(parts.group(1));
    String port = readPort(parts.group(2));
    if (!form.group(3).isEmpty() && !form.group(3).startsWith("/")) {
      throw new IllegalArgumentException("Its path must begin with /.");
    }
    @Nullable String query = form.group(4);
    return URI.create(
        form.group(1).toLowerCase(Locale.ROOT)
            + "://"
            + host
            + port
            + encode(form.group(3))
            + (query == null ? "" : encode(query)));
  }

  /**
   * The address that a Location header leads to.
   *
   * @throws IllegalArgumentException with one sentence that says why it leads nowhere
   */
  static URI resolve(URI base, String location) {
    String target = location.strip();
    if (target.matches("(?i)[a-z][a-z0-9+.-]*:.*") && !target.matches("(?is)https?://.*")) {
      throw new IllegalArgumentException("it leads to something other than http and https");
    }
    String root = base.getScheme() + "://" + base.getRawAuthority();
    String path = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
    String absolute;
    if (target.matches("(?is)https?://.*")) {
      // what a server puts there is nobody's password to use
      absolute = target.replaceFirst("(?i)^(https?://)[^/?#]*@", "$1");
    } else if (target.startsWith("//")) {
      absolute = base.getScheme() + ":" + target;
    } else if (target.startsWith("?") || target.isEmpty() || target.startsWith("#")) {
      absolute = root + path + target;
    } else if (target.startsWith("/")) {
      absolute = root + target;
    } else {
      absolute = root + path.substring(0, path.lastIndexOf('/') + 1) + target;
    }
    URI parsed = read(absolute);
    return read(
        parsed.normalize().toString().replaceFirst("^(https?://[^/?]*)/(?:\\.\\./)+", "$1/"));
  }

  /** Without the brackets of IPv6 and without the dot that ends an absolute name. */
  public static String host(URI url) {
    String authority = url.getRawAuthority();
    if (authority.startsWith("[")) {
      return authority.substring(1, authority.indexOf(']'));
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  public static int port(URI url) {
    String authority = url.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    if (colon > authority.lastIndexOf(']')) {
      return Integer.parseInt(authority.substring(colon + 1));
    }
    return isTls(url) ? 443 : 80;
  }

  public static boolean isTls(URI url) {
    return url.getScheme().equals("https");
  }

  /** Path and query as they stand on the request line. */
  public static String requestTarget(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  public static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && host(one).equals(host(other))
        && port(one) == port(other);
  }

  /** For errors and logs: a query may hold a secret. */
  public static String withoutQuery(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }

  private static String readHost(String written) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException("It must have a host.");
    }
    if (written.startsWith("[")) {
      String address = written.substring(1, written.length() - 1);
      if (address.indexOf(':') < 0 || AddressPolicy.literal(address).isEmpty()) {
        throw new IllegalArgumentException(
            "The host in brackets must be an IPv6 address without a zone.");
      }
      return written.toLowerCase(Locale.ROOT);
    }
    return Hosts.nameOrIpv4(written);
  }

  private static String readPort(@Nullable String written) {
    if (written == null || written.isEmpty()) {
      return "";
    }
    int port = Integer.parseInt(written);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The port must be from 1 to 65535.");
    }
    return ":" + port;
  }

  /**
   * Percent-encodes what may not stand in a path or query, and a percent sign that encodes nothing.
   */
  private static String encode(String part) {
    StringBuilder encoded = new StringBuilder(part.length());
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean kept = KEPT.indexOf(c) >= 0 && (c != '%' || isEscape(bytes, i));
      if (letterOrDigit || kept) {
        encoded.append(c == '[' ? "%5B" : c == ']' ? "%5D" : String.valueOf(c));
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[at + 1])
        && HexFormat.isHexDigit(bytes[at + 2]);
  }
}
