package dev.tocsin.conf;

import dev.tocsin.conf.SmtpSettings.Login;
import dev.tocsin.conf.SmtpSettings.Security;
import dev.tocsin.conf.SmtpSettings.Sender;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail server as its address says it. It is taken apart by hand: {@link URI} knows no user with
 * an "at" in it, and repeats the password in what it says of an address that is wrong. What is
 * thrown here repeats nothing but the names of options.
 *
 * @param isTls {@code smtps}
 * @param options decoded
 */
record SmtpUrl(boolean isTls, HostPort server, Optional<Login> login, Map<String, String> options) {
  private static final String PLAIN = "smtp://";
  private static final String TLS = "smtps://";
  private static final String FROM = "from";
  private static final String STARTTLS = "starttls";
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final Pattern ADDRESS =
      Pattern.compile("[!#-'*+/-9=?A-Z^-~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?");
  private static final Pattern NAMED = Pattern.compile("(.*)<([^<>]*)>");

  /**
   * @throws IllegalArgumentException with a sentence of what is wrong
   */
  static SmtpUrl parse(String url) {
    boolean isTls = url.startsWith(TLS);
    if (!isTls && !url.startsWith(PLAIN)) {
      throw new IllegalArgumentException("It must begin with smtp:// or smtps://.");
    }
    String rest = url.substring(isTls ? TLS.length() : PLAIN.length());
    int query = rest.indexOf('?');
    String place = query < 0 ? rest : rest.substring(0, query);
    String bare = place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
    int at = bare.lastIndexOf('@');
    return new SmtpUrl(
        isTls,
        server(bare.substring(at + 1), isTls ? SUBMISSIONS : SUBMISSION),
        at < 0 ? Optional.empty() : Optional.of(login(bare.substring(0, at))),
        query < 0 ? Map.of() : options(rest.substring(query + 1)));
  }

  private static HostPort server(String text, int usualPort) {
    boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
    return HostPort.parse(hasPort ? text : text + ":" + usualPort)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Its host or its port (1 to 65535) is none; in a user or a password, ? : and %"
                        + " are written as %3F %3A and %25."));
  }

  private static Login login(String text) {
    int colon = text.indexOf(':');
    String user = decoded(colon < 0 ? text : text.substring(0, colon));
    String password = colon < 0 ? "" : decoded(text.substring(colon + 1));
    if (user.isEmpty() || password.isEmpty()) {
      throw new IllegalArgumentException(
          "It has a user or a password, but not both; give both, or neither.");
    }
    return new Login(user, new Secret(password));
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new HashMap<>();
    for (String option : query.split("&")) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (!name.equals(FROM) && !name.equals(STARTTLS)) {
        throw new IllegalArgumentException(
            "It has an option that is none; there are from and starttls.");
      }
      String value = equals < 0 ? "" : decoded(option.substring(equals + 1));
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException("It has the option " + name + " twice.");
      }
    }
    return options;
  }

  /** A plus stays one: passwords are full of them. */
  private static String decoded(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(raw.length);
    try {
      for (int i = 0; i < raw.length; i++) {
        if (raw[i] == '%') {
          int from = i + 1;
          i += 2;
          bytes.put(
              (byte) HexFormat.fromHexDigits(new String(raw, from, 2, StandardCharsets.US_ASCII)));
        } else {
          bytes.put(raw[i]);
        }
      }
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      if (decoded.chars().noneMatch(Character::isISOControl)) {
        return decoded;
      }
    } catch (CharacterCodingException | IndexOutOfBoundsException | IllegalArgumentException no) {
      // the sentence below says it
    }
    throw new IllegalArgumentException(
        "A % in it is not followed by two hexadecimal digits of a letter in UTF-8; a % itself is"
            + " written as %25.");
  }

  SmtpSettings settings(Optional<URI> publicUrl, Optional<Path> authorities) {
    return new SmtpSettings(server, security(), login, sender(publicUrl), authorities);
  }

  private Security security() {
    String starttls = options.get(STARTTLS);
    if (isTls) {
      if (starttls != null) {
        throw new IllegalArgumentException(
            "The option starttls is for smtp://; smtps:// is encrypted from the start.");
      }
      return Security.TLS;
    }
    if (starttls == null) {
      return HostPort.isLoopback(server.host()) ? Security.NONE : Security.STARTTLS_REQUIRED;
    }
    return switch (starttls) {
      case "required" -> Security.STARTTLS_REQUIRED;
      case "optional" -> Security.STARTTLS_OPTIONAL;
      case "none" -> Security.NONE;
      default ->
          throw new IllegalArgumentException(
              "The option starttls must be required, optional or none.");
    };
  }

  private Sender sender(Optional<URI> publicUrl) {
    String from = options.get(FROM);
    if (from != null) {
      return sender(from);
    }
    Optional<String> user = login.map(Login::user).filter(name -> ADDRESS.matcher(name).matches());
    Optional<String> site =
        publicUrl.map(URI::getHost).filter(host -> host.matches("[A-Za-z0-9.-]*[A-Za-z-]"));
    if (user.isEmpty() && site.isEmpty() && !HostPort.isLoopback(server.host())) {
      throw new IllegalArgumentException(
          "It does not say what mails are from: add ?from= and an address.");
    }
    return new Sender(
        Optional.of("Tocsin"), user.orElseGet(() -> "tocsin@" + site.orElse("localhost")));
  }

  private static Sender sender(String from) {
    var named = NAMED.matcher(from.strip());
    String address = named.matches() ? named.group(2).strip() : from.strip();
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "The option from must be an address, or a name and an address in angle brackets (%3C and"
              + " %3E).");
    }
    String name = named.matches() ? unquoted(named.group(1).strip()) : "";
    return new Sender(name.isEmpty() ? Optional.empty() : Optional.of(name), address);
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).strip() : name;
  }
}
