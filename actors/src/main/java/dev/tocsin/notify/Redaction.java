package dev.tocsin.notify;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what services say, for some say again what they were sent. An address that
 * is a secret is one as a whole and in its parts, for a service that quotes it leaves out the rest.
 */
public final class Redaction {
  private static final String HIDDEN = "********";

  /** Shorter ones would be found in innocent text, and say little. */
  private static final int SHORTEST = 4;

  /** Of an address's parts: most shorter ones are words. */
  private static final int SHORTEST_PART = 8;

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^/?]+(.*)");
  private static final Pattern SEPARATORS = Pattern.compile("[/?&=]");

  private final List<String> secrets;

  private Redaction(Set<String> secrets) {
    // one secret may be a part of another
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /**
   * @param kind says which of the endpoint's settings are secrets
   * @param message whose code and acknowledge links are secrets too
   */
  public static Redaction of(ChannelKind kind, Endpoint endpoint, Message message) {
    Set<String> all = new LinkedHashSet<>();
    kind.secrets().stream()
        .map(endpoint.settings()::get)
        .filter(Objects::nonNull)
        .forEach(secret -> add(all, secret));
    if (message.code() != null) {
      all.add(message.code());
    }
    message.notices().stream()
        .map(Message.Notice::acknowledge)
        .filter(Objects::nonNull)
        .forEach(link -> add(all, link.toString()));
    return new Redaction(all);
  }

  /** Of one address, or one key. */
  public static Redaction of(String secret) {
    Set<String> all = new LinkedHashSet<>();
    add(all, secret);
    return new Redaction(all);
  }

  /** Finds this one too. */
  public Redaction and(String secret) {
    Set<String> all = new LinkedHashSet<>(secrets);
    all.add(secret);
    return new Redaction(all);
  }

  public String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, HIDDEN);
    }
    return cleaned;
  }

  private static void add(Set<String> all, String secret) {
    addForms(all, List.of(secret));
    var address = ADDRESS.matcher(secret);
    if (address.matches()) {
      String target = address.group(1);
      List<String> parts = List.of(SEPARATORS.split(target));
      addForms(all, List.of(target));
      addForms(all, parts.stream().filter(part -> part.length() >= SHORTEST_PART).toList());
    }
  }

  private static void addForms(Set<String> all, Collection<String> texts) {
    for (String text : texts) {
      all.add(text);
      all.add(text.replace("/", "\\/"));
      all.add(text.replace("&", "&amp;"));
      all.add(text.replace("&", "\\u0026"));
      all.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
      try {
        all.add(URLDecoder.decode(text, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException notEncoded) {
        // has a percent sign of its own
      }
    }
  }
}
